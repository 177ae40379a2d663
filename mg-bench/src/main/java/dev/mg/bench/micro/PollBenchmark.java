package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.bench.IdleClients;
import dev.mg.http.MgHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One poll beside idle HTTP connections, whose clients are in a process of their own: with nothing
 * ready, and with one message there and back over loopback TCP. Beside it a selector of the JDK's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PollBenchmark {
  private static final long MAX_NS = TimeUnit.SECONDS.toNanos(120);
  private static final String HELLO = "Hello, World!";

  /** A manager with idle connections, and a pair that is not. */
  @State(Scope.Thread)
  public static class Loop {
    private static final int BYTES = 64;
    private static final int POLL_MS = 100;
    private static final int MOST_POLLS = 100;

    /** What it runs on. */
    @Param({"nio", "netty", "netty-epoll"})
    public String transport = "";

    /** Connections. */
    @Param({"0", "100", "10000"})
    public int idle;

    private final byte[] message = new byte[BYTES];
    private int came;
    private int answered;
    private @Nullable MgManager mgr;
    private @Nullable MgConnection client;
    private @Nullable IdleClients clients;

    /** Connects all. */
    @Setup
    public void open() {
      MgManager made = MgManager.create(new MgOptions().transport(transport).httpIdleTimeoutMs(0));
      mgr = made;
      MgConnection echo =
          made.listen("tcp://127.0.0.1:0", MgOn.on(MgEventType.READ, (c, n) -> echo(c)), null);
      client =
          made.connect(
              "tcp://127.0.0.1:" + echo.loc().port(),
              MgOn.on(MgEventType.READ, (c, n) -> came(c)),
              null);
      trip();
      MgConnection listener =
          MgHttp.listen(
              made, "http://127.0.0.1:0", MgOn.on(MgHttp.MSG, (c, hm) -> answer(c)), null);
      if (idle > 0) {
        connectIdle(made, listener.loc().port());
      }
    }

    private void connectIdle(MgManager made, int port) {
      IdleClients started = IdleClients.start(port, idle);
      clients = started;
      long startNs = System.nanoTime();
      while (answered < idle) {
        if (System.nanoTime() - startNs > MAX_NS) {
          throw new IllegalStateException(answered + " of " + idle + " idle connections came");
        }
        made.poll(POLL_MS);
      }
      started.awaitReady();
    }

    private void answer(MgConnection c) {
      answered++;
      MgHttp.reply(c, 200, "", HELLO);
    }

    private static void echo(MgConnection c) {
      c.send(c.recv);
      c.recv.clear();
    }

    private void came(MgConnection c) {
      came += c.recv.len();
      c.recv.clear();
    }

    int poll() {
      requireNonNull(mgr).poll(0);
      return came;
    }

    int trip() {
      came = 0;
      requireNonNull(client).send(message);
      for (int polls = 0; came < BYTES; polls++) {
        if (polls == MOST_POLLS) {
          throw new IllegalStateException("no echo after " + polls + " polls");
        }
        requireNonNull(mgr).poll(POLL_MS);
      }
      return came;
    }

    /** Closes all. */
    @TearDown
    public void close() {
      if (clients != null) {
        clients.checkOpen();
        clients.close();
      }
      requireNonNull(mgr).close();
    }
  }

  /** A selector, and as many connections. */
  @State(Scope.Thread)
  public static class Jdk {
    private static final byte[] ANSWER =
        ("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n" + HELLO)
            .getBytes(StandardCharsets.US_ASCII);
    private static final int REQUEST_BYTES = 1024;
    private static final int BACKLOG = 16;

    /** Connections. */
    @Param({"0", "100", "10000"})
    public int idle;

    private @Nullable Selector selector;
    private @Nullable IdleClients clients;

    /** Connects all. */
    @Setup
    public void open() throws IOException {
      Selector made = Selector.open();
      selector = made;
      try (ServerSocketChannel listener = ServerSocketChannel.open()) {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        if (idle > 0) {
          IdleClients started = IdleClients.start(listener.socket().getLocalPort(), idle);
          clients = started;
          for (int i = 0; i < idle; i++) {
            SocketChannel channel = listener.accept();
            channel.read(ByteBuffer.allocate(REQUEST_BYTES));
            channel.write(ByteBuffer.wrap(ANSWER));
            channel.configureBlocking(false);
            channel.register(made, SelectionKey.OP_READ);
          }
          started.awaitReady();
        }
      }
    }

    int select() throws IOException {
      return requireNonNull(selector).selectNow(key -> {});
    }

    /** Closes all. */
    @TearDown
    public void close() throws IOException {
      Selector made = requireNonNull(selector);
      if (clients != null) {
        clients.checkOpen();
        clients.close();
      }
      for (SelectionKey key : made.keys()) {
        key.channel().close();
      }
      made.close();
    }
  }

  /** Nothing is ready. */
  @Benchmark
  public int nothingReady(Loop loop) {
    return loop.poll();
  }

  /** 64 bytes there and back, both ends in this manager. */
  @Benchmark
  public int roundTrip(Loop loop) {
    return loop.trip();
  }

  /** A selector of the JDK's that is asked and has nothing. */
  @Benchmark
  public int jdkNothingReady(Jdk jdk) throws IOException {
    return jdk.select();
  }
}
