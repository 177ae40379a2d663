package dev.mg.core;

import dev.mg.MgEvent;
import java.time.Duration;

/** The orderly end of a manager: nobody new, those there may finish, until a deadline. */
final class Stopping {
  private static final long NOT_BEGUN = Long.MAX_VALUE;

  private final CoreManager mgr;
  private long endNs = NOT_BEGUN;

  Stopping(CoreManager mgr) {
    this.mgr = mgr;
  }

  boolean isBegun() {
    return endNs != NOT_BEGUN;
  }

  /** When what is left is cut, in nanoseconds of the loop. */
  long endNs() {
    return endNs;
  }

  boolean isOver(long nowNs) {
    return isBegun() && (mgr.connections.size() == 0 || nowNs >= endNs);
  }

  void begin(long nowNs, Duration atMost) {
    boolean again = isBegun();
    long ns = atMost.compareTo(Duration.ofDays(1)) < 0 ? atMost.toNanos() : 86_400_000_000_000L;
    endNs = Math.min(endNs, nowNs + Math.max(0, ns));
    if (again) {
      return;
    }
    for (CoreConnection c = mgr.connections.newest; c != null; c = c.older) {
      if (c.isListening()) {
        c.drain();
      } else if (!c.state.isOver()) {
        mgr.dispatcher.fire(c, MgEvent.STOP, null);
        // Unless the handler has closed it, or all.
        if (c.pfn == null && !c.has(Flag.RESP) && !c.state.isOver()) {
          c.drain();
        }
      }
    }
  }
}
