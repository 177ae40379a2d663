package dev.mg.bench.peers;

import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs one of them: {@code java -jar mg-bench-peers.jar KIND NAME}, KIND being http, ws or, with
 * the PEM files CERT and KEY behind the NAME, tls. It listens on a free port of 127.0.0.1, says so,
 * and serves until its JVM is ended; without a NAME it prints those there are.
 */
public final class Main {
  /** A server that is listening when {@link #start} returns. */
  interface Peer {
    /** Its port. */
    int start() throws Exception;
  }

  /** One that shows a certificate. */
  interface TlsPeer {
    /** Its port. */
    int start(File cert, File key) throws Exception;
  }

  private static final Map<String, Peer> HTTP = new LinkedHashMap<>();
  private static final Map<String, Peer> WS = new LinkedHashMap<>();
  private static final Map<String, TlsPeer> TLS = new LinkedHashMap<>();

  static {
    HTTP.put("raw-netty-nio", () -> NettyPeer.start(false));
    HTTP.put("raw-netty-epoll", () -> NettyPeer.start(true));
    HTTP.put("vertx-nio", () -> VertxPeer.start(false));
    HTTP.put("vertx-epoll", () -> VertxPeer.start(true));
    HTTP.put("undertow", UndertowPeer::start);
    HTTP.put("jetty", JettyPeer::start);
    HTTP.put("jdk", JdkPeer::start);
    HTTP.put("microhttp", MicrohttpPeer::start);
    HTTP.put("helidon", () -> byName("HelidonPeer").start());
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

  static {
    for (SslProvider engine : List.of(SslProvider.JDK, SslProvider.OPENSSL)) {
      String name = engine.name().toLowerCase(Locale.ROOT);
      TLS.put("raw-netty-nio-" + name, (cert, key) -> NettyPeer.start(false, cert, key, engine));
      TLS.put("raw-netty-epoll-" + name, (cert, key) -> NettyPeer.start(true, cert, key, engine));
      TLS.put("vertx-nio-" + name, (cert, key) -> VertxPeer.start(false, cert, key, engine));
      TLS.put("vertx-epoll-" + name, (cert, key) -> VertxPeer.start(true, cert, key, engine));
    }
  }

  private Main() {}

  /** Never returns once one is listening. */
  public static void main(String[] words) throws Exception {
    String kind = words.length > 0 ? words[0] : "http";
    String name = words.length > 1 ? words[1] : "";
    Map<String, ?> peers = kind.equals("tls") ? TLS : kind.equals("ws") ? WS : HTTP;
    String scheme = kind.equals("tls") ? "https" : "http";
    int port;
    if (peers.get(name) instanceof Peer peer) {
      port = peer.start();
    } else if (peers.get(name) instanceof TlsPeer peer && words.length == 4) {
      port = peer.start(new File(words[2]), new File(words[3]));
    } else {
      System.out.println(String.join(" ", peers.keySet()));
      return;
    }
    System.out.println("listening on " + scheme + "://127.0.0.1:" + port + " (" + name + ")");
    Thread.currentThread().join();
  }

  /** One that only a JDK of some age compiles, and that may be missing. */
  private static Peer byName(String name) throws ReflectiveOperationException {
    String full = Main.class.getPackageName() + '.' + name;
    return (Peer) Class.forName(full).getDeclaredConstructor().newInstance();
  }
}
