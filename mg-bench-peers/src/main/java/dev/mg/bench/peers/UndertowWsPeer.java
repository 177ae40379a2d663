package dev.mg.bench.peers;

import io.undertow.Handlers;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.xnio.Options;

/** Undertow's WebSocket, whose listeners stay on its one I/O thread. */
final class UndertowWsPeer {
  private static final long MAX_BYTES = 16 << 20;

  /** Listeners run in the one I/O thread. */
  private static final Set<WebSocketChannel> SUBSCRIBERS = new LinkedHashSet<>();

  private UndertowWsPeer() {}

  static int start() {
    return UndertowPeer.listen(
        UndertowPeer.oneThread()
            .setSocketOption(Options.TCP_NODELAY, true)
            .setHandler(
                Handlers.path()
                    .addExactPath("/ws", Handlers.websocket(opened(new Echo())))
                    .addExactPath("/topic", Handlers.websocket(UndertowWsPeer::subscribe))));
  }

  private static WebSocketConnectionCallback opened(AbstractReceiveListener listener) {
    return (exchange, channel) -> listen(channel, listener);
  }

  private static void listen(WebSocketChannel channel, AbstractReceiveListener listener) {
    channel.getReceiveSetter().set(listener);
    channel.resumeReceives();
  }

  private static void subscribe(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    SUBSCRIBERS.add(channel);
    channel.addCloseTask(SUBSCRIBERS::remove);
    listen(channel, new Topic());
  }

  /** Gives the whole message to its heir, and the buffers back. */
  private abstract static class Listener extends AbstractReceiveListener {
    @Override
    protected long getMaxBinaryBufferSize() {
      return MAX_BYTES;
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      var data = message.getData();
      try {
        ByteBuffer[] parts = data.getResource();
        // The buffers are of the pool, and sending may take longer than this call.
        take(channel, WebSockets.mergeBuffers(parts));
      } finally {
        data.free();
      }
    }

    abstract void take(WebSocketChannel channel, ByteBuffer message);
  }

  private static final class Echo extends Listener {
    @Override
    void take(WebSocketChannel channel, ByteBuffer message) {
      WebSockets.sendBinary(message, channel, null);
    }
  }

  private static final class Topic extends Listener {
    @Override
    void take(WebSocketChannel channel, ByteBuffer message) {
      for (WebSocketChannel one : SUBSCRIBERS) {
        WebSockets.sendBinary(message.duplicate(), one, null);
      }
    }
  }
}
