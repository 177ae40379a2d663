package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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
 * ready, and with one message of 64 bytes there and back over loopback TCP, both ends in this loop.
 * With it an event loop of Netty's, which the same thread turns, and a selector of the JDK's that
 * is asked and has nothing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PollBenchmark {
  /** What they have in common. */
  @State(Scope.Thread)
  public abstract static class Beside {
    /** Connections. */
    @Param({"0", "100", "10000"})
    public int idle;

    private @Nullable IdleOnes ones;

    /** Opens it, then connects all. */
    @Setup
    public void open() throws IOException {
      start();
      if (idle > 0) {
        ones = connect(idle);
      }
    }

    abstract void start() throws IOException;

    abstract IdleOnes connect(int many) throws IOException;

    abstract void end() throws IOException;

    /** Checks that none was closed, and closes all. */
    @TearDown
    public void close() throws IOException {
      if (ones != null) {
        ones.close();
      }
      end();
    }
  }

  /** A loop with a pair that is not idle. */
  public abstract static class Loop extends Beside {
    private @Nullable EchoEnds ends;

    abstract EchoEnds make();

    @Override
    void start() {
      ends = make();
    }

    @Override
    IdleOnes connect(int many) {
      return requireNonNull(ends).idleOnes(many);
    }

    int poll() {
      return requireNonNull(ends).poll();
    }

    int trip() {
      return requireNonNull(ends).roundTrip();
    }

    @Override
    void end() {
      requireNonNull(ends).close();
    }
  }

  /** A manager. */
  public static class Ours extends Loop {
    /** What it runs on. */
    @Param({"nio", "netty", "netty-epoll"})
    public String transport = "";

    @Override
    EchoEnds make() {
      return new EchoLoop(new MgOptions().transport(transport).httpIdleTimeoutMs(0));
    }
  }

  /** An event loop of Netty's. */
  public static class Netty extends Loop {
    /** What it waits with. */
    @Param({"nio", "epoll"})
    public String io = "";

    @Override
    EchoEnds make() {
      return new NettyLoop(io);
    }
  }

  /** A selector, and as many connections. */
  public static class Jdk extends Beside {
    private static final byte[] ANSWER =
        Octets.ascii("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n" + IdleOnes.ANSWER);
    private static final int REQUEST_BYTES = 1024;
    private static final int BACKLOG = 16;

    private int answered;
    private @Nullable Selector selector;

    @Override
    void start() throws IOException {
      selector = Selector.open();
    }

    @Override
    IdleOnes connect(int many) throws IOException {
      try (ServerSocketChannel listener = ServerSocketChannel.open()) {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        return new IdleOnes(listener.socket().getLocalPort(), many, () -> accept(listener));
      }
    }

    private int accept(ServerSocketChannel listener) {
      try {
        SocketChannel channel = listener.accept();
        channel.read(ByteBuffer.allocate(REQUEST_BYTES));
        channel.write(ByteBuffer.wrap(ANSWER));
        channel.configureBlocking(false);
        channel.register(requireNonNull(selector), SelectionKey.OP_READ);
        return ++answered;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int select() throws IOException {
      return requireNonNull(selector).selectNow(key -> {});
    }

    @Override
    void end() throws IOException {
      Selector made = requireNonNull(selector);
      for (SelectionKey key : made.keys()) {
        key.channel().close();
      }
      made.close();
    }
  }

  /** Nothing is ready. */
  @Benchmark
  public int mgNothingReady(Ours ours) {
    return ours.poll();
  }

  /** There and back, on as many transports as there are. */
  @Benchmark
  public int mgRoundTrip(Ours ours) {
    return ours.trip();
  }

  /** Nothing is ready for Netty. */
  @Benchmark
  public int nettyNothingReady(Netty netty) {
    return netty.poll();
  }

  /** There and back in Netty's loop. */
  @Benchmark
  public int nettyRoundTrip(Netty netty) {
    return netty.trip();
  }

  /** Nothing is ready for the JDK's. */
  @Benchmark
  public int jdkNothingReady(Jdk jdk) throws IOException {
    return jdk.select();
  }
}
