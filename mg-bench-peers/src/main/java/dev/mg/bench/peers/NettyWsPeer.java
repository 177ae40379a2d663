package dev.mg.bench.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Netty's WebSocket codec, one event loop for all. What comes back is the buffer that came, flushed
 * once a read; what goes to all is encoded once and passes the encoder by.
 */
final class NettyWsPeer {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_HANDSHAKE_BYTES = 8192;
  private static final int FIN_BINARY = 0x82;
  private static final int SHORT = 125;
  private static final int IN_TWO_OCTETS = 126;
  private static final int MAX_HEAD_BYTES = 4;

  private static final ChannelGroup SUBSCRIBERS =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  private NettyWsPeer() {}

  static int start(boolean epoll) {
    return NettyPeer.bind(
        NettyPeer.bootstrap(epoll)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    ch.pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_HANDSHAKE_BYTES),
                            new WebSocketServerProtocolHandler(config()),
                            new Messages());
                  }
                }));
  }

  private static WebSocketServerProtocolConfig config() {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath("/")
        .checkStartsWith(true)
        .decoderConfig(
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_BYTES)
                .allowExtensions(false)
                .build())
        .build();
  }

  /** One a connection. */
  private static final class Messages extends ChannelInboundHandlerAdapter {
    private boolean topic;

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof HandshakeComplete done && done.requestUri().equals("/topic")) {
        topic = true;
        SUBSCRIBERS.add(ctx.channel());
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (!(msg instanceof BinaryWebSocketFrame frame)) {
        ReferenceCountUtil.release(msg);
      } else if (topic) {
        SUBSCRIBERS.writeAndFlush(encoded(ctx, frame.content()), channel -> true, true);
        frame.release();
      } else {
        ctx.write(frame, ctx.voidPromise());
      }
    }

    /** The frame of a message of less than 64 KiB. */
    private static ByteBuf encoded(ChannelHandlerContext ctx, ByteBuf payload) {
      int len = payload.readableBytes();
      ByteBuf frame = ctx.alloc().directBuffer(MAX_HEAD_BYTES + len).writeByte(FIN_BINARY);
      if (len <= SHORT) {
        frame.writeByte(len);
      } else {
        frame.writeByte(IN_TWO_OCTETS).writeShort(len);
      }
      return frame.writeBytes(payload);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
