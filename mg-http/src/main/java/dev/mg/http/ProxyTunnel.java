package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgStr;
import dev.mg.MgTls;
import dev.mg.MgTlsOptions;
import dev.mg.MgUrl;
import dev.mg.MgUtil;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a connection to a proxy until there is a tunnel (RFC 9110 section 9.3.6). The
 * program sees all but what is between it and the proxy: CONNECT is fired when the tunnel is there,
 * and the connection is its own from then on. TLS, if it is to be, begins in the tunnel before
 * that.
 */
final class ProxyTunnel implements MgHandler {
  private static final int SHOWN_CHARS = 80;

  private final HttpClient client;
  private final String url;
  private final String headers;
  private final MgHandler fn;
  private final @Nullable MgTlsOptions tls;

  /** Whether the tunnel is there, and TLS begins when the proxy's answer is out of the way. */
  private boolean isMade;

  private ProxyTunnel(
      HttpClient client, String url, String headers, MgHandler fn, @Nullable MgTlsOptions tls) {
    this.client = client;
    this.url = url;
    this.headers = headers;
    this.fn = fn;
    this.tls = tls;
  }

  /** As {@link MgHttp#connectVia} says. */
  static MgConnection connect(
      MgManager mgr,
      String proxyUrl,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgTlsOptions tls) {
    HttpClient client = HttpClient.of(mgr);
    String authority = Host.authority(url);
    boolean isSecure = MgUrl.isSsl(url);
    if (tls != null && !isSecure) {
      throw new MgException(url + " is without TLS, and options of TLS are given: write https://");
    }
    if (isSecure && MgUrl.isSsl(proxyUrl)) {
      throw new MgException(
          "TLS with "
              + authority
              + " is not made inside of TLS with its proxy: reach the proxy by http://");
    }
    ClientConnection s = new ClientConnection(client, proxyUrl);
    s.isReserved = true;
    ProxyTunnel tunnel = new ProxyTunnel(client, url, authorization(proxyUrl), fn, tls);
    return mgr.connect(proxyUrl, tunnel, fnData, client, s);
  }

  private static String authorization(String proxyUrl) {
    String user = MgUrl.user(proxyUrl);
    if (user == null) {
      return "";
    }
    String pass = MgUrl.pass(proxyUrl);
    String both = decoded(user) + ":" + (pass == null ? "" : decoded(pass));
    return "Proxy-Authorization: Basic " + MgUtil.base64Encode(MgStr.of(both)) + "\r\n";
  }

  private static String decoded(String s) {
    MgStr decoded = MgUtil.urlDecode(MgStr.of(s), false);
    return decoded == null ? s : decoded.toString();
  }

  @Override
  public boolean wants(int ev) {
    return ev != MgEvent.POLL || fn.wants(ev);
  }

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    switch (ev) {
      case MgEvent.CONNECT -> ask(c);
      case MgHttp.EV_HDRS -> {
        MgHttpMessage hm = (MgHttpMessage) evData;
        if (hm != null && hm.status() / 100 == 2) {
          made(c, fnData);
        } else if (hm != null) {
          refused(c, hm);
        }
      }
      case MgEvent.READ -> {
        if (isMade) {
          hand(c, fnData);
        }
      }
      case MgEvent.WRITE -> {}
      default -> fn.onEvent(c, ev, evData, fnData);
    }
  }

  private void ask(MgConnection c) {
    ClientConnection s = ClientConnection.of(c);
    s.isReserved = false;
    MgHttp.request(c, "CONNECT", Host.authority(url), headers, "");
    s.isReserved = true;
  }

  private void made(MgConnection c, @Nullable Object fnData) {
    if (MgUrl.isSsl(url)) {
      // The proxy's head is still in recv, whose bytes TLS would take for the server's.
      isMade = true;
      c.pfn(null, null);
      c.again();
    } else {
      hand(c, fnData);
    }
  }

  private void hand(MgConnection c, @Nullable Object fnData) {
    c.fn(fn);
    c.fnData(fnData);
    c.pfn(client, new ClientConnection(client, url));
    if (isMade) {
      MgTls.init(c, tls, url);
    }
    c.call(MgEvent.CONNECT, null);
  }

  private void refused(MgConnection c, MgHttpMessage hm) {
    String line = hm.uri + " " + hm.proto.latin1();
    c.error(
        "the proxy refuses a tunnel to %s: %s",
        Host.authority(url), line.substring(0, Math.min(line.length(), SHOWN_CHARS)));
  }
}
