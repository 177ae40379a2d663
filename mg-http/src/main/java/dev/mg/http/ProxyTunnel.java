package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgStr;
import dev.mg.MgUrl;
import dev.mg.MgUtil;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a connection to a proxy until there is a tunnel (RFC 9110 section 9.3.6). The
 * program sees all but what is between it and the proxy: CONNECT is fired when the tunnel is there,
 * and the connection is its own from then on.
 */
final class ProxyTunnel implements MgHandler {
  private static final int SHOWN_CHARS = 80;

  private final HttpClient client;
  private final String url;
  private final String headers;
  private final MgHandler fn;

  private ProxyTunnel(HttpClient client, String url, String headers, MgHandler fn) {
    this.client = client;
    this.url = url;
    this.headers = headers;
    this.fn = fn;
  }

  /** As {@link MgHttp#connectVia} says. */
  static MgConnection connect(
      MgManager mgr, String proxyUrl, String url, MgHandler fn, @Nullable Object fnData) {
    HttpClient client = HttpClient.of(mgr);
    Host.authority(url);
    ClientConnection s = new ClientConnection(client, Host.field(proxyUrl));
    s.isReserved = true;
    ProxyTunnel tunnel = new ProxyTunnel(client, url, authorization(proxyUrl), fn);
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
          hand(c, fnData);
        } else if (hm != null) {
          refused(c, hm);
        }
      }
      case MgEvent.READ, MgEvent.WRITE -> {}
      default -> fn.onEvent(c, ev, evData, fnData);
    }
  }

  private void ask(MgConnection c) {
    ClientConnection s = ClientConnection.of(c);
    s.isReserved = false;
    MgHttp.request(c, "CONNECT", Host.authority(url), headers, "");
    s.isReserved = true;
  }

  private void hand(MgConnection c, @Nullable Object fnData) {
    c.fn(fn);
    c.fnData(fnData);
    c.pfn(client, new ClientConnection(client, Host.field(url)));
    c.call(MgEvent.CONNECT, null);
  }

  private void refused(MgConnection c, MgHttpMessage hm) {
    String line = hm.uri + " " + hm.proto.latin1();
    c.error(
        "the proxy refuses a tunnel to %s: %s",
        Host.authority(url), line.substring(0, Math.min(line.length(), SHOWN_CHARS)));
  }
}
