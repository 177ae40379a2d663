package dev.mg.bench.peers;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs one of them: {@code java -jar mg-bench-peers.jar KIND NAME}, KIND being http or ws. It
 * listens on a free port of 127.0.0.1, says so, and ends with its standard input; without a NAME it
 * prints those there are.
 */
public final class Main {
  /** A server that is listening when {@link #start} returns. */
  interface Peer {
    /** Its port. */
    int start() throws Exception;
  }

  private static final Map<String, Peer> HTTP = new LinkedHashMap<>();
  private static final Map<String, Peer> WS = new LinkedHashMap<>();

  static {
    HTTP.put("raw-netty-nio", () -> NettyPeer.start(false));
    HTTP.put("raw-netty-epoll", () -> NettyPeer.start(true));
    HTTP.put("vertx-nio", () -> VertxPeer.start(false));
    HTTP.put("vertx-epoll", () -> VertxPeer.start(true));
    HTTP.put("undertow", UndertowPeer::start);
    HTTP.put("jetty", JettyPeer::start);
    HTTP.put("jdk", JdkPeer::start);
    HTTP.put("microhttp", MicrohttpPeer::start);
  }

  static {
    WS.put("raw-netty-nio", () -> NettyWsPeer.start(false));
    WS.put("raw-netty-epoll", () -> NettyWsPeer.start(true));
    WS.put("vertx-nio", () -> VertxWsPeer.start(false));
    WS.put("vertx-epoll", () -> VertxWsPeer.start(true));
    WS.put("undertow", UndertowWsPeer::start);
    WS.put("jetty", JettyWsPeer::start);
    WS.put("java-websocket", JavaWebSocketPeer::listen);
  }

  private Main() {}

  /** Never returns but at the end of standard input. */
  public static void main(String[] words) throws Exception {
    Map<String, Peer> peers = words.length > 0 && words[0].equals("ws") ? WS : HTTP;
    Peer peer = words.length < 2 ? null : peers.get(words[1]);
    if (peer == null) {
      System.out.println(String.join(" ", peers.keySet()));
      return;
    }
    System.out.println("listening on http://127.0.0.1:" + peer.start() + " (" + words[1] + ")");
    awaitEnd();
    System.exit(0);
  }

  /** So that it does not outlive who started it. */
  private static void awaitEnd() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing that is said changes anything.
    }
  }
}
