package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A WebSocket message of 1 KiB of JSON that comes compressed and goes back compressed (RFC 7692),
 * no window kept, without the kernel: ours, Netty's, and what the JDK's zlib takes by itself.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeflateBenchmark {
  private final CompressedMessage message = new CompressedMessage();
  private final byte[] frame = message.frame();
  private final byte[] into = new byte[1 << 14];
  private @Nullable MemoryServer server;
  private @Nullable NettyServer netty;

  /** Opens one connection of each, both of which must send back what they were sent. */
  @Setup
  public void open() throws IOException, DataFormatException {
    MemoryServer ours =
        MemoryServer.wsEcho(
            new MgOptions().wsDeflateLevel(CompressedMessage.LEVEL),
            "Sec-WebSocket-Extensions: " + CompressedMessage.OFFER + "\r\n");
    NettyServer theirs = NettyWs.deflateEcho(CompressedMessage.LEVEL);
    server = ours;
    netty = theirs;
    message.checkEcho("our echo", ours.answer(frame));
    message.checkEcho("Netty's echo", theirs.answer(frame));
  }

  /** Ours. */
  @Benchmark
  public int mgEcho() throws IOException {
    return requireNonNull(server).serve(frame, into);
  }

  /** Netty's. */
  @Benchmark
  public int nettyEcho() {
    return requireNonNull(netty).serve(frame);
  }

  /** The inflating and the deflating alone. */
  @Benchmark
  public int zlib() throws DataFormatException {
    return message.inflate() + message.deflate();
  }

  /** Closes all. */
  @TearDown
  public void close() {
    requireNonNull(server).close();
    requireNonNull(netty).close();
    message.close();
  }
}
