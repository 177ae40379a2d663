package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgTlsOptions;
import dev.mg.MgUrl;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * The user's handler of a client's connection until the handshake is done: stands in for the
 * program's, which hears of everything but what the handshake takes on the wire.
 */
final class WsDialer implements MgHandler {
  private final WsShared shared;
  private final String target;
  private final ClientHandshake handshake;
  private final MgHandler fn;

  private WsDialer(WsShared shared, String target, ClientHandshake handshake, MgHandler fn) {
    this.shared = shared;
    this.target = target;
    this.handshake = handshake;
    this.fn = fn;
  }

  /** As {@link MgWs#connect} and {@link MgWs#connectVia} say; no proxy is null. */
  static MgConnection connect(
      MgManager mgr,
      @Nullable String proxyUrl,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      String headers,
      @Nullable MgTlsOptions tls) {
    String scheme = MgUrl.scheme(url);
    if (!scheme.equals("ws") && !scheme.equals("wss")) {
      throw new MgException(url + " is no URL of a WebSocket: those start with ws:// or wss://");
    }
    if (url.indexOf('#') >= 0) {
      throw new MgException(url + " has a fragment: a WebSocket has none (RFC 6455 section 3)");
    }
    WsShared shared = WsShared.of(mgr);
    ClientHandshake handshake = new ClientHandshake(headers, shared.deflates, shared.keepsWindows);
    WsDialer dialer = new WsDialer(shared, MgUrl.uri(url), handshake, fn);
    return proxyUrl == null
        ? MgHttp.connect(mgr, url, dialer, fnData, tls)
        : MgHttp.connectVia(mgr, proxyUrl, url, dialer, fnData, tls);
  }

  @Override
  public boolean wants(int ev) {
    return ev != MgEvent.POLL || fn.wants(ev);
  }

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    switch (ev) {
      case MgEvent.CONNECT -> {
        fn.onEvent(c, ev, evData, fnData);
        MgHttp.request(c, "GET", target, handshake.headers, "");
      }
      case MgHttp.EV_HDRS -> {
        if (evData instanceof MgHttpMessage hm) {
          answered(c, hm, fnData);
        }
      }
      case MgEvent.READ, MgEvent.WRITE, MgHttp.EV_CHUNK, MgHttp.EV_MSG -> {
        // Of the handshake.
      }
      default -> fn.onEvent(c, ev, evData, fnData);
    }
  }

  private void answered(MgConnection c, MgHttpMessage hm, @Nullable Object fnData) {
    String wrong = handshake.check(hm);
    if (wrong != null) {
      c.error("%s", wrong);
      c.close();
      return;
    }
    c.deadline(0, "");
    c.fn(fn);
    c.fnData(fnData);
    WsConn ws = new WsConn(shared, true, handshake.terms);
    c.pfn(WsProtocol.INSTANCE, ws);
    c.websocket(true);
    c.call(MgWs.EV_OPEN, hm);
    if (c.mgr().isStopping()) {
      // STOP came while this was a request of HTTP's, which was let finish.
      ws.goingAway = true;
      c.again();
    }
  }
}
