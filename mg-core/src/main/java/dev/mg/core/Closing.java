package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgEvent;

/** Connections that end. CLOSE is fired here and nowhere else. */
final class Closing {
  private final CoreManager mgr;
  private final ConnectionQueue queue = new ConnectionQueue();
  private long count;

  Closing(CoreManager mgr) {
    this.mgr = mgr;
  }

  /** It gets its CLOSE at the end of this poll, or of the next one. */
  void add(CoreConnection c) {
    queue.add(c);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** CLOSE events fired so far. */
  long count() {
    return count;
  }

  /** Fires CLOSE on those in the queue; those that CLOSE handlers add wait for the next poll. */
  void finish() {
    int n = queue.take();
    for (int i = 0; i < n; i++) {
      CoreConnection c = queue.taken(i);
      if (c.state == ConnState.CLOSING) {
        mgr.dispatcher.fire(c, MgEvent.CLOSE, null);
        remove(c);
      }
    }
    queue.release(n);
  }

  /** Ends every connection: POLL, then CLOSE. */
  void all() {
    // A handler may make a new one: asked again until there is none.
    while (mgr.connections.newest != null) {
      for (CoreConnection c = mgr.connections.newest; c != null; c = c.older) {
        if (!c.state.isOver()) {
          mgr.dispatcher.fireNumber(c, MgEvent.POLL, mgr.nowMs());
          c.end(MgCloseReason.STOPPED);
        }
      }
      finish();
    }
  }

  private void remove(CoreConnection c) {
    Recorder.closed(c);
    c.go(ConnState.CLOSED);
    count++;
    mgr.polling.forget(c);
    mgr.connections.remove(c);
    Dial dial = c.dial();
    if (dial != null) {
      dial.close();
    }
    if (c.channel != null) {
      // Where bytes are cut off, TLS's goodbye would tell the peer that it has all.
      if (c.channel instanceof TlsStream tls && !c.has(Flag.RESET) && !c.isOutPending()) {
        tls.goodbyeAtLast();
      }
      c.channel.close(c.has(Flag.RESET));
    }
    FileQueue files = c.files();
    if (files != null) {
      files.closeAll();
    }
    c.recv.free();
    c.send.free();
  }
}
