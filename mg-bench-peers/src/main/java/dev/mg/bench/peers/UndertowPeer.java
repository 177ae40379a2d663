package dev.mg.bench.peers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.xnio.Options;

/** Undertow, whose handler stays on its one I/O thread. */
final class UndertowPeer {
  private static final int BACKLOG = 1024;
  private static final ByteBuffer HELLO =
      ByteBuffer.allocateDirect(Answers.HELLO_BYTES.length).put(Answers.HELLO_BYTES).flip();

  private UndertowPeer() {}

  static int start() {
    return listen(
        oneThread()
            .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
            .setHandler(UndertowPeer::serve));
  }

  /** A server on a free port whose connections all have the same thread. */
  static Undertow.Builder oneThread() {
    return Undertow.builder()
        .addHttpListener(0, "127.0.0.1")
        .setIoThreads(1)
        .setWorkerThreads(1)
        .setSocketOption(Options.BACKLOG, BACKLOG);
  }

  /** Starts it, and returns its port. */
  static int listen(Undertow.Builder builder) {
    Undertow server = builder.build();
    server.start();
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  private static void serve(HttpServerExchange exchange) {
    if (exchange.getRequestMethod().equals(Methods.POST)
        && exchange.getRequestPath().equals("/echo")) {
      exchange
          .getRequestReceiver()
          .receiveFullBytes((ex, body) -> ex.getResponseSender().send(ByteBuffer.wrap(body)));
      return;
    }
    if (!exchange.getRequestPath().equals("/plaintext")) {
      exchange.setStatusCode(StatusCodes.NOT_FOUND);
    }
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
    exchange.getResponseSender().send(HELLO.duplicate());
  }
}
