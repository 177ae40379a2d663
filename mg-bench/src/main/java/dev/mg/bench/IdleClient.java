package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The far end of idle connections, in a process of its own since a process has descriptors for one
 * end only. Each connection makes one request and then says nothing. Prints {@code ready N}; to
 * {@code check} on its standard input it answers {@code open N} with those the server has not
 * closed; at the end of the input it ends.
 */
final class IdleClient {
  static final String COMMAND = "idle-client";
  static final String CHECK = "check";

  private static final byte[] REQUEST =
      "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String END = "Hello, World!";

  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);

  private IdleClient() {}

  static void run(List<String> words, PrintStream out) {
    Args args =
        new CommandLine(COMMAND, "The far end of idle connections; bench idle starts it.")
            .value("port", "N", "0", "of the server")
            .value("connections", "N", "10000", "how many")
            .parse(words);
    IdleClient client = new IdleClient();
    int port = args.number("port", 1, 65535);
    int connections = args.number("connections", 1, 1_000_000);
    try {
      for (int i = 0; i < connections; i++) {
        client.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
      out.println("ready " + client.channels.size());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(CHECK)) {
          out.println("open " + client.open());
        }
      }
    } catch (IOException e) {
      throw new BenchException(
          "idle connection "
              + (client.channels.size() + 1)
              + " of "
              + connections
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private void open(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channels.add(channel);
    channel.write(ByteBuffer.wrap(REQUEST));
    buffer.clear();
    while (!StandardCharsets.US_ASCII.decode(buffer.duplicate().flip()).toString().endsWith(END)) {
      if (channel.read(buffer) <= 0) {
        throw new IOException("closed by the server before it was answered");
      }
    }
    channel.configureBlocking(false);
  }

  /** How many the server has neither closed nor sent anything on. */
  private int open() {
    int open = 0;
    for (SocketChannel channel : channels) {
      buffer.clear();
      try {
        open += channel.read(buffer) == 0 ? 1 : 0;
      } catch (IOException e) {
        // Reset by the server: not open.
      }
    }
    return open;
  }
}
