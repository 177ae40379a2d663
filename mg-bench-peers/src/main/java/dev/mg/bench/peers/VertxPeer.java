package dev.mg.bench.peers;

import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.File;
import java.util.Set;
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
    return start(vertx(epoll), new HttpServerOptions());
  }

  /** The same over TLS. */
  static int start(boolean epoll, File cert, File key, SslProvider engine) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(false)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
            .setKeyCertOptions(
                new PemKeyCertOptions().setCertPath(cert.getPath()).setKeyPath(key.getPath()));
    if (engine == SslProvider.JDK) {
      options.addEnabledCipherSuite(NettyPeer.JDK_CIPHER);
      options.setSslEngineOptions(new JdkSSLEngineOptions());
    } else {
      options.setSslEngineOptions(new OpenSSLEngineOptions().setSessionCacheEnabled(false));
    }
    return start(vertx(epoll), options);
  }

  private static int start(Vertx vertx, HttpServerOptions given) throws Exception {
    HttpServerOptions options =
        given
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
