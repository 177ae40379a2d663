package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * Netty's side of what {@link MemoryServer} is for ours: a pipeline in a channel without a socket.
 */
final class NettyServer implements AutoCloseable {
  private final EmbeddedChannel channel;

  NettyServer(ChannelHandler... handlers) {
    channel = new EmbeddedChannel(handlers);
  }

  /** Serves what comes in one read; returns how many bytes it is answered by, at least 1. */
  int serve(byte[] request) {
    channel.writeInbound(Unpooled.wrappedBuffer(request));
    int bytes = 0;
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      bytes += out.readableBytes();
      out.release();
    }
    if (bytes == 0) {
      throw new IllegalStateException("not answered");
    }
    return bytes;
  }

  /** The same, made into an array, to look at. */
  byte[] answer(byte[] request) {
    channel.writeInbound(Unpooled.wrappedBuffer(request));
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.writeBytes(out);
      out.release();
    }
    return ByteBufUtil.getBytes(all);
  }

  /** Lets it make a message of what comes in one read; returns the message's length. */
  int take(byte[] frame) {
    channel.writeInbound(Unpooled.wrappedBuffer(frame));
    ByteBufHolder message = requireNonNull(channel.readInbound(), "no message");
    int bytes = message.content().readableBytes();
    message.release();
    return bytes;
  }

  /** The same, made into an array, to look at. */
  byte[] message(byte[] frame) {
    channel.writeInbound(Unpooled.wrappedBuffer(frame));
    ByteBufHolder message = requireNonNull(channel.readInbound(), "no message");
    byte[] bytes = ByteBufUtil.getBytes(message.content());
    message.release();
    return bytes;
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
  }
}
