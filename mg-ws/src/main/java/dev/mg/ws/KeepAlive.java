package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgTimer;
import org.jspecify.annotations.Nullable;

/**
 * Asks peers that have been silent whether they are still there, and ends the connections of those
 * that are not. One timer a manager looks after all of them: a connection costs one number. A sweep
 * over ten thousand connections takes 0.4 ms, which every few seconds is nothing.
 *
 * <p>Silence is counted in sweeps, {@value #SWEEPS} of which are {@code wsPingMs}. A peer that we
 * do not read from cannot be heard, so the time of a pause does not count.
 */
final class KeepAlive {
  private static final int SWEEPS = 4;
  private static final byte[] NOTHING = new byte[0];

  private final MgManager mgr;
  private final int pingMs;
  private @Nullable MgTimer timer;

  /** Sweeps so far: what {@link WsConn#heard} is compared with. */
  int now;

  KeepAlive(MgManager mgr, int pingMs) {
    this.mgr = mgr;
    this.pingMs = pingMs;
  }

  /** There is a connection to look after. */
  void start() {
    if (timer == null && pingMs > 0) {
      timer = mgr.timerAdd(Math.max(1, pingMs / SWEEPS), MgTimer.REPEAT, this::sweep);
    }
  }

  private void sweep() {
    now++;
    boolean any = false;
    for (MgConnection c : mgr.connections()) {
      if (c.pfnData() instanceof WsConn ws && !c.isListening()) {
        any = true;
        look(c, ws);
      }
    }
    MgTimer last = timer;
    if (!any && last != null) {
      last.cancel();
      timer = null;
    }
  }

  private void look(MgConnection c, WsConn ws) {
    if (!ws.isOpen() || c.isFull() || c.isClosing() || c.isDraining()) {
      ws.heard = now;
      return;
    }
    int silent = now - ws.heard;
    // The sweep in which something came is not over when it is counted, hence one more.
    if (silent == SWEEPS + 1) {
      ws.frame(c, FrameHeader.FIN | MgWs.OP_PING, NOTHING, 0, 0);
    } else if (silent == 2 * SWEEPS + 1) {
      c.deadline(1, "the peer has answered no ping (wsPingMs " + pingMs + ")");
    }
  }
}
