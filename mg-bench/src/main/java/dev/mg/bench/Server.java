package dev.mg.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** A contender that is running. */
final class Server implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern HEAP = Pattern.compile("^heap (\\d+)$");
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration COLLECT = Duration.ofSeconds(20);
  private static final int ANSWER_MS = 5_000;

  private final Child child;
  private final int port;

  private Server(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /**
   * Starts a contender on the server's core and makes one request.
   *
   * @throws BenchException if it does not start or answers something else than it should
   */
  static Server start(Contender contender, Pinning pinning, Path work) {
    String log = contender.name().replaceAll("[^A-Za-z0-9.-]+", "-");
    Child child = Child.start(log, work, pinning.server(contender.command(work)));
    try {
      Server server = new Server(child, Integer.parseInt(child.await(LISTENING, START).group(1)));
      String answer = server.get("/plaintext", "Hello, World!");
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new BenchException(contender.name() + " answers " + answer.lines().findFirst());
      }
      return server;
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return child.pid();
  }

  /** The answer to one request, head and body, up to where it ends with {@code end}. */
  String get(String path, String end) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MS);
      socket.setSoTimeout(ANSWER_MS);
      String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      for (int b = in.read(); b >= 0; b = in.read()) {
        answer.append((char) b);
        if (b == end.charAt(end.length() - 1) && answer.toString().endsWith(end)) {
          return answer.toString();
        }
      }
      throw new BenchException("GET " + path + " was answered by '" + answer + "', then closed");
    } catch (IOException e) {
      throw new BenchException("GET " + path + " was not answered: " + e.getMessage(), e);
    }
  }

  /** Bytes of heap in use after a full collection; only the target server knows how to tell. */
  long heapBytes() {
    child.send(Control.HEAP);
    return Long.parseLong(child.await(HEAP, COLLECT).group(1));
  }

  @Override
  public void close() {
    child.close();
  }
}
