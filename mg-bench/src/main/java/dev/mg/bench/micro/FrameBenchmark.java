package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** WebSocket messages there and back without the kernel, for one of them; Netty's codec beside. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {
  private static final int IN_ONE_READ = 16;
  private static final int SMALL_BYTES = 32;
  private static final int LARGE_BYTES = 16 * 1024;

  private final byte[] small = WsOctets.binary(new byte[SMALL_BYTES]);
  private final byte[] many = Octets.times(IN_ONE_READ, small);
  private final byte[] large = WsOctets.binary(new byte[LARGE_BYTES]);
  private final byte[] into = new byte[1 << 16];
  private @Nullable MemoryServer server;
  private @Nullable NettyServer netty;

  /** An echo server of each, whose handshakes are done, and which must answer alike. */
  @Setup
  public void open() throws IOException {
    MemoryServer ours = MemoryServer.wsEcho(new MgOptions(), "");
    NettyServer theirs = NettyWs.echo();
    server = ours;
    netty = theirs;
    Octets.checkSame("one echo", ours.answer(small), theirs.answer(small));
    Octets.checkSame("many echoes", ours.answer(many), theirs.answer(many));
    Octets.checkSame("a large echo", ours.answer(large), theirs.answer(large));
  }

  /** Of 32 bytes, one in a read. */
  @Benchmark
  public int mgOne() throws IOException {
    return requireNonNull(server).serve(small, into);
  }

  /** Of 32 bytes, 16 in a read, which leave in one write. */
  @Benchmark
  @OperationsPerInvocation(IN_ONE_READ)
  public int mgOfMany() throws IOException {
    return requireNonNull(server).serve(many, into);
  }

  /** Of 16 KiB. */
  @Benchmark
  public int mgLarge() throws IOException {
    return requireNonNull(server).serve(large, into);
  }

  /** Netty's, of 32 bytes, one in a read. */
  @Benchmark
  public int nettyOne() {
    return requireNonNull(netty).serve(small);
  }

  /** Netty's, of 32 bytes, 16 in a read. */
  @Benchmark
  @OperationsPerInvocation(IN_ONE_READ)
  public int nettyOfMany() {
    return requireNonNull(netty).serve(many);
  }

  /** Netty's, of 16 KiB. */
  @Benchmark
  public int nettyLarge() {
    return requireNonNull(netty).serve(large);
  }

  /** Closes all. */
  @TearDown
  public void close() {
    requireNonNull(server).close();
    requireNonNull(netty).close();
  }
}
