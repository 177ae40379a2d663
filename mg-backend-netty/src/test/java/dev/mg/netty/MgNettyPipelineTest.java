package dev.mg.netty;

import static dev.mg.spi.MgChannel.READ;
import static dev.mg.spi.MgChannel.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.testkit.RecordingEvents;
import dev.mg.testkit.SocketPeers;
import dev.mg.testkit.TransportRig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MgNettyPipelineTest {
  private TransportRig rig;

  private TransportRig open(MgNettyPipeline hook) throws IOException {
    rig =
        new TransportRig(
            new NettyTransportProvider(),
            new MgOptions().extension(MgNettyPipeline.class, hook),
            new SocketPeers());
    return rig;
  }

  @AfterEach
  void close() throws IOException {
    if (rig != null) {
      rig.close();
    }
  }

  /** A codec for the eyes of the tests. */
  private static final class Xor extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ctx.fireChannelRead(flip((ByteBuf) msg));
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
      ctx.write(flip((ByteBuf) msg), promise);
    }

    private static ByteBuf flip(ByteBuf buf) {
      for (int i = buf.readerIndex(); i < buf.writerIndex(); i++) {
        buf.setByte(i, buf.getByte(i) ^ 0x55);
      }
      return buf;
    }
  }

  private static final class Counter extends ChannelDuplexHandler {
    private long in;
    private long out;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      in += ((ByteBuf) msg).readableBytes();
      ctx.fireChannelRead(msg);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
      out += ((ByteBuf) msg).readableBytes();
      ctx.write(msg, promise);
    }
  }

  /** Lets whole groups of three bytes through, each as a buffer of its own. */
  private static final class Triples extends ChannelInboundHandlerAdapter {
    private final ByteBuf rest = Unpooled.buffer();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ByteBuf buf = (ByteBuf) msg;
      rest.writeBytes(buf);
      buf.release();
      while (rest.readableBytes() >= 3) {
        ctx.fireChannelRead(rest.readBytes(3));
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] flipped(String text) {
    byte[] b = bytes(text);
    for (int i = 0; i < b.length; i++) {
      b[i] ^= 0x55;
    }
    return b;
  }

  @Test
  void acceptedChannels_haveTheListenersOptionsAtOnce() throws IOException {
    List<Channel> channels = new ArrayList<>();
    open((pipeline, isAccepted) -> channels.add(pipeline.channel()));
    for (boolean on : new boolean[] {true, false}) {
      MgSocketOptions options = new MgSocketOptions(16, false, on, on, false, 50_000, 0);
      MgChannel listener = rig.transport.listen(rig.peers.anyPort(), options, null);
      rig.events.interest(listener, READ);
      rig.accept(listener);
      ChannelConfig config = channels.get(channels.size() - 1).config();
      assertThat(config.getOption(ChannelOption.TCP_NODELAY)).isEqualTo(on);
      assertThat(config.getOption(ChannelOption.SO_KEEPALIVE)).isEqualTo(on);
      // The kernel may double it for its own bookkeeping.
      assertThat(config.getOption(ChannelOption.SO_SNDBUF)).isBetween(50_000, 100_000);
    }
  }

  @Test
  void handlers_seeAndChangeTheBytesOfBothKindsOfConnection() throws IOException {
    Counter counter = new Counter();
    List<Boolean> accepted = new ArrayList<>();
    open(
        (pipeline, isAccepted) -> {
          accepted.add(isAccepted);
          pipeline.addLast(new Xor());
          if (isAccepted) {
            pipeline.addLast(counter);
          }
        });
    TransportRig.Pair served = rig.accepted();
    served.peer().write(flipped("to the server"));
    assertThat(rig.read(served.stream(), 13)).isEqualTo(bytes("to the server"));
    rig.write(served.stream(), bytes("back"));
    assertThat(served.peer().readN(4)).isEqualTo(flipped("back"));
    assertThat(counter.in).isEqualTo(13);
    assertThat(counter.out).isEqualTo(4);

    TransportRig.Pair client = rig.connected();
    rig.write(client.stream(), bytes("hello"));
    assertThat(client.peer().readN(5)).isEqualTo(flipped("hello"));
    assertThat(accepted).containsExactly(true, false);
  }

  @Test
  void oneBufferMadeIntoManyOrNone_losesNoByteAndStallsNothing() throws IOException {
    open((pipeline, accepted) -> pipeline.addLast(new Triples()));
    TransportRig.Pair pair = rig.accepted();
    MgIobuf in = new MgIobuf();
    rig.events.interest(pair.stream(), READ);
    // Nothing comes out of the first two bytes.
    pair.peer().write(bytes("12"));
    for (int i = 0; i < 20; i++) {
      rig.events.poll(1);
    }
    assertThat(rig.events.readyOps(pair.stream())).isZero();
    pair.peer().write(bytes("3456789a"));
    rig.events.until(
        "nine bytes",
        () -> {
          try {
            pair.stream().read(in, 100);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return in.len() == 9;
        });
    assertThat(in).hasToString("123456789");
    pair.peer().write(bytes("bc"));
    assertThat(rig.read(pair.stream(), 3)).isEqualTo(bytes("abc"));
  }

  @Test
  void messageThatIsNoByteBuf_failsTheConnection() throws IOException {
    open(
        (pipeline, accepted) ->
            pipeline.addLast(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelRead(ChannelHandlerContext ctx, Object msg) {
                    ((ByteBuf) msg).release();
                    ctx.fireChannelRead("text");
                  }
                }));
    TransportRig.Pair pair = rig.accepted();
    pair.peer().write(bytes("x"));
    assertThatThrownBy(() -> rig.read(pair.stream(), 1))
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER))
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void exceptionOfAHandler_failsTheConnection() throws IOException {
    open(
        (pipeline, accepted) ->
            pipeline.addLast(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelRead(ChannelHandlerContext ctx, Object msg) {
                    ((ByteBuf) msg).release();
                    throw new IllegalArgumentException("no such frame");
                  }
                }));
    TransportRig.Pair pair = rig.accepted();
    pair.peer().write(bytes("x"));
    assertThatThrownBy(() -> rig.read(pair.stream(), 1))
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER))
        .hasMessageContaining("no such frame");
    MgIobuf out = new MgIobuf();
    out.add("y");
    assertThatThrownBy(() -> pair.stream().write(out, 1)).hasMessageContaining("no such frame");
  }

  @Test
  void hookThatThrows_failsItsConnectionAlone() throws IOException {
    boolean[] broken = {true};
    open(
        (pipeline, accepted) -> {
          if (broken[0]) {
            throw new IllegalStateException("no codec");
          }
        });
    TransportRig.Pair bad = rig.accepted();
    rig.events.interest(bad.stream(), READ);
    rig.events.expectReady(bad.stream(), READ);
    assertThatThrownBy(() -> bad.stream().read(new MgIobuf(), 1)).hasMessageContaining("no codec");
    rig.events.close(bad.stream(), false);
    assertThat(bad.peer().read(new byte[1], 0, 1)).isEqualTo(-1);
    MgStream client = rig.connect(rig.peers.listen().address());
    assertThat(rig.events.expectFailed(client, Kind.OTHER)).hasMessageContaining("no codec");
    broken[0] = false;
    rig.assertEcho(rig.accepted());
  }

  @Test
  void handlerThatCloses_endsTheConnectionAfterTheBytesItLetThrough() throws IOException {
    open(
        (pipeline, accepted) ->
            pipeline.addLast(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelRead(ChannelHandlerContext ctx, Object msg) {
                    ctx.fireChannelRead(msg);
                    ctx.close();
                  }
                }));
    TransportRig.Pair pair = rig.accepted();
    pair.peer().write(bytes("last"));
    assertThat(rig.readToEnd(pair.stream())).isEqualTo(bytes("last"));
    MgIobuf out = new MgIobuf();
    out.add("x");
    assertThatThrownBy(() -> pair.stream().write(out, 1))
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RESET));
    assertThat(pair.stream().remote()).isEqualTo(pair.peer().local());
  }

  @Test
  void handlerThatWritesItself_delaysTheCoresWriteAndDoesNotStallIt() throws Exception {
    byte[] greeting = new byte[8 << 20];
    open(
        (pipeline, accepted) ->
            pipeline.addLast(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelActive(ChannelHandlerContext ctx) {
                    ctx.writeAndFlush(Unpooled.wrappedBuffer(greeting));
                  }
                }));
    TransportRig.Pair pair = rig.accepted();
    assertThat(pair.stream().unflushed()).isPositive();
    MgIobuf out = new MgIobuf();
    out.add("x");
    assertThat(pair.stream().write(out, 1)).isZero();
    FutureTask<byte[]> all = TransportRig.elsewhere(() -> pair.peer().readN(greeting.length + 1));
    rig.events.interest(pair.stream(), WRITE);
    rig.events.expectReady(pair.stream(), WRITE);
    assertThat(pair.stream().write(out, 1)).isEqualTo(1);
    assertThat(rig.await("the greeting and the byte", all)).endsWith(bytes("x"));
  }

  @Test
  void file_goesThroughTheHandlersAndNotPastThem(@TempDir Path dir) throws IOException {
    Path path = Files.write(dir.resolve("f"), bytes("content"));
    open((pipeline, accepted) -> pipeline.addLast(new Xor()));
    TransportRig.Pair pair = rig.accepted();
    try (FileChannel file = FileChannel.open(path)) {
      assertThat(pair.stream().transfer(file, 0, 7)).isEqualTo(MgStream.UNSUPPORTED);
    }
  }

  @Test
  void closeOfTheStream_goesThroughTheHandlersAndCannotBeKeptBack() throws IOException {
    List<String> seen = new ArrayList<>();
    open(
        (pipeline, accepted) ->
            pipeline.addLast(
                new ChannelDuplexHandler() {
                  @Override
                  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                    seen.add("close");
                  }

                  @Override
                  public void handlerRemoved(ChannelHandlerContext ctx) {
                    seen.add("removed");
                  }
                }));
    TransportRig.Pair pair = rig.accepted();
    rig.events.close(pair.stream(), false);
    rig.events.poll(0);
    assertThat(seen).containsExactly("close", "removed");
    assertThat(pair.peer().read(new byte[1], 0, 1)).isEqualTo(-1);
  }

  @Test
  void pipelineIsEmptyAndMgsHandlerComesLast() throws IOException {
    List<String> names = new ArrayList<>();
    ChannelPipeline[] kept = new ChannelPipeline[1];
    open(
        (pipeline, accepted) -> {
          assertThat(pipeline.first()).isNull();
          pipeline.addLast("mine", new Xor());
          kept[0] = pipeline;
        });
    rig.accepted();
    kept[0].forEach(entry -> names.add(entry.getKey()));
    assertThat(names).startsWith("mine", MgNettyPipeline.HANDLER);
  }

  @Test
  void nettyEpoll_refusesAHookItCouldNotServe() {
    MgOptions options =
        new MgOptions().extension(MgNettyPipeline.class, (pipeline, accepted) -> {});
    assumeThat(new EpollTransportProvider().unavailableBecause()).isNull();
    assertThatThrownBy(
            () -> new EpollTransportProvider().open(options, new RecordingEvents()).close())
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
        .hasMessageContaining("MgNettyPipeline");
  }
}
