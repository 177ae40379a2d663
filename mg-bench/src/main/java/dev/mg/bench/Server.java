package dev.mg.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A contender that is running. */
final class Server implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern HEAP = Pattern.compile("^heap (\\d+)$");
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration COLLECT = Duration.ofSeconds(20);
  private static final int ANSWER_MS = 5_000;

  private final String name;
  private final Child child;
  private final int port;

  private Server(String name, Child child, int port) {
    this.name = name;
    this.child = child;
    this.port = port;
  }

  /**
   * Starts a contender on the server's core.
   *
   * @throws BenchException if it does not start
   */
  static Server start(Contender contender, Pinning pinning, Path work) {
    String log = contender.name().replaceAll("[^A-Za-z0-9.-]+", "-");
    Child child = Child.start(log, work, pinning.server(contender.command(work)));
    try {
      int port = Integer.parseInt(child.await(LISTENING, START).group(1));
      return new Server(contender.name(), child, port);
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

  /**
   * Makes one request of a load and returns the answer.
   *
   * @throws BenchException unless it is answered as it must be
   */
  String check(Workload load) {
    return exchange(
        name + ", " + load.name() + ": it",
        load.request("127.0.0.1:" + port),
        load::isAnsweredBy,
        load.last());
  }

  /** Reads up to an answer that is complete, as is asked after each byte {@code last}. */
  private String exchange(String what, String request, Predicate<String> complete, char last) {
    StringBuilder answer = new StringBuilder();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MS);
      socket.setSoTimeout(ANSWER_MS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int b = in.read(); b >= 0; b = in.read()) {
        answer.append((char) b);
        if (b == last && complete.test(answer.toString())) {
          return answer.toString();
        }
      }
      throw new BenchException(what + " was answered by '" + answer + "', then closed");
    } catch (IOException e) {
      throw new BenchException(
          what + " was not answered: " + e.getMessage() + " after '" + answer + "'", e);
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
