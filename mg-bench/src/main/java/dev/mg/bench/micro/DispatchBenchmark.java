package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgEventType;
import dev.mg.MgHandler;
import dev.mg.MgOn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
 * An event's way through the protocol's handler, then the user's; and through two handlers of a
 * pipeline of Netty's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatchBenchmark {
  private static final int BYTES = 64;
  private static final int EVENT = MgEvent.USER;

  private final byte[] message = new byte[BYTES];
  private final Integer nettyEvent = EVENT;
  private final EmbeddedChannel netty = new EmbeddedChannel(new Seen(), new Seen());
  private @Nullable MemoryServer server;
  private long seen;

  /** Opens one connection with both handlers. */
  @Setup
  public void open() {
    MgHandler pfn = (c, ev, evData, fnData) -> seen += ev;
    MgHandler fn = MgOn.on(MgEventType.READ, (c, n) -> take(c));
    server = new MemoryServer(mgr -> mgr.listen("tcp://127.0.0.1:0", fn, null, pfn, null));
  }

  /** Looks at an event, as each of ours does, and passes it on. */
  private final class Seen extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      seen++;
      ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      seen += ((ByteBuf) bytes).readableBytes();
      ctx.fireChannelRead(bytes);
    }
  }

  private void take(MgConnection c) {
    seen += c.recv.len();
    c.recv.clear();
  }

  /**
   * The two calls alone: an event that the protocol sees and the user's handler has no case for.
   */
  @Benchmark
  public long mgCall() {
    requireNonNull(server).connection.call(EVENT, null);
    return seen;
  }

  /** A whole poll: 64 bytes come, READ goes through both handlers. */
  @Benchmark
  public long mgRead() throws IOException {
    requireNonNull(server).feed(message);
    return seen;
  }

  /** Netty's two calls, and the pipeline's end, which drops the event. */
  @Benchmark
  public long nettyCall() {
    netty.pipeline().fireUserEventTriggered(nettyEvent);
    return seen;
  }

  /** 64 bytes through Netty's two handlers in a channel without a socket. */
  @Benchmark
  public long nettyRead() {
    netty.writeInbound(Unpooled.wrappedBuffer(message));
    ReferenceCountUtil.release(netty.readInbound());
    return seen;
  }

  /** Closes the connections. */
  @TearDown
  public void close() {
    requireNonNull(server).close();
    netty.finishAndReleaseAll();
  }
}
