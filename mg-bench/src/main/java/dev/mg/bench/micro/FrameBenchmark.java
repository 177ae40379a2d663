package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgException;
import dev.mg.MgOn;
import dev.mg.http.MgHttp;
import dev.mg.ws.MgWs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
  private static final byte[] KEY = {1, 2, 3, 4};
  private static final byte[] REQUEST =
      ("GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final byte[] small = frames(1, SMALL_BYTES);
  private final byte[] many = frames(IN_ONE_READ, SMALL_BYTES);
  private final byte[] large = frames(1, LARGE_BYTES);
  private final byte[] into = new byte[1 << 16];
  private @Nullable MemoryServer server;
  private @Nullable NettyServer netty;

  /** Binary messages of zeros, masked. */
  private static byte[] frames(int n, int bytes) {
    ByteBuffer to = ByteBuffer.allocate(n * (8 + bytes));
    for (int i = 0; i < n; i++) {
      to.put((byte) 0x82);
      if (bytes <= 125) {
        to.put((byte) (0x80 | bytes));
      } else {
        to.put((byte) 0xFE).putShort((short) bytes);
      }
      to.put(KEY).put(new byte[bytes]);
    }
    byte[] frames = new byte[to.position()];
    to.flip().get(frames);
    return frames;
  }

  /** An echo server, and a client whose handshake is done. */
  @Setup
  public void open() throws IOException {
    MemoryServer made =
        new MemoryServer(
            mgr ->
                MgHttp.listen(
                    mgr,
                    "http://127.0.0.1:0",
                    MgOn.on(MgHttp.MSG, (c, hm) -> MgWs.upgrade(c, hm, ""))
                        .on(MgWs.MSG, (c, wm) -> MgWs.send(c, wm.data, wm.op())),
                    null));
    server = made;
    made.feed(REQUEST);
    made.take(into);
    if (!made.connection.isWebsocket()) {
      throw new MgException("the handshake failed");
    }
    netty = NettyWs.echo();
  }

  private int echo(byte[] frames) throws IOException {
    MemoryServer to = requireNonNull(server);
    to.feed(frames);
    return to.take(into);
  }

  /** Of 32 bytes, one in a read. */
  @Benchmark
  public int one() throws IOException {
    return echo(small);
  }

  /** Of 32 bytes, 16 in a read, which leave in one write. */
  @Benchmark
  @OperationsPerInvocation(IN_ONE_READ)
  public int ofMany() throws IOException {
    return echo(many);
  }

  /** Of 16 KiB. */
  @Benchmark
  public int large() throws IOException {
    return echo(large);
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
