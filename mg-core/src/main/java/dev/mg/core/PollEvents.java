package dev.mg.core;

import dev.mg.MgEvent;

/**
 * POLL events: a round over the connections whose handlers want them, at most once each {@code
 * pollEventMs}, and none at all while nobody does.
 */
final class PollEvents {
  private final CoreManager mgr;
  private final long periodNs;
  private long lastNs = Long.MIN_VALUE / 2;
  private int wanting;

  PollEvents(CoreManager mgr) {
    this.mgr = mgr;
    periodNs = mgr.options().pollEventMs() * 1_000_000L;
  }

  /** Something changed that decides whether {@code c} wants them. */
  void review(CoreConnection c) {
    boolean wants =
        !c.state.isOver()
            && !c.has(Flag.NO_POLL)
            && ((c.pfn != null && c.pfn.wants(MgEvent.POLL)) || c.fn.wants(MgEvent.POLL));
    if (wants != c.has(Flag.POLL_WANTED)) {
      c.set(Flag.POLL_WANTED, wants);
      wanting += wants ? 1 : -1;
    }
  }

  /** It is closed. */
  void forget(CoreConnection c) {
    if (c.has(Flag.POLL_WANTED)) {
      c.set(Flag.POLL_WANTED, false);
      wanting--;
    }
  }

  void round(long nowNs) {
    if (wanting == 0 || nowNs - lastNs < periodNs) {
      return;
    }
    lastNs = nowNs;
    for (CoreConnection c = mgr.connections.newest; c != null; c = c.older) {
      if (c.has(Flag.POLL_WANTED) && !c.state.isOver()) {
        mgr.dispatcher.fireNumber(c, MgEvent.POLL, nowNs / 1_000_000);
      }
    }
  }
}
