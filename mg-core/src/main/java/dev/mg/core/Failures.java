package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgEvent;
import dev.mg.MgLog;
import dev.mg.MgNetException;
import java.io.IOException;

/** What ends a connection against its will: ERROR, then the end. */
final class Failures {
  /** How long a peer gets to read what it was told last, and to end its side. */
  static final int LINGER_MS = 2_000;

  private final Dispatcher dispatcher;

  Failures(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** A socket failed: a reset just closes, anything else is told first. */
  void broken(CoreConnection c, IOException e) {
    if (e instanceof MgNetException net && net.kind() == MgNetException.Kind.RESET) {
      // After a failure of TLS it is the peer's answer to that, and no news.
      if (c.reason() != MgCloseReason.ERROR) {
        c.reason(MgCloseReason.RESET);
      }
      c.end(MgCloseReason.RESET);
    } else if (c.has(Flag.TLS) && c.tlsStream().hasLastWord()) {
      farewell(c, e);
    } else {
      fail(c, e, MgCloseReason.ERROR);
    }
  }

  /** As {@link #fail}, but TLS has told the peer why, and closing at once could cost it that. */
  private void farewell(CoreConnection c, IOException e) {
    MgLog.debug(() -> c + ": " + e.getMessage());
    dispatcher.fire(c, MgEvent.ERROR, e);
    if (c.state.isUp()) {
      c.reason(MgCloseReason.ERROR);
      c.dropOutput();
      c.set(Flag.TLS_HS, false);
      c.set(Flag.LINGER, true);
      if (c.state == ConnState.OPEN) {
        c.go(ConnState.DRAINING);
      }
      c.phase(LINGER_MS);
    }
  }

  /** ERROR, then the end: nobody can stop it. */
  void fail(CoreConnection c, Throwable t, MgCloseReason why) {
    if (!c.state.isOver()) {
      MgLog.debug(() -> c + ": " + t.getMessage());
      dispatcher.fire(c, MgEvent.ERROR, t);
      c.reason(why);
      c.end(why);
    }
  }

  /** What {@code c.error} does: ERROR, then the end unless somebody says keep. */
  void error(CoreConnection c, Throwable t) {
    if (!c.state.isOver()) {
      MgLog.error(c + ": " + t.getMessage(), null);
      c.set(Flag.KEEP, false);
      dispatcher.fire(c, MgEvent.ERROR, t);
      if (!c.has(Flag.KEEP)) {
        c.reason(MgCloseReason.ERROR);
        c.end(MgCloseReason.ERROR);
      }
    }
  }

  /** A deadline passed: ERROR, then the end, unless a handler drains for a last word. */
  void expire(CoreConnection c, String text) {
    boolean wasTold = c.has(Flag.TLS) && c.state.isUp() && c.tlsStream().hasLastWord();
    if (c.has(Flag.LINGER) && (c.has(Flag.SHUT_DONE) || wasTold)) {
      // All was said; the peer just did not end its side in time.
      c.end(MgCloseReason.DRAINED);
      return;
    }
    MgNetException late = new MgNetException(MgNetException.Kind.TIMEOUT, text, null);
    if (c.has(Flag.TLS_HS)) {
      // There is no word yet that the peer would understand.
      fail(c, late, MgCloseReason.TIMEOUT);
      return;
    }
    boolean wasDraining = c.isDraining();
    MgLog.debug(() -> c + ": " + text);
    dispatcher.fire(c, MgEvent.ERROR, late);
    c.endAfterError(MgCloseReason.TIMEOUT, wasDraining);
  }
}
