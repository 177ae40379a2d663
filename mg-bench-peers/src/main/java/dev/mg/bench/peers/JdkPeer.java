package dev.mg.bench.peers;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The JDK's own server, whose handler stays on its dispatcher's thread. */
final class JdkPeer {
  private static final int BACKLOG = 1024;

  private JdkPeer() {}

  static int start() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.createContext("/plaintext", JdkPeer::hello);
    server.createContext("/echo", JdkPeer::echo);
    server.start();
    return server.getAddress().getPort();
  }

  private static void hello(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    answer(exchange, Answers.HELLO_BYTES);
  }

  private static void echo(HttpExchange exchange) throws IOException {
    answer(exchange, exchange.getRequestBody().readAllBytes());
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    Headers asked = exchange.getRequestHeaders();
    if ("close".equalsIgnoreCase(asked.getFirst("Connection"))) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
