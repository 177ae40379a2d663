package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgNetException;
import dev.mg.MgTimer;
import dev.mg.MgUrl;
import dev.mg.spi.MgStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Connections on their way out: look the name up, then dial. An address that refuses, or stays
 * silent for a quarter of a second, does not keep the next from being tried; the first that
 * connects wins (RFC 8305).
 */
final class Outgoing {
  private static final int SILENCE_MS = 250;

  private final CoreManager mgr;

  /** Those whose address was known at once; RESOLVE is not for inside connect(). */
  private final ConnectionQueue starting = new ConnectionQueue();

  Outgoing(CoreManager mgr) {
    this.mgr = mgr;
  }

  /** Begins; OPEN has been fired on return. */
  CoreConnection connect(
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData,
      @Nullable TlsSide tls,
      int dnsTimeoutMs) {
    Dial dial = Dial.to(url);
    dial.tls = tls;
    int flags = MgUrl.scheme(url).equals("udp") ? Flag.CLIENT | Flag.UDP : Flag.CLIENT;
    CoreConnection c = mgr.add(flags, ConnState.RESOLVING, fn, fnData, pfn, pfnData);
    c.set(Flag.TLS, tls != null);
    c.rareState().dial = dial;
    mgr.dispatcher.fire(c, MgEvent.OPEN, null);
    resolve(c, dial, dnsTimeoutMs);
    return c;
  }

  private void resolve(CoreConnection c, Dial dial, int timeoutMs) {
    if (c.state.isOver()) {
      return;
    }
    SocketAddress known = dial.known();
    if (known != null) {
      dial.address(known);
      starting.add(c);
    } else if (mgr.dns.isSet()) {
      // Its answer may be there at once, from the cache: not for inside connect() either.
      mgr.execute(
          () -> mgr.dns.lookUp(dial.host, timeoutMs, (ips, why) -> resolved(c, dial, ips, why)));
    } else {
      c.phase(timeoutMs);
      Resolver.lookUp(dial.host, (ips, why) -> mgr.execute(() -> resolved(c, dial, ips, why)));
    }
  }

  boolean isWorkPending() {
    return !starting.isEmpty();
  }

  void start() {
    int n = starting.take();
    for (int i = 0; i < n; i++) {
      CoreConnection c = starting.taken(i);
      if (c.state == ConnState.RESOLVING) {
        begin(c);
      }
    }
    starting.release(n);
  }

  private void resolved(
      CoreConnection c, Dial dial, List<InetAddress> found, @Nullable MgNetException failure) {
    if (c.state != ConnState.RESOLVING) {
      return;
    }
    if (failure != null || found.isEmpty()) {
      mgr.failures.fail(
          c, failure != null ? failure : Resolver.unknown(dial.host, null), MgCloseReason.ERROR);
      return;
    }
    dial.addresses(found);
    begin(c);
  }

  private void begin(CoreConnection c) {
    c.go(ConnState.CONNECTING);
    Dial dial = Objects.requireNonNull(c.dial());
    if (c.has(Flag.UDP)) {
      mgr.datagrams.connect(c, dial);
      return;
    }
    c.phase(mgr.options().connectTimeoutMs());
    dialNext(c, dial);
    mgr.dispatcher.fire(c, MgEvent.RESOLVE, null);
  }

  private void dialNext(CoreConnection c, Dial dial) {
    MgStream attempt = mgr.transport.connect(dial.next(), null, mgr.options().socketOptions(), c);
    dial.started(attempt);
    c.channel = attempt;
    dial.impatience(
        dial.hasNext() ? mgr.timerAdd(SILENCE_MS, MgTimer.ONCE, () -> dialNext(c, dial)) : null);
  }

  void connected(Notes.Note note) {
    CoreConnection c = note.c();
    Dial dial = c.dial();
    if (c.state != ConnState.CONNECTING || dial == null || !dial.ended(note.channel())) {
      return;
    }
    if (note.failure() == null) {
      up(c, dial, note);
      return;
    }
    MgStream other = dial.underWay();
    if (dial.hasNext()) {
      note.channel().close(false);
      dialNext(c, dial);
    } else if (other != null) {
      note.channel().close(false);
      c.channel = other;
    } else {
      // The failed channel stays the connection's, whose addresses CLOSE can read.
      c.channel = note.channel();
      mgr.failures.fail(c, note.failure(), MgCloseReason.ERROR);
    }
  }

  private void up(CoreConnection c, Dial dial, Notes.Note note) {
    dial.close();
    // A name may still be asked for: TLS can begin later.
    c.rareState().dial = dial.known() == null ? dial : null;
    c.channel = note.channel();
    c.go(ConnState.OPEN);
    c.phase(0);
    if (dial.tls != null) {
      TlsStart.dialled(c, dial.tls, dial);
    }
    Recorder.connected(c);
    mgr.dispatcher.fire(c, MgEvent.CONNECT, null);
    if (c.has(Flag.DRAIN_LATER)) {
      c.set(Flag.DRAIN_LATER, false);
      c.drain();
    }
    mgr.visits.visit(c);
  }
}
