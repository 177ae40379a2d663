package dev.mg.bench.peers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Vert.x's WebSocket, set up as {@link VertxPeer} is. */
final class VertxWsPeer {
  private static final int BACKLOG = 1024;
  private static final int MAX_BYTES = 16 << 20;
  private static final int START_SECONDS = 10;

  /** Handlers run in the one event loop. */
  private static final Set<ServerWebSocket> SUBSCRIBERS = new LinkedHashSet<>();

  private VertxWsPeer() {}

  static int start(boolean epoll) throws Exception {
    Vertx vertx = VertxPeer.vertx(epoll);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setAcceptBacklog(BACKLOG)
            .setTcpNoDelay(true)
            .setMaxWebSocketFrameSize(MAX_BYTES)
            .setMaxWebSocketMessageSize(MAX_BYTES)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setStrictThreadMode(true);
    HttpServer server =
        vertx
            .createHttpServer(options)
            .webSocketHandler(VertxWsPeer::serve)
            .listen()
            .await(START_SECONDS, TimeUnit.SECONDS);
    return server.actualPort();
  }

  private static void serve(ServerWebSocket socket) {
    if (!socket.path().equals("/topic")) {
      socket.binaryMessageHandler(socket::writeBinaryMessage);
      return;
    }
    SUBSCRIBERS.add(socket);
    socket.closeHandler(none -> SUBSCRIBERS.remove(socket));
    socket.binaryMessageHandler(
        message -> {
          for (ServerWebSocket one : SUBSCRIBERS) {
            one.writeBinaryMessage(message);
          }
        });
  }
}
