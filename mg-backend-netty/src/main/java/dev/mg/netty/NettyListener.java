package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening channel and the handler that takes its children. <b>Owner thread only.</b> */
final class NettyListener extends ChannelInboundHandlerAdapter implements MgChannel {
  private final NettyTransport transport;
  private final Channel channel;
  private final MgSocketOptions options;
  private final SocketAddress local;
  private @Nullable Object attachment;
  private int interest;
  private boolean closed;

  private NettyListener(
      NettyTransport transport,
      Channel channel,
      MgSocketOptions options,
      @Nullable Object attachment) {
    this.transport = transport;
    this.channel = channel;
    this.options = options;
    this.attachment = attachment;
    local = channel.localAddress();
  }

  static NettyListener open(
      NettyTransport transport,
      SocketAddress wanted,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    Channel channel = null;
    try {
      channel = transport.channels.listener(wanted, options);
      // Both are done on return, since this is the loop's own thread.
      Futures.check(transport.loop().register(channel));
      Futures.check(channel.bind(wanted));
      NettyListener listener = new NettyListener(transport, channel, options, attachment);
      channel.pipeline().addLast(MgNettyPipeline.HANDLER, listener);
      return listener;
    } catch (Throwable t) {
      if (channel != null) {
        channel.close();
      }
      throw NettyErrors.of("listen on ", wanted, t);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object child) {
    transport.reports.accepted(this, NettyStream.accepted(transport, (Channel) child, options));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (closed) {
      return;
    }
    interest(0);
    transport.reports.acceptFailed(this, NettyErrors.of("accept on ", local, cause));
  }

  @Override
  public void interest(int ops) {
    if (ops != interest && !closed) {
      interest = ops;
      channel.config().setAutoRead((ops & READ) != 0);
    }
  }

  @Override
  public void close(boolean reset) {
    if (!closed) {
      closed = true;
      channel.close();
    }
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public @Nullable SocketAddress remote() {
    return null;
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public void attach(@Nullable Object newAttachment) {
    attachment = newAttachment;
  }
}
