package dev.mg.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's request decoder without a channel around it: the decoding alone, as cheap as it gets.
 * There is no context to give it, and decoding a request without body asks for none.
 */
final class NettyDecoder extends HttpRequestDecoder {
  private final List<Object> out = new ArrayList<>();

  /** Decodes the head of one request, to look at. */
  HttpRequest head(ByteBuf request) throws Exception {
    List<Object> objects = new ArrayList<>();
    decode(null, request, objects);
    return (HttpRequest) objects.get(0);
  }

  /** Decodes one request that ends with the buffer; returns how many objects it became. */
  int decode(ByteBuf request) throws Exception {
    decode(null, request, out);
    int n = out.size();
    for (int i = 0; i < n; i++) {
      ReferenceCountUtil.release(out.get(i));
    }
    out.clear();
    return n;
  }
}
