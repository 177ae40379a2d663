package dev.mg.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/** A contender that is running. */
final class Server implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening on (https?)://127\\.0\\.0\\.1:(\\d+)");
  private static final String HTTPS = "https";
  private static final Pattern HEAP = Pattern.compile("^" + Control.HEAP + " (\\d+)$");
  private static final Pattern ALLOCATED = Pattern.compile("^" + Control.ALLOCATED + " (\\d+)$");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration COLLECT = Duration.ofSeconds(20);
  private static final int ANSWER_MS = 5_000;
  private static final long RETRY_NS = 10_000_000;

  private final Contender contender;
  private final Child child;
  private final String scheme;
  private final int port;

  private Server(Contender contender, Child child, String scheme, int port) {
    this.contender = contender;
    this.child = child;
    this.scheme = scheme;
    this.port = port;
  }

  /**
   * Starts a contender on the server's core; it takes connections on return.
   *
   * @throws BenchException if it does not start
   */
  static Server start(Contender contender, Pinning pinning, Path work) {
    return start(contender, contender.name(), pinning, work);
  }

  /**
   * The same for one of several of that name.
   *
   * @param log names the file for what it says
   */
  static Server start(Contender contender, String log, Pinning pinning, Path work) {
    String file = log.replaceAll("[^A-Za-z0-9.-]+", "-");
    Child child = Child.start(file, work, pinning.server(contender.command(work)));
    try {
      Matcher said = child.await(LISTENING, START);
      Server server = new Server(contender, child, said.group(1), Integer.parseInt(said.group(2)));
      server.awaitConnect();
      return server;
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
  }

  private void awaitConnect() {
    long until = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        connect().close();
        return;
      } catch (IOException e) {
        if (!child.isAlive() || System.nanoTime() - until > 0) {
          throw child.failure("takes no connection: " + e.getMessage());
        }
        LockSupport.parkNanos(RETRY_NS);
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MS);
    socket.setSoTimeout(ANSWER_MS);
    return socket;
  }

  /** What the report calls it. */
  String name() {
    return contender.name();
  }

  /** As many cores it can keep busy. */
  int loops() {
    return contender.loops();
  }

  int port() {
    return port;
  }

  boolean isTls() {
    return scheme.equals(HTTPS);
  }

  /** http or https. */
  String scheme() {
    return scheme;
  }

  /** Its address, as a Host field has it. */
  String host() {
    return "127.0.0.1:" + port;
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
    try (Socket socket = isTls() ? new TlsClient().connect(port, ANSWER_MS) : connect()) {
      return exchange(socket, load);
    } catch (IOException e) {
      throw new BenchException(
          name() + ", " + load.name() + ": no connection: " + e.getMessage(), e);
    }
  }

  /**
   * Whether a client's TLS session is taken up again although there was another's since; so it is
   * for all of many.
   */
  boolean resumes() {
    TlsClient client = new TlsClient();
    long first = sessionMadeMs(client);
    sessionMadeMs(new TlsClient());
    return sessionMadeMs(client) == first;
  }

  /** When the session of a new connection was made. */
  private long sessionMadeMs(TlsClient client) {
    Workload load = Workload.of(Workload.HANDSHAKE, 1);
    try (SSLSocket socket = client.connect(port, ANSWER_MS)) {
      // Tickets come before the answer does.
      exchange(socket, load);
      return socket.getSession().getCreationTime();
    } catch (IOException e) {
      throw new BenchException(
          name() + ", " + load.name() + ": no connection: " + e.getMessage(), e);
    }
  }

  /** Reads up to an answer that is complete. */
  private String exchange(Socket socket, Workload load) {
    String what = name() + ", " + load.name() + ": it";
    StringBuilder answer = new StringBuilder();
    AnswerFramer framer = new AnswerFramer(load.expected());
    try {
      socket.getOutputStream().write(load.request(host()).getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int b = in.read(); b >= 0; b = in.read()) {
        answer.append((char) b);
        if (isWhole(framer, (byte) b, load, answer)) {
          return answer.toString();
        }
      }
      throw new BenchException(what + " was answered by '" + answer + "', then closed");
    } catch (IOException e) {
      throw new BenchException(
          what + " was not answered: " + e.getMessage() + " after '" + answer + "'", e);
    }
  }

  /** Whether a right answer ends with that byte; a wrong one is told as soon as it shows. */
  private boolean isWhole(AnswerFramer framer, byte last, Workload load, CharSequence answer) {
    String wrong = "not as it must be";
    try {
      if (framer.take(ByteBuffer.wrap(new byte[] {last})) == 0) {
        return false;
      }
      if (load.isAnsweredBy(answer.toString())) {
        return true;
      }
    } catch (IOException e) {
      wrong = e.getMessage();
    }
    throw new BenchException(name() + ", " + load.name() + ": " + wrong + ": '" + answer + "'");
  }

  /** Whether it knows how to tell what the next two ask for. */
  boolean isControlled() {
    return contender.isControlled();
  }

  /** Bytes of heap in use after a full collection. */
  long heapBytes() {
    child.send(Control.HEAP);
    return Long.parseLong(child.await(HEAP, COLLECT).group(1));
  }

  /** Bytes that its threads have allocated since this was asked before. */
  long allocatedBytes() {
    child.send(Control.ALLOCATED);
    return Long.parseLong(child.await(ALLOCATED, COLLECT).group(1));
  }

  @Override
  public void close() {
    child.close();
  }
}
