package dev.mg.bench.peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** Vert.x with one event loop and without its checks of threads, as its benchmarks run it. */
final class VertxPeer {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int BACKLOG = 1024;
  private static final int START_SECONDS = 10;

  private static final CharSequence TEXT_PLAIN = HttpHeaders.createOptimized("text/plain");
  private static final Buffer HELLO = Buffer.buffer(Answers.HELLO);

  private VertxPeer() {}

  /** One event loop, for one core. */
  static Vertx vertx(boolean epoll) {
    System.setProperty("vertx.threadChecks", "false");
    System.setProperty("vertx.disableContextTimings", "true");
    System.setProperty("vertx.disableTCCL", "true");
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(epoll));
    if (vertx.isNativeTransportEnabled() != epoll) {
      throw new IllegalStateException(
          "no native transport", vertx.unavailableNativeTransportCause());
    }
    return vertx;
  }

  static int start(boolean epoll) throws Exception {
    Vertx vertx = vertx(epoll);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setAcceptBacklog(BACKLOG)
            .setMaxChunkSize(CHUNK_BYTES)
            .setStrictThreadMode(true);
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(VertxPeer::serve)
            .listen()
            .await(START_SECONDS, TimeUnit.SECONDS);
    return server.actualPort();
  }

  private static void serve(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.DATE, Answers.date());
    if (request.method() == HttpMethod.POST && request.path().equals("/echo")) {
      request.body().onSuccess(body -> request.response().end(body));
    } else {
      request
          .response()
          .setStatusCode(request.path().equals("/plaintext") ? 200 : 404)
          .putHeader(HttpHeaders.CONTENT_TYPE, TEXT_PLAIN)
          .end(HELLO);
    }
  }
}
