package dev.mg.core;

/**
 * Deadlines of connections: a number in each and a sweep over all, never a timer in the heap, since
 * a server sets one or two a request. A deadline is met late by a quarter of its length or 1 s,
 * whichever is less.
 */
final class Deadlines {
  static final long NONE = Long.MAX_VALUE;
  private static final int MAX_SLACK_MS = 1_000;

  private final CoreManager mgr;
  private long sweepAtNs = NONE;

  Deadlines(CoreManager mgr) {
    this.mgr = mgr;
  }

  long sweepAtNs() {
    return sweepAtNs;
  }

  /** The time {@code ms} from now, never 0; makes sure that a sweep comes soon enough. */
  long at(int ms) {
    long nowNs = mgr.nowNs();
    sweepAtNs = Math.min(sweepAtNs, nowNs + slackNs(ms));
    return Math.max(1, nowNs + ms * 1_000_000L);
  }

  private static long slackNs(int ms) {
    return Math.max(1, Math.min(MAX_SLACK_MS, ms / 4)) * 1_000_000L;
  }

  /** Ends those whose time is up; plans the next sweep by the shortest deadline left. */
  void sweep(long nowNs) {
    sweepAtNs = NONE;
    long slack = NONE;
    for (CoreConnection c = mgr.connections.newest; c != null; c = c.older) {
      if (c.state.isOver()) {
        continue;
      }
      if (c.deadlineNs != 0) {
        if (c.deadlineNs <= nowNs) {
          c.deadlineNs = 0;
          mgr.failures.expire(c, c.deadlineReason);
        } else {
          slack = Math.min(slack, slackNs(c.deadlineMs));
        }
      }
      if (c.phaseNs() != 0 && c.phaseNs() <= nowNs) {
        mgr.visits.pushBlocked(c);
      }
      long phaseNs = c.phaseNs();
      if (phaseNs != 0 && !c.state.isOver()) {
        if (phaseNs <= nowNs) {
          c.endPhase();
          mgr.failures.expire(c, phaseText(c));
        } else {
          slack = Math.min(slack, slackNs(c.phaseMs()));
        }
      }
    }
    if (slack != NONE) {
      sweepAtNs = Math.min(sweepAtNs, nowNs + slack);
    }
  }

  private static String phaseText(CoreConnection c) {
    String took = " within " + c.phaseMs() + " ms";
    if (c.has(Flag.TLS_HS)) {
      return "no TLS handshake with " + c.rem() + took + " (tlsHandshakeTimeoutMs)";
    }
    return switch (c.state) {
      case RESOLVING -> "no address" + took + " (dnsTimeoutMs)";
      case CONNECTING -> "not connected to " + c.rem() + took + " (connectTimeoutMs)";
      case DRAINING -> "what was left could not be sent" + took + " (drainTimeoutMs)";
      default -> "the peer took no byte" + took + " (writeStallTimeoutMs)";
    };
  }
}
