package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgException;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.ws.MgWs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
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
  private static final int LEVEL = 6;
  private static final int BYTES = 1024;
  private static final int TAIL_BYTES = 4;
  private static final byte[] KEY = {1, 2, 3, 4};
  private static final byte[] REQUEST =
      ("GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
              + " client_no_context_takeover\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final byte[] plain = json();
  private final byte[] into = new byte[1 << 16];
  private final Deflater deflater = new Deflater(LEVEL, true);
  private final Inflater inflater = new Inflater(true);

  /** With the four octets that a message leaves out (RFC 7692 section 7.2.1). */
  private final byte[] deflated = deflated();

  private final byte[] frame = frame();
  private @Nullable MemoryServer server;
  private @Nullable NettyServer netty;

  private static byte[] json() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; text.length() < BYTES; i++) {
      text.append("{\"id\":").append(31 * i).append(",\"name\":\"item ").append(i).append("\"},");
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), BYTES);
  }

  private byte[] deflated() {
    return Arrays.copyOf(into, deflate());
  }

  private int deflate() {
    deflater.reset();
    deflater.setInput(plain);
    return deflater.deflate(into, 0, into.length, Deflater.SYNC_FLUSH);
  }

  private byte[] frame() {
    int n = deflated.length - TAIL_BYTES;
    ByteBuffer to = ByteBuffer.allocate(8 + n);
    to.put((byte) 0xC1).put((byte) 0xFE).putShort((short) n).put(KEY);
    for (int i = 0; i < n; i++) {
      to.put((byte) (deflated[i] ^ KEY[i & 3]));
    }
    return to.array();
  }

  /** Opens one connection of each. */
  @Setup
  public void open() throws IOException {
    MemoryServer made =
        new MemoryServer(
            new MgOptions().wsDeflateLevel(LEVEL),
            mgr ->
                MgHttp.listen(
                    mgr,
                    "http://127.0.0.1:0",
                    MgOn.on(MgHttp.MSG, (c, hm) -> MgWs.upgrade(c, hm, ""))
                        .on(MgWs.MSG, (c, wm) -> MgWs.send(c, wm.data, wm.op())),
                    null));
    server = made;
    made.feed(REQUEST);
    int n = made.take(into);
    if (!new String(into, 0, n, StandardCharsets.US_ASCII).contains("permessage-deflate")) {
      throw new MgException("no compression was agreed on");
    }
    netty = NettyWs.deflateEcho(LEVEL);
  }

  /** Ours. */
  @Benchmark
  public int mg() throws IOException {
    MemoryServer to = requireNonNull(server);
    to.feed(frame);
    return to.take(into);
  }

  /** Netty's. */
  @Benchmark
  public int netty() {
    return requireNonNull(netty).serve(frame);
  }

  /** The inflating and the deflating alone. */
  @Benchmark
  public int zlib() throws DataFormatException {
    inflater.reset();
    inflater.setInput(deflated);
    return inflater.inflate(into) + deflate();
  }

  /** Closes all. */
  @TearDown
  public void close() {
    requireNonNull(server).close();
    requireNonNull(netty).close();
    deflater.end();
    inflater.end();
  }
}
