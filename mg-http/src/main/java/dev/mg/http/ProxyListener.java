package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgLog;
import dev.mg.MgTlsOptions;
import dev.mg.MgUtil;
import org.jspecify.annotations.Nullable;

/**
 * The protocol handler of a listener that expects PROXY headers: passes the listener's own events
 * on, and puts a {@link ProxyGate} before what it accepts.
 */
final class ProxyListener implements MgHandler {
  private final String trusted;
  final @Nullable MgHandler inner;
  final @Nullable Object innerData;

  /** What TLS begins with when the header has come; null = there is none. */
  final @Nullable MgTlsOptions tls;

  ProxyListener(
      String trusted,
      @Nullable MgHandler inner,
      @Nullable Object innerData,
      @Nullable MgTlsOptions tls) {
    this.trusted = trusted;
    this.inner = inner;
    this.innerData = innerData;
    this.tls = tls;
  }

  @Override
  public boolean wants(int ev) {
    return inner != null && inner.wants(ev);
  }

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (c.isListening()) {
      if (inner != null) {
        inner.onEvent(c, ev, evData, innerData);
      }
    } else {
      // OPEN, the first event of what was accepted: the user's handler comes after this one, and
      // is not to hear of it yet.
      MgHandler fn = c.fn();
      c.fn(new ProxyGate(this, fn, c.fnData()));
      c.pfn(null, null);
      if (MgUtil.checkIpAcl(trusted, c.rem())) {
        c.deadline(
            c.mgr().options().httpHeadTimeoutMs(), "no PROXY header within httpHeadTimeoutMs");
      } else {
        MgLog.debug(() -> c + " closed: it comes from no trusted proxy");
        c.close();
      }
    }
  }
}
