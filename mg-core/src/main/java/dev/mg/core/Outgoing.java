package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgEvent;
import dev.mg.MgNetException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Connections on their way out: look the name up, dial one address after the other. */
final class Outgoing {
  private final CoreManager mgr;

  /** Those whose address was known at once; RESOLVE is not for inside connect(). */
  private final ConnectionQueue starting = new ConnectionQueue();

  Outgoing(CoreManager mgr) {
    this.mgr = mgr;
  }

  void resolve(CoreConnection c, Dial dial, int timeoutMs) {
    if (c.state.isOver()) {
      return;
    }
    SocketAddress known = dial.known();
    if (known != null) {
      dial.addresses(List.of(known));
      starting.add(c);
      return;
    }
    c.phase(timeoutMs);
    Resolver.lookUp(
        dial.host,
        dial.port,
        (found, failure) -> mgr.execute(() -> resolved(c, dial, found, failure)));
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
      CoreConnection c, Dial dial, List<SocketAddress> found, @Nullable MgNetException failure) {
    if (c.state != ConnState.RESOLVING) {
      return;
    }
    if (failure != null || found.isEmpty()) {
      mgr.visits.fail(
          c, failure != null ? failure : Resolver.unknown(dial.host, null), MgCloseReason.ERROR);
      return;
    }
    dial.addresses(found);
    begin(c);
  }

  private void begin(CoreConnection c) {
    c.go(ConnState.CONNECTING);
    if (c.has(Flag.UDP)) {
      mgr.datagrams.connect(c, Objects.requireNonNull(c.dial));
      return;
    }
    c.phase(mgr.options().connectTimeoutMs());
    dialNext(c);
    mgr.dispatcher.fire(c, MgEvent.RESOLVE, null);
  }

  private void dialNext(CoreConnection c) {
    if (c.channel != null) {
      c.channel.close(false);
    }
    Dial dial = c.dial;
    if (dial != null) {
      c.channel = mgr.transport.connect(dial.next(), null, mgr.options().socketOptions(), c);
    }
  }

  void connected(Notes.Note note) {
    CoreConnection c = note.c();
    if (c.state != ConnState.CONNECTING || note.channel() != c.channel) {
      return;
    }
    if (note.failure() != null) {
      if (c.dial != null && c.dial.hasNext()) {
        dialNext(c);
      } else {
        mgr.visits.fail(c, note.failure(), MgCloseReason.ERROR);
      }
      return;
    }
    c.dial = null;
    c.go(ConnState.OPEN);
    c.phase(0);
    Recorder.connected(c);
    mgr.dispatcher.fire(c, MgEvent.CONNECT, null);
    if (c.has(Flag.DRAIN_LATER)) {
      c.set(Flag.DRAIN_LATER, false);
      c.drain();
    }
    mgr.visits.visit(c);
  }
}
