package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgException;
import dev.mg.MgTlsOptions;
import dev.mg.MgUrl;
import java.net.IDN;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where TLS begins: with the scheme of a URL, or in the middle of a connection. */
final class TlsStart {
  /** Of clients that say nothing: one for all, so that they resume each other's sessions. */
  private static final MgTlsOptions DEFAULTS = new MgTlsOptions();

  private static final List<String> HTTP = List.of("http/1.1");
  private static final List<String> HTTP_SERVED = List.of("http/1.1", "http/1.0");

  private TlsStart() {}

  /**
   * What a listener on {@code url} needs; null if that is without TLS.
   *
   * @throws MgException if the two do not go together, or the options cannot be used
   */
  static @Nullable TlsSide server(String url, @Nullable MgTlsOptions options) {
    if (!isTls(url, options)) {
      return null;
    }
    if (options == null) {
      throw new MgException(
          "a listener on " + url + " needs a certificate: give MgTlsOptions with one");
    }
    // What HTTP servers speak is 1.0 too, and there are clients that offer nothing else.
    List<String> spoken = protocols(url);
    return TlsSides.server(options, spoken.equals(HTTP) ? HTTP_SERVED : spoken);
  }

  /** As {@link #server}, for a connection to {@code url}. */
  static @Nullable TlsSide client(String url, @Nullable MgTlsOptions options) {
    if (!isTls(url, options)) {
      return null;
    }
    TlsSide side = TlsSides.client(options == null ? DEFAULTS : options, protocols(url));
    ascii(MgUrl.host(url));
    return side;
  }

  /** What is spoken under a scheme if the options leave it open (RFC 7301 section 6). */
  private static List<String> protocols(String url) {
    return switch (MgUrl.scheme(url)) {
      case "https", "wss" -> HTTP;
      default -> List.of();
    };
  }

  private static boolean isTls(String url, @Nullable MgTlsOptions options) {
    boolean isTls = MgUrl.isSsl(url);
    if (options != null && !isTls) {
      throw new MgException(
          "options of TLS are given for "
              + url
              + ", whose scheme is without: write https, wss, mqtts or tls");
    }
    return isTls;
  }

  /** The server's side of what a listener accepted. */
  static void serve(CoreConnection c, TlsSide side) {
    begin(c, side, null, 0, 0);
  }

  /** The client's side of what was dialled. */
  static void dialled(CoreConnection c, TlsSide side, Dial dial) {
    begin(c, side, nameOf(side, dial.host), dial.port, 0);
  }

  /** As {@link dev.mg.MgTls#init(dev.mg.MgConnection, MgTlsOptions, String)} says. */
  static void init(CoreConnection c, @Nullable MgTlsOptions options, @Nullable String url) {
    boolean isClient = c.has(Flag.CLIENT) || url != null;
    check(c, options, isClient);
    if (isClient) {
      List<String> alpn = url == null ? List.of() : protocols(url);
      TlsSide side = TlsSides.client(options == null ? DEFAULTS : options, alpn);
      MgAddr rem = c.rem();
      Dial dial = c.dial();
      String host = rem.path() == null ? MgUrl.host("tcp://" + rem) : "";
      int port = rem.port();
      if (url != null) {
        host = MgUrl.host(url);
        port = MgUrl.port(url);
      } else if (dial != null) {
        host = dial.host;
        port = dial.port;
      }
      begin(c, side, nameOf(side, host), port, c.send.len());
    } else if (options != null) {
      begin(c, TlsSides.server(options), null, 0, c.send.len());
    }
    c.mgr.visits.touch(c);
  }

  /** Whom a client asks for: whom its options name, or else whom it called. */
  private static String nameOf(TlsSide side, String called) {
    String named = side.serverName();
    String host = ascii(named == null ? called : named);
    if (host.isEmpty()) {
      throw new MgException("TLS needs the server's name: set serverName in MgTlsOptions");
    }
    return host;
  }

  private static String ascii(String host) {
    try {
      return IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      throw new MgException("'" + host + "' is no name of a host: " + e.getMessage(), e);
    }
  }

  private static void begin(
      CoreConnection c, TlsSide side, @Nullable String host, int port, int plainBytes) {
    CoreManager mgr = c.mgr;
    TlsStream stream =
        new TlsStream(
            c.stream(),
            mgr.local(TlsScratch.class, TlsScratch::new),
            side,
            host,
            port,
            plainBytes,
            () -> mgr.execute(() -> mgr.visits.touch(c)));
    stream.take(c.recv);
    c.channel = stream;
    c.set(Flag.TLS | Flag.TLS_HS, true);
    if (c.state == ConnState.OPEN) {
      c.phase(mgr.options().tlsHandshakeTimeoutMs());
    }
  }

  /** As {@link dev.mg.MgTls#take} says. */
  static @Nullable MgTlsOptions take(CoreConnection listener) {
    if (!listener.isAcceptor()) {
      throw new MgException(listener + " accepts no connections: give a listener of streams");
    }
    if (listener.channel instanceof TlsListener tls) {
      listener.channel = tls.raw();
      listener.set(Flag.TLS, false);
      return tls.options();
    }
    return null;
  }

  private static void check(CoreConnection c, @Nullable MgTlsOptions options, boolean isClient) {
    String why = null;
    if (c.has(Flag.UDP | Flag.LISTENING)) {
      why = "is no connection of a stream";
    } else if (!c.state.isUp()) {
      why = "is not connected";
    } else if (c.has(Flag.TLS)) {
      why = "speaks TLS already";
    } else if (c.isSendingFile()) {
      why = "is sending a file: wait for the WRITE after which isSendingFile() is false";
    } else if (options == null && !isClient) {
      why = "is a server's: give options with a certificate";
    }
    if (why != null) {
      throw new MgException("TLS cannot begin: " + c + " " + why);
    }
  }
}
