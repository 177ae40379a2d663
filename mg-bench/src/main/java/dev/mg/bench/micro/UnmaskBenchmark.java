package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.ws.MgWs;
import java.io.IOException;
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
 * A masked frame that comes in one read, made into a message, without the kernel: ours with the
 * poll that brings it, Netty's decoder in a channel without a socket.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UnmaskBenchmark {
  /** Length of the payload; what a read of ours takes at once is more. */
  @Param({"16", "1024", "16384"})
  public int bytes;

  private byte[] frame = {};
  private long seen;
  private @Nullable MemoryServer server;
  private @Nullable NettyServer netty;

  /** Opens one connection of each, both of which must see the payload. */
  @Setup
  public void open() throws IOException {
    byte[] payload = Octets.counting(bytes);
    frame = WsOctets.binary(payload);
    MemoryServer ours = MemoryServer.wsEcho(new MgOptions(), "");
    NettyServer theirs = NettyWs.reader();
    server = ours;
    netty = theirs;
    ours.connection.fn(
        MgOn.on(
            MgWs.MSG,
            (c, wm) -> {
              Octets.checkSame("our message", wm.data.toBytes(), payload);
              seen += wm.data.len();
            }));
    Octets.checkSame("our message's length", (long) bytes, mg());
    Octets.checkSame("Netty's message", theirs.message(frame), payload);
    ours.connection.fn(MgOn.on(MgWs.MSG, (c, wm) -> seen += wm.data.len()));
  }

  /** Ours. */
  @Benchmark
  public long mg() throws IOException {
    requireNonNull(server).feed(frame);
    return seen;
  }

  /** Netty's. */
  @Benchmark
  public int netty() {
    return requireNonNull(netty).take(frame);
  }

  /** Closes all. */
  @TearDown
  public void close() {
    requireNonNull(server).close();
    requireNonNull(netty).close();
  }
}
