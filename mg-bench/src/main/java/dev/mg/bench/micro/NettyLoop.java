package dev.mg.bench.micro;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Netty's side of {@link EchoLoop}: an event loop that its owner turns, with an echo server and the
 * one client of it. <b>Owner thread only.</b>
 */
final class NettyLoop implements EchoEnds {
  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_TURNS = 100;
  private static final int BACKLOG = 1024;

  private final boolean epoll;
  private final ManualIoEventLoop loop;
  private final Channel client;
  private final ByteBuf message;
  private final NettyCount count = new NettyCount();

  /**
   * Both ends over TCP, connected on return.
   *
   * @param io nio or epoll
   */
  NettyLoop(String io) {
    epoll = io.equals("epoll");
    loop =
        new ManualIoEventLoop(
            Thread.currentThread(),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    message = Unpooled.directBuffer(BYTES).writeZero(BYTES);
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(count)
            .connect(listen(() -> new ChannelHandler[] {new NettyEcho()}));
    client = turnUntilDone(connecting).channel();
    roundTrip();
  }

  /** Listens on a free port of loopback, with such handlers for each connection. */
  private InetSocketAddress listen(Supplier<ChannelHandler[]> handlers) {
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    ChannelFuture listening =
        new ServerBootstrap()
            .group(loop)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    ch.pipeline().addLast(handlers.get());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return (InetSocketAddress) turnUntilDone(listening).channel().localAddress();
  }

  /** To Netty's HTTP codec. */
  @Override
  public IdleOnes idleOnes(int many) {
    int[] answered = {0};
    InetSocketAddress at =
        listen(
            () ->
                new ChannelHandler[] {
                  new HttpServerCodec(), new NettyHttp.Reply(IdleOnes.ANSWER, () -> answered[0]++)
                });
    return new IdleOnes(
        at.getPort(),
        many,
        () -> {
          turn();
          return answered[0];
        });
  }

  private ChannelFuture turnUntilDone(ChannelFuture future) {
    for (int turns = 0; !future.isDone(); turns++) {
      if (turns == MOST_TURNS) {
        throw new IllegalStateException(future + " after " + turns + " turns");
      }
      turn();
    }
    return future.syncUninterruptibly();
  }

  /** One turn, which waits for something to do, up to a second. */
  private void turn() {
    loop.run(WAIT_NS);
  }

  @Override
  public int poll() {
    loop.runNow();
    return count.came;
  }

  @Override
  public int roundTrip() {
    count.came = 0;
    client.writeAndFlush(message.retainedDuplicate(), client.voidPromise());
    for (int turns = 0; count.came < BYTES; turns++) {
      if (turns == MOST_TURNS || !client.isActive()) {
        throw new IllegalStateException("no echo after " + turns + " turns");
      }
      turn();
    }
    return count.came;
  }

  @Override
  public void close() {
    message.release();
    end(loop, () -> {});
  }

  /**
   * Ends a loop, with what is registered there.
   *
   * @param wait moves its clock, if nothing else does
   */
  static void end(ManualIoEventLoop loop, Runnable wait) {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    for (int turns = 0; !loop.isTerminated(); turns++) {
      if (turns == MOST_TURNS) {
        throw new IllegalStateException("the loop has not ended after " + turns + " turns");
      }
      loop.runNow();
      wait.run();
    }
  }
}
