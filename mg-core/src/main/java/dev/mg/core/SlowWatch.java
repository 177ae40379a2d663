package dev.mg.core;

import dev.mg.MgLog;

/**
 * Names connections whose handlers keep the loop too long.
 *
 * <p>A poll is timed as a whole, which costs nothing more. One that took too long is blamed on the
 * connection it served; if it served several, each visit of the next seconds is timed by itself.
 */
final class SlowWatch {
  private static final long CLOSE_LOOK_NS = 10_000_000_000L;

  private final long limitNs;
  private long closeUntilNs;
  private boolean named;

  SlowWatch(int limitMs) {
    limitNs = limitMs == 0 ? Long.MAX_VALUE : limitMs * 1_000_000L;
  }

  boolean looksClosely(long nowNs) {
    return nowNs < closeUntilNs;
  }

  /** One visit took {@code tookNs}. */
  void visited(CoreConnection c, long tookNs) {
    if (tookNs >= limitNs) {
      named = true;
      name(c, tookNs);
    }
  }

  /** One poll took {@code tookNs} for serving {@code n} connections. */
  void polled(ConnectionQueue served, int n, long tookNs, long nowNs) {
    if (tookNs >= limitNs && !named) {
      if (n == 1) {
        name(served.taken(0), tookNs);
      } else {
        MgLog.info(
            "a poll took "
                + tookNs / 1_000_000
                + " ms for "
                + n
                + " connections, timers and tasks: nothing else is served meanwhile");
      }
      closeUntilNs = nowNs + CLOSE_LOOK_NS;
    }
    named = false;
  }

  private static void name(CoreConnection c, long tookNs) {
    long ms = tookNs / 1_000_000;
    MgLog.info(
        c
            + ": its handler "
            + c.fn.getClass().getName()
            + " took "
            + ms
            + " ms, in which nobody else is served: hand long work to another thread and answer by"
            + " mgr.execute(...)");
    Recorder.slow(c, ms);
  }
}
