package dev.mg.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** Counts the bytes that come. */
final class NettyCount extends SimpleChannelInboundHandler<ByteBuf> {
  /** Since it was last set. */
  int came;

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
    came += bytes.readableBytes();
  }
}
