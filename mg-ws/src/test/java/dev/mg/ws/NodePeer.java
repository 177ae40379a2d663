package dev.mg.ws;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The package ws of npm, in a process of Node's. Where it lies tells the environment variable
 * {@code MG_NODE_MODULES}; without one there is none.
 */
final class NodePeer implements OtherClient, OtherServer {
  private static final long END_S = 15;

  /** As {@link Heard#run}; hashes as Java has them. */
  private static final String CLIENT =
      """
      const { WebSocket } = require('ws');
      const [url, deflate, short, file] = process.argv.slice(1);
      const hash = (all, from) => { let h = from; for (const x of all) h = (31 * h + x) | 0; return h; };
      const chars = (s) => Array.from({ length: s.length }, (_, i) => s.charCodeAt(i));
      const long = 'a text that gets smaller, '.repeat(4000);
      const bytes = require('fs').readFileSync(file);
      const next = [() => ws.send(long), () => ws.send(bytes), () => ws.send(long),
          () => ws.close(4001, 'done')];
      const options = { perMessageDeflate: deflate === 'true' };
      const ws = new WebSocket(url, options);
      ws.on('open', () => ws.send(short));
      ws.on('message', (data, isBinary) => {
        const text = data.toString();
        console.log(isBinary ? 'binary ' + hash(new Int8Array(data), 1)
            : 'text ' + (text.length > 60 ? hash(chars(text), 0) : text));
        next.shift()();
      });
      ws.on('close', (code) => console.log('close ' + code));
      ws.on('error', (e) => console.log('error ' + e));
      """;

  private static final String SERVER =
      """
      const { WebSocketServer } = require('ws');
      const wss = new WebSocketServer(
          { host: '127.0.0.1', port: 0, perMessageDeflate: process.argv[1] === 'true' });
      wss.on('listening', () => console.log(wss.address().port));
      wss.on('connection', (ws) => ws.on('message', (data, binary) => ws.send(data, { binary })));
      setTimeout(() => process.exit(), 60000);
      """;

  private @Nullable Process server;

  /** Whether there is Node and the package. */
  static boolean isThere() {
    String modules = System.getenv("MG_NODE_MODULES");
    return modules != null && Files.isDirectory(Path.of(modules, "ws"));
  }

  private static Process node(String script, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", "-e", script));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NODE_PATH", System.getenv("MG_NODE_MODULES"));
    return builder.start();
  }

  @Override
  public List<String> echo(String url, boolean deflate) throws Exception {
    Path file = Files.createTempFile("mg-ws", ".bytes");
    Files.write(file, PeersTest.bytes());
    Process node = node(CLIENT, url, Boolean.toString(deflate), PeersTest.SHORT, file.toString());
    try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8)) {
      return lines.lines().toList();
    } finally {
      end(node);
      Files.delete(file);
    }
  }

  @Override
  public int start(boolean deflate) throws Exception {
    Process node = node(SERVER, Boolean.toString(deflate));
    server = node;
    return Integer.parseInt(node.inputReader(StandardCharsets.UTF_8).readLine().strip());
  }

  @Override
  public void stop() throws Exception {
    if (server != null) {
      end(server);
    }
  }

  private static void end(Process node) throws InterruptedException {
    node.destroy();
    if (!node.waitFor(END_S, TimeUnit.SECONDS)) {
      node.destroyForcibly();
    }
  }
}
