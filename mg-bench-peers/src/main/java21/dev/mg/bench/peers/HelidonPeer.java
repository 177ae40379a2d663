package dev.mg.bench.peers;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Helidon, each of whose connections has a virtual thread. It needs Java 21. */
final class HelidonPeer implements Main.Peer {
  private static final int BACKLOG = 1024;
  private static final Header TEXT_PLAIN =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain");

  HelidonPeer() {}

  @Override
  public int start() {
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .backlog(BACKLOG)
            .shutdownHook(false)
            .routing(HelidonPeer::route)
            .build()
            .start();
    return server.port();
  }

  private static void route(HttpRouting.Builder routing) {
    routing.get("/plaintext", HelidonPeer::hello).post("/echo", HelidonPeer::echo);
  }

  private static void hello(ServerRequest request, ServerResponse response) {
    response.header(TEXT_PLAIN).send(Answers.HELLO_BYTES);
  }

  private static void echo(ServerRequest request, ServerResponse response) {
    response.send(request.content().as(byte[].class));
  }
}
