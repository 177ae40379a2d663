package dev.mg.bench.micro.peers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A masked frame to a message by others, whose masking cannot be had alone: with one copy. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MaskBenchmark {
  private static final int MAX_BYTES = 16 << 20;
  private static final byte[] KEY = {1, 2, 3, 4};

  /** Length of the payload. */
  @Param({"16", "1024", "16384", "1048576"})
  public int bytes;

  private final Draft_6455 draft = new Draft_6455();
  private final EmbeddedChannel netty =
      new EmbeddedChannel(
          new WebSocket13FrameDecoder(
              WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(MAX_BYTES).build()));
  private ByteBuffer frame = ByteBuffer.allocate(0);
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

  /** A binary message of zeros. */
  @Setup
  public void make() {
    frame = ByteBuffer.allocate(14 + bytes).put((byte) 0x82);
    if (bytes <= 125) {
      frame.put((byte) (0x80 | bytes));
    } else if (bytes <= 0xFFFF) {
      frame.put((byte) 0xFE).putShort((short) bytes);
    } else {
      frame.put((byte) 0xFF).putLong(bytes);
    }
    frame.put(KEY).put(new byte[bytes]).flip();
    buffer = Unpooled.wrappedBuffer(frame.duplicate());
  }

  /** Netty's decoder in a channel without a socket. */
  @Benchmark
  public int netty() {
    netty.writeInbound(buffer.retainedDuplicate());
    Object message = netty.readInbound();
    ReferenceCountUtil.release(message);
    return netty.inboundMessages().size();
  }

  /** Java-WebSocket's parser, which goes byte by byte. */
  @Benchmark
  public List<Framedata> javaWebSocket() throws InvalidDataException {
    return draft.translateFrame(frame.duplicate());
  }
}
