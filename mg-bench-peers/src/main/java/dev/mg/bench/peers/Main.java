package dev.mg.bench.peers;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs one of them: {@code java -jar mg-bench-peers.jar NAME}. It listens on a free port of
 * 127.0.0.1, says so, and ends with its standard input; without a NAME it prints those there are.
 */
public final class Main {
  /** A server that is listening when {@link #start} returns. */
  interface Peer {
    /** Its port. */
    int start() throws Exception;
  }

  private static final Map<String, Peer> PEERS = new LinkedHashMap<>();

  static {
    PEERS.put("raw-netty-nio", () -> NettyPeer.start(false));
    PEERS.put("raw-netty-epoll", () -> NettyPeer.start(true));
    PEERS.put("vertx-nio", () -> VertxPeer.start(false));
    PEERS.put("vertx-epoll", () -> VertxPeer.start(true));
    PEERS.put("undertow", UndertowPeer::start);
    PEERS.put("jetty", JettyPeer::start);
    PEERS.put("jdk", JdkPeer::start);
    PEERS.put("microhttp", MicrohttpPeer::start);
  }

  private Main() {}

  /** Never returns but at the end of standard input. */
  public static void main(String[] words) throws Exception {
    Peer peer = words.length == 0 ? null : PEERS.get(words[0]);
    if (peer == null) {
      System.out.println(String.join(" ", PEERS.keySet()));
      return;
    }
    System.out.println("listening on http://127.0.0.1:" + peer.start() + " (" + words[0] + ")");
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
