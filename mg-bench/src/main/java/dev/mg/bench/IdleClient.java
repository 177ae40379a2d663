package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;

/**
 * The far end of idle connections, in a process of its own since a process has descriptors for one
 * end only. Each connection says what its {@link IdleKind} does and then nothing. Prints {@code
 * ready N}; to {@code check} on its standard input it answers {@code open N} with those the server
 * has not closed; at the end of the input it ends.
 */
final class IdleClient {
  static final String COMMAND = "idle-client";
  static final String CHECK = "check";

  private static final int HEAD_BYTES = 2;
  private static final int LENGTH = 0x7F;
  private static final int ANSWER_MS = 10_000;
  private static final int LOOK_MS = 1;

  /** One of them. */
  private interface End {
    /** Whether the server has neither closed it nor sent anything on it. */
    boolean isOpen() throws IOException;
  }

  private final List<End> ends = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
  private final TlsClient tls = new TlsClient();
  private final IdleKind kind;

  private IdleClient(IdleKind kind) {
    this.kind = kind;
  }

  static void run(List<String> words, PrintStream out) {
    Args args =
        new CommandLine(COMMAND, "The far end of idle connections; bench idle starts it.")
            .value("port", "N", "0", "of the server")
            .value("connections", "N", "10000", "how many")
            .value("kind", "K", IdleKind.HTTP.word(), "what they say first")
            .parse(words);
    IdleClient client = new IdleClient(IdleKind.of(args.names("kind", IdleKind.NAMES).get(0)));
    int port = args.number("port", 1, 65535);
    int connections = args.number("connections", 1, 1_000_000);
    try {
      for (int i = 0; i < connections; i++) {
        client.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      }
      out.println("ready " + client.ends.size());
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
              + (client.ends.size() + 1)
              + " of "
              + connections
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private void open(InetSocketAddress server) throws IOException {
    if (kind.isTls()) {
      openTls(server.getPort());
      return;
    }
    SocketChannel channel = SocketChannel.open(server);
    ask(channel, kind.request(), this::isAnswered);
    if (kind.isWebSocket()) {
      ask(channel, kind.frame(), this::isEchoed);
      if ((buffer.get(0) & 0xFF) != kind.flags()) {
        throw new IOException("the echo is no " + kind.word() + " frame");
      }
    }
    channel.configureBlocking(false);
    ends.add(() -> channel.read(buffer.clear()) == 0);
  }

  private void openTls(int port) throws IOException {
    SSLSocket socket = tls.connect(port, ANSWER_MS);
    socket.getOutputStream().write(kind.request());
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf(kind.end()) < 0) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("closed by the server before it was answered");
      }
      answer.append((char) b);
    }
    socket.setSoTimeout(LOOK_MS);
    ends.add(() -> isSilent(socket));
  }

  private static boolean isSilent(SSLSocket socket) throws IOException {
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException nothing) {
      return true;
    }
  }

  private void ask(SocketChannel channel, byte[] bytes, BooleanSupplier isAnswered)
      throws IOException {
    channel.write(ByteBuffer.wrap(bytes));
    buffer.clear();
    while (!isAnswered.getAsBoolean()) {
      if (channel.read(buffer) <= 0) {
        throw new IOException("closed by the server before it was answered");
      }
    }
  }

  private boolean isAnswered() {
    String text = StandardCharsets.US_ASCII.decode(buffer.duplicate().flip()).toString();
    return text.endsWith(kind.end());
  }

  /** Whether a whole short frame is there (RFC 6455 section 5.2). */
  private boolean isEchoed() {
    int there = buffer.position();
    return there >= HEAD_BYTES && there >= HEAD_BYTES + (buffer.get(1) & LENGTH);
  }

  /** How many are. */
  private int open() {
    int open = 0;
    for (End end : ends) {
      try {
        open += end.isOpen() ? 1 : 0;
      } catch (IOException e) {
        // Reset by the server: not open.
      }
    }
    return open;
  }
}
