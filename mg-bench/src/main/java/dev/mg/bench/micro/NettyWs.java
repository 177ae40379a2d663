package dev.mg.bench.micro;

import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.Map;

/** Netty's WebSocket codec as after a handshake, with a handler that sends back what comes. */
final class NettyWs {
  private static final int MAX_BYTES = 1 << 20;

  private NettyWs() {}

  private static WebSocket13FrameDecoder decoder(boolean extensions) {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_BYTES)
            .allowExtensions(extensions)
            .build());
  }

  /** Without compression. */
  static NettyServer echo() {
    return new NettyServer(decoder(false), new WebSocket13FrameEncoder(false), new NettyEcho());
  }

  /** The same, for messages that are not answered. */
  static NettyServer reader() {
    return new NettyServer(decoder(false));
  }

  /** With permessage-deflate, no window kept, by the JDK's zlib as ours. */
  static NettyServer deflateEcho(int level) {
    PerMessageDeflateServerExtensionHandshaker handshaker =
        new PerMessageDeflateServerExtensionHandshaker(level, false, 15, true, true, MAX_BYTES);
    WebSocketServerExtension extension =
        handshaker.handshakeExtension(
            new WebSocketExtensionData(
                "permessage-deflate",
                Map.of("server_no_context_takeover", "", "client_no_context_takeover", "")));
    return new NettyServer(
        decoder(true),
        new WebSocket13FrameEncoder(false),
        extension.newExtensionDecoder(),
        extension.newExtensionEncoder(),
        new NettyEcho());
  }
}
