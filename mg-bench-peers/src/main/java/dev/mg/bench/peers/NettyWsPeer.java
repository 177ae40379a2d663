package dev.mg.bench.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Netty's WebSocket codec with a handler of its own behind it, one event loop for all. What comes
 * back is the buffer that came, flushed once a read; what goes to all is encoded once and passes
 * the encoder by.
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

  private static final WebSocketServerHandshakerFactory HANDSHAKERS =
      new WebSocketServerHandshakerFactory(
          "ws://127.0.0.1/",
          null,
          WebSocketDecoderConfig.newBuilder()
              .maxFramePayloadLength(MAX_BYTES)
              .allowExtensions(false)
              .build());

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
                            new Handshake());
                  }
                }));
  }

  /** Answers the handshake and leaves the connection to what speaks WebSocket. */
  private static final class Handshake extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      WebSocketServerHandshaker handshaker = HANDSHAKERS.newHandshaker(request);
      if (handshaker == null) {
        WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
        return;
      }
      boolean topic = request.uri().equals("/topic");
      ctx.pipeline().replace(this, null, new Messages(handshaker, topic));
      handshaker.handshake(ctx.channel(), request);
      if (topic) {
        SUBSCRIBERS.add(ctx.channel());
      }
    }
  }

  /** One a connection. */
  private static final class Messages extends ChannelInboundHandlerAdapter {
    private final WebSocketServerHandshaker handshaker;
    private final boolean topic;

    Messages(WebSocketServerHandshaker handshaker, boolean topic) {
      this.handshaker = handshaker;
      this.topic = topic;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (msg instanceof BinaryWebSocketFrame frame) {
        if (topic) {
          SUBSCRIBERS.writeAndFlush(encoded(ctx, frame.content()), channel -> true, true);
          frame.release();
        } else {
          ctx.write(frame, ctx.voidPromise());
        }
      } else if (msg instanceof PingWebSocketFrame ping) {
        ctx.write(new PongWebSocketFrame(ping.content()), ctx.voidPromise());
      } else if (msg instanceof CloseWebSocketFrame close) {
        handshaker.close(ctx.channel(), close);
      } else {
        ReferenceCountUtil.release(msg);
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
