package dev.mg.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Channels of Netty's without sockets that are all sent the same text. Not thread safe. */
final class NettyGroup implements AutoCloseable {
  private final DefaultChannelGroup group =
      new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
  private final List<EmbeddedChannel> channels = new ArrayList<>();
  private final ByteBuf text;

  NettyGroup(int many, String text) {
    this.text = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    for (int i = 0; i < many; i++) {
      // Without an id of its own each would be the same member.
      EmbeddedChannel channel =
          new EmbeddedChannel(DefaultChannelId.newInstance(), new WebSocket13FrameEncoder(false));
      channels.add(channel);
      group.add(channel);
    }
  }

  /** As raw Netty does best: the frame is encoded once, and each channel writes a view of it. */
  int publish() {
    int len = text.readableBytes();
    ByteBuf frame = Unpooled.buffer(2 + len).writeByte(0x81).writeByte(len);
    frame.writeBytes(text, text.readerIndex(), len);
    group.writeAndFlush(frame, ChannelMatchers.all(), true);
    return take();
  }

  /** A message for each, through the encoder. */
  int sendToEach() {
    for (EmbeddedChannel channel : channels) {
      channel.writeAndFlush(
          new TextWebSocketFrame(text.retainedDuplicate()), channel.voidPromise());
    }
    return take();
  }

  /** What the first of them is sent, to look at; the others' is thrown away. */
  byte[] frame() {
    TextWebSocketFrame message = new TextWebSocketFrame(text.retainedDuplicate());
    channels.get(0).writeAndFlush(message);
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf out = next(0); out != null; out = next(0)) {
      all.writeBytes(out);
      out.release();
    }
    return ByteBufUtil.getBytes(all);
  }

  private ByteBuf next(int channel) {
    return channels.get(channel).readOutbound();
  }

  private int take() {
    int bytes = 0;
    for (int i = 0; i < channels.size(); i++) {
      for (ByteBuf out = next(i); out != null; out = next(i)) {
        bytes += out.readableBytes();
        out.release();
      }
    }
    if (bytes != channels.size() * (2 + text.readableBytes())) {
      throw new IllegalStateException(bytes + " bytes were sent");
    }
    return bytes;
  }

  @Override
  public void close() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    text.release();
  }
}
