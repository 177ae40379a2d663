package dev.mg.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The HTTP server of Node.js in a process of its own, which tells what it took out of each
 * connection when that is over: {@code HEX,HEX} and {@code !} if it refused the rest.
 */
final class NodePeer implements Framed.Peer {
  private static final int WAIT_MS = 10_000;
  private static final String SCRIPT =
      """
      const http = require('http');
      const take = (q, r) => {
        let body = '';
        q.setEncoding('latin1');
        q.on('data', d => { body += d; });
        q.on('end', () => {
          q.socket.took.push(Buffer.from(q.method + ':' + body, 'latin1').toString('hex'));
          r.end();
        });
      };
      const server = http.createServer({ maxHeaderSize: 131072, keepAliveTimeout: 0 }, take);
      server.on('checkContinue', take);
      server.on('checkExpectation', take);
      server.on('connection', c => {
        c.took = [];
        c.on('close', () => console.log(c.took.join(',') + (c.refused ? '!' : '')));
      });
      server.on('clientError', (e, c) => {
        // An end inside of a message is none of the server's choices.
        c.refused = e.code !== 'HPE_INVALID_EOF_STATE' && e.code !== 'ECONNRESET';
        setImmediate(() => c.destroy());
      });
      server.listen(0, '127.0.0.1', () => console.log(server.address().port));
      process.stdin.on('end', () => process.exit(0));
      process.stdin.resume();
      """;

  private final Process node;
  private final BufferedReader out;
  private final int port;

  /**
   * Starts it; it ends with this process at the latest.
   *
   * @throws IOException if there is no node
   */
  NodePeer() throws IOException {
    node =
        new ProcessBuilder("node", "-e", SCRIPT)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    out = node.inputReader(StandardCharsets.US_ASCII);
    port = Integer.parseInt(line());
  }

  private String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("node has ended");
    }
    return line;
  }

  @Override
  public Framed frame(byte[] wire) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WAIT_MS);
      try {
        socket.getOutputStream().write(wire);
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (java.net.SocketException reset) {
        // What it took counts, and that comes on its standard output.
      }
    }
    String line = line();
    boolean refused = line.endsWith("!");
    List<String> requests = new ArrayList<>();
    for (String hex : (refused ? line.substring(0, line.length() - 1) : line).split(",")) {
      if (!hex.isEmpty()) {
        requests.add(new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1));
      }
    }
    return new Framed(requests, !refused);
  }

  @Override
  public void close() throws IOException {
    node.outputWriter().close();
    node.destroy();
  }
}
