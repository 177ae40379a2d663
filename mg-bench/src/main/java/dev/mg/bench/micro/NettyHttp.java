package dev.mg.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** Handlers behind Netty's HTTP codec that answer as ours do. */
final class NettyHttp {
  /** What those of ours add to be alike. */
  static final String HEADERS = "Content-Type: text/plain\r\n";

  private static final AsciiString TEXT_PLAIN = AsciiString.cached("text/plain");

  /** One that is long past, but as long as any. */
  private static final AsciiString DATE = AsciiString.cached("Thu, 01 Jan 2026 00:00:00 GMT");

  private NettyHttp() {}

  /** Answers each request by a text. */
  static final class Reply extends SimpleChannelInboundHandler<HttpObject> {
    private final ByteBuf text;
    private final Runnable replied;

    Reply(String text) {
      this(text, () -> {});
    }

    /**
     * The same.
     *
     * @param replied runs after each
     */
    Reply(String text, Runnable replied) {
      this.text = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
      this.replied = replied;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject object) {
      if (!(object instanceof HttpRequest)) {
        return;
      }
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, text.retainedDuplicate());
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, TEXT_PLAIN)
          .set(HttpHeaderNames.DATE, DATE)
          .setInt(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes());
      ctx.write(response);
      replied.run();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }
  }

  /** Answers each request by so many chunks. */
  static final class Chunks extends SimpleChannelInboundHandler<HttpObject> {
    private final byte[] chunk;
    private final int many;

    Chunks(byte[] chunk, int many) {
      this.chunk = chunk;
      this.many = many;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject object) {
      if (!(object instanceof HttpRequest)) {
        return;
      }
      HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      response
          .headers()
          .set(HttpHeaderNames.DATE, DATE)
          .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      ctx.write(response);
      for (int i = 0; i < many; i++) {
        HttpContent content = new DefaultHttpContent(Unpooled.wrappedBuffer(chunk));
        ctx.write(content);
      }
      ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }
}
