package dev.mg.bench.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Netty with its HTTP codec, one event loop for all. As its own examples for speed do, it handles
 * the codec's messages itself, without an aggregator, and flushes once a read.
 */
final class NettyPeer {
  /** A body that comes with one read stays one piece. */
  private static final int CHUNK_BYTES = 64 * 1024;

  private static final int BACKLOG = 1024;

  /** What the JDK likes best and Netty does not; BoringSSL goes by the processor. */
  static final String JDK_CIPHER = "TLS_AES_256_GCM_SHA384";

  private NettyPeer() {}

  /** One event loop, for one core. */
  static ServerBootstrap bootstrap(boolean epoll) {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    return new ServerBootstrap()
        .group(group)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true);
  }

  /** Listens on a free port, which it returns. */
  static int bind(ServerBootstrap server) {
    Channel listener =
        server.bind(InetAddress.getLoopbackAddress(), 0).syncUninterruptibly().channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  static int start(boolean epoll) {
    return start(epoll, null);
  }

  /** The same behind its handler for TLS. */
  static int start(boolean epoll, File cert, File key, SslProvider engine) throws SSLException {
    SslContextBuilder tls = SslContextBuilder.forServer(cert, key).protocols("TLSv1.3");
    if (engine == SslProvider.JDK) {
      tls.sslProvider(engine).ciphers(List.of(JDK_CIPHER));
    } else {
      tls.sslProvider(SslProvider.OPENSSL_REFCNT);
    }
    return start(epoll, tls.build());
  }

  private static int start(boolean epoll, @Nullable SslContext tls) {
    return bind(
        bootstrap(epoll)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel ch) {
                    if (tls != null) {
                      ch.pipeline().addLast(tls.newHandler(ch.alloc()));
                    }
                    HttpDecoderConfig config = new HttpDecoderConfig().setMaxChunkSize(CHUNK_BYTES);
                    ch.pipeline().addLast(new HttpServerCodec(config), new Routes());
                  }
                }));
  }

  /** One a connection. */
  private static final class Routes extends ChannelInboundHandlerAdapter {
    private @Nullable HttpRequest request;
    private @Nullable ByteBuf body;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (msg instanceof HttpRequest head) {
        request = head;
      }
      if (msg instanceof HttpContent content) {
        take(ctx, content.content());
        if (content instanceof LastHttpContent) {
          answer(ctx);
        }
      }
      ReferenceCountUtil.release(msg);
    }

    private void take(ChannelHandlerContext ctx, ByteBuf piece) {
      ByteBuf had = body;
      if (!piece.isReadable()) {
        return;
      }
      if (had == null) {
        body = piece.retain();
      } else if (had instanceof CompositeByteBuf all) {
        all.addComponent(true, piece.retain());
      } else {
        body = ctx.alloc().compositeBuffer().addComponents(true, had, piece.retain());
      }
    }

    private void answer(ChannelHandlerContext ctx) {
      HttpRequest r = request;
      ByteBuf sent = body == null ? Unpooled.EMPTY_BUFFER : body;
      request = null;
      body = null;
      if (r == null) {
        sent.release();
        return;
      }
      FullHttpResponse response;
      if (r.method().equals(HttpMethod.POST) && r.uri().equals("/echo")) {
        response = response(HttpResponseStatus.OK, sent);
      } else {
        sent.release();
        boolean hello = r.uri().equals("/plaintext");
        response =
            response(
                hello ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND,
                Unpooled.wrappedBuffer(Answers.HELLO_BYTES));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
      }
      response.headers().set(HttpHeaderNames.DATE, Answers.date());
      response
          .headers()
          .set(
              HttpHeaderNames.CONTENT_LENGTH, Integer.toString(response.content().readableBytes()));
      if (HttpUtil.isKeepAlive(r)) {
        ctx.write(response, ctx.voidPromise());
      } else {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.write(response).addListener(ChannelFutureListener.CLOSE);
      }
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf content) {
      return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
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
