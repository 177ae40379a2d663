package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgTimer;

/**
 * How long an incomplete body is waited for: again and again httpBodyStallTimeoutMs, as long as
 * each such time brings {@link #PROGRESS_BYTES}, so that single bytes now and then do not hold a
 * connection for ever. One a manager.
 */
final class BodyDeadline {
  private static final int PROGRESS_BYTES = 1_024;

  private final MgManager mgr;
  private final int ms;

  BodyDeadline(MgManager mgr, int ms) {
    this.mgr = mgr;
    this.ms = ms;
  }

  /** The body of {@code c} is not complete after what has just come. */
  void waitFor(MgConnection c, HttpConnection s) {
    IncomingMessage m = s.incoming();
    if (ms > 0 && m != null) {
      if (c.isFull()) {
        suspend(c, s);
      } else if (!s.isStalling || m.progress >= PROGRESS_BYTES) {
        set(c, s, m);
      }
    }
  }

  private void set(MgConnection c, HttpConnection s, IncomingMessage m) {
    s.isStalling = true;
    m.progress = 0;
    c.deadline(ms, "not enough of a body arrived within httpBodyStallTimeoutMs");
  }

  /**
   * The handler has paused the body: that is no fault of the peer. Nobody tells when it goes on, so
   * a timer looks, lest a peer that has stopped meanwhile is waited for without end.
   */
  private void suspend(MgConnection c, HttpConnection s) {
    c.deadline(0, "");
    s.isStalling = false;
    if (!s.isWatched) {
      s.isWatched = true;
      mgr.timerAdd(ms, MgTimer.ONCE, () -> look(c, s));
    }
  }

  private void look(MgConnection c, HttpConnection s) {
    s.isWatched = false;
    IncomingMessage m = s.incoming();
    if (s.isInBody() && m != null && !c.isClosing()) {
      if (c.isFull()) {
        suspend(c, s);
      } else if (!s.isStalling) {
        set(c, s, m);
      }
    }
  }
}
