package dev.mg.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Netty's decoder of requests, with larger limits than it has by default. */
final class NettyPeer implements Framed.Peer {
  private static final int MAX_BYTES = 1 << 17;

  @Override
  public Framed frame(byte[] wire) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new HttpRequestDecoder(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_BYTES)
                    .setMaxHeaderSize(MAX_BYTES)));
    List<String> requests = new ArrayList<>();
    StringBuilder request = new StringBuilder();
    boolean refused = false;
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(wire));
      for (Object o = channel.readInbound(); o != null; o = channel.readInbound()) {
        refused |= o instanceof HttpObject message && message.decoderResult().isFailure();
        if (!refused) {
          take(o, request, requests);
        }
        ReferenceCountUtil.release(o);
      }
    } finally {
      channel.finishAndReleaseAll();
    }
    return new Framed(requests, !refused);
  }

  private static void take(Object o, StringBuilder request, List<String> requests) {
    if (o instanceof HttpRequest head) {
      request.setLength(0);
      request.append(head.method()).append(':');
    }
    if (o instanceof HttpContent piece) {
      request.append(piece.content().toString(StandardCharsets.ISO_8859_1));
    }
    if (o instanceof LastHttpContent) {
      requests.add(request.toString());
    }
  }
}
