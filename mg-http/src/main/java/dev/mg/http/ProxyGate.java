package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgIobuf;
import dev.mg.MgLog;
import dev.mg.MgLong;
import dev.mg.MgTls;
import org.jspecify.annotations.Nullable;

/**
 * Stands in place of both handlers of an accepted connection until its PROXY header has come. Then
 * they take over, from OPEN on; a connection that ends before never was there for them.
 */
final class ProxyGate implements MgHandler {
  private final ProxyHeader header = new ProxyHeader();
  private final ProxyListener from;
  private final MgHandler fn;
  private final @Nullable Object fnData;

  ProxyGate(ProxyListener from, MgHandler fn, @Nullable Object fnData) {
    this.from = from;
    this.fn = fn;
    this.fnData = fnData;
  }

  @Override
  public boolean wants(int ev) {
    return ev != MgEvent.POLL;
  }

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object data) {
    if (ev == MgEvent.READ && !c.isClosing()) {
      MgIobuf in = c.recv;
      int n = header.parse(in.buf(), in.head(), in.tail());
      if (n > 0) {
        in.del(n);
        handOver(c);
      } else if (n == ProxyHeader.REFUSED) {
        MgLog.debug(() -> c + " closed: it does not start with a PROXY header");
        c.close();
      }
    }
  }

  private void handOver(MgConnection c) {
    c.deadline(0, "");
    if (header.source != null && header.destination != null) {
      c.origin(header.source, header.destination);
    }
    c.fn(fn);
    c.fnData(fnData);
    c.pfn(from.inner, from.innerData);
    if (from.tls != null) {
      MgTls.init(c, from.tls);
    }
    c.call(MgEvent.OPEN, null);
    if (!c.isClosing()) {
      c.call(MgEvent.ACCEPT, null);
    }
    if (!c.isClosing() && !c.isTls() && !c.recv.isEmpty()) {
      c.call(MgEvent.READ, new MgLong(c.recv.len()));
    }
  }
}
