package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.spi.MgChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Visits one connection after the other: one read, its events, then one write, by {@link Output},
 * with everything the visit's handlers replied.
 *
 * <p>During a visit the connection's buffers stand on two arrays that belong to this class; see
 * {@link RecvBuf} and {@link SendBuf}.
 */
final class Visits {
  /**
   * So many connections are flushed at once at most, the others after the next round of events: a
   * message to ten thousand does not keep everybody else waiting for ten thousand writes.
   */
  static final int FLUSH_CONNECTIONS = 512;

  private static final int SEND_ARRAY_BYTES = 64 * 1024;

  private final CoreManager mgr;
  private final Dispatcher dispatcher;
  private final Output output;
  private final ConnectionQueue dirty = new ConnectionQueue();
  private final ConnectionQueue agains = new ConnectionQueue();
  private final ConnectionQueue rereads = new ConnectionQueue();
  private final SpareArrays spares = new SpareArrays();

  /** What was taken from {@code dirty}, and how much of that has been flushed. */
  private int taken;

  private int flushed;

  private byte[] recvArray;
  private byte[] sendArray = new byte[SEND_ARRAY_BYTES];
  private @Nullable CoreConnection visiting;

  long bytesIn;
  long bytesOut;

  Visits(CoreManager mgr, Dispatcher dispatcher) {
    this.mgr = mgr;
    this.dispatcher = dispatcher;
    output = new Output(mgr, dispatcher);
    recvArray = new byte[mgr.readBytes];
  }

  boolean isWorkPending() {
    return flushed < taken || !dirty.isEmpty() || !agains.isEmpty() || !rereads.isEmpty();
  }

  /** A connection the transport reported, or one just accepted. */
  void visit(CoreConnection c) {
    if (c.has(Flag.UDP)) {
      mgr.datagrams.receive(c);
    } else if (c.state.isUp()) {
      enter(c);
      if (c.has(Flag.READABLE)) {
        read(c);
      }
      leave(c);
    }
    c.set(Flag.READABLE | Flag.WRITABLE, false);
  }

  /** Sends what was appended outside of a visit, in the order in which that began. */
  void flushDirty() {
    if (flushed == taken) {
      flushed = 0;
      taken = dirty.take();
    }
    int to = Math.min(taken, flushed + FLUSH_CONNECTIONS);
    while (flushed < to) {
      CoreConnection c = dirty.taken(flushed++);
      c.set(Flag.DIRTY, false);
      if (c.has(Flag.UDP)) {
        mgr.datagrams.sendAppended(c);
      } else if (c.state.isUp()) {
        enter(c);
        leave(c);
      }
    }
    if (flushed == taken) {
      dirty.release(taken);
    }
  }

  /**
   * The time of a peer that seems to take nothing is up. Kernels report room only when much of it
   * has become free, a third of the buffer on Linux, which a slow peer may take minutes for:
   * whether it has taken some, trying tells.
   */
  void pushBlocked(CoreConnection c) {
    if (c.has(Flag.WRITE_BLOCKED) && c.state.isUp() && !c.has(Flag.TLS_HS)) {
      enter(c);
      leave(c);
    }
  }

  /** Gives one more READ to those who asked for it. */
  void serveAgains() {
    int n = agains.take();
    for (int i = 0; i < n; i++) {
      CoreConnection c = agains.taken(i);
      c.set(Flag.AGAIN_LISTED, false);
      if (c.has(Flag.UDP)) {
        mgr.datagrams.again(c);
      } else if (c.state.isUp()) {
        enter(c);
        leave(c);
      }
    }
    agains.release(n);
  }

  /** Reads from those whose TLS has something left that the transport cannot report. */
  void serveRereads() {
    int n = rereads.take();
    for (int i = 0; i < n; i++) {
      CoreConnection c = rereads.taken(i);
      c.set(Flag.READ_LISTED, false);
      if (c.state.isUp()) {
        enter(c);
        read(c);
        leave(c);
      }
    }
    rereads.release(n);
  }

  /** After an error that went through a visit: its arrays stay with whoever stands on them. */
  void abandon() {
    if (visiting != null) {
      visiting = null;
      recvArray = new byte[mgr.readBytes];
      sendArray = new byte[SEND_ARRAY_BYTES];
    }
  }

  void again(CoreConnection c) {
    if (c != visiting && !c.has(Flag.AGAIN_LISTED)) {
      c.set(Flag.AGAIN_LISTED, true);
      agains.add(c);
    }
  }

  private void reread(CoreConnection c) {
    if (!c.has(Flag.READ_LISTED)) {
      c.set(Flag.READ_LISTED, true);
      rereads.add(c);
    }
  }

  /** Something about its output changed: it is flushed at the end of the visit or of the poll. */
  void touch(CoreConnection c) {
    if (c != visiting && !c.has(Flag.DIRTY)) {
      c.set(Flag.DIRTY, true);
      dirty.add(c);
    }
  }

  byte @Nullable [] sendStarts(CoreConnection c) {
    if (c == visiting) {
      return sendArray;
    }
    touch(c);
    return spares.take();
  }

  private void enter(CoreConnection c) {
    visiting = c;
    if (c.has(Flag.TLS_HS)) {
      handshake(c);
    }
  }

  private void handshake(CoreConnection c) {
    try {
      if (c.tlsStream().handshake(c.has(Flag.READABLE))) {
        c.set(Flag.TLS_HS, false);
        c.phase(c.state == ConnState.DRAINING ? mgr.options().drainTimeoutMs() : 0);
        dispatcher.fire(c, MgEvent.TLS_HS, null);
      }
    } catch (IOException e) {
      mgr.failures.broken(c, e);
    }
  }

  private void leave(CoreConnection c) {
    if (c.has(Flag.AGAIN)) {
      c.set(Flag.AGAIN, false);
      if (c.state.isUp()) {
        dispatcher.fireAgain(c);
      }
    }
    output.flush(c);
    c.recvBuf().settle(recvArray);
    sendArray = c.sendBuf().settle(sendArray, spares);
    visiting = null;
    if (c.has(Flag.AGAIN)) {
      again(c);
    }
  }

  private void read(CoreConnection c) {
    boolean drop = c.has(Flag.LINGER) && c.state == ConnState.DRAINING;
    if (c.has(Flag.READ_EOF | Flag.TLS_HS) || !c.state.isUp() || (c.pauses != 0 && !drop)) {
      return;
    }
    if (drop) {
      c.recv.clear();
    }
    int room = mgr.maxRecvBytes - c.recv.len();
    c.recvBuf().lend(recvArray);
    int max = Math.min(room, mgr.readBytes);
    int n;
    try {
      n = max <= 0 ? 0 : c.stream().read(c.recv, max);
    } catch (IOException e) {
      mgr.failures.broken(c, e);
      return;
    }
    c.set(Flag.READ_FILLED, c.has(Flag.TLS) ? c.tlsStream().isFilled() : n > 0 && n == max);
    if (n < 0) {
      end(c);
    } else if (n > 0) {
      bytesIn += n;
      if (c.has(Flag.HEXDUMP)) {
        c.dump(MgEvent.READ, c.recv.buf(), c.recv.tail() - n, n);
      }
      if (drop) {
        c.recv.clear();
      } else {
        dispatcher.fireNumber(c, MgEvent.READ, n);
      }
    }
    if (c.recv.len() >= mgr.maxRecvBytes && c.pauses == 0 && c.state.isUp()) {
      mgr.failures.fail(
          c,
          new MgException(
              "recv holds "
                  + c.recv.len()
                  + " bytes that no handler took: consume them, or raise maxRecvBytes"),
          MgCloseReason.ERROR);
    }
  }

  /** The peer has ended its side. */
  private void end(CoreConnection c) {
    c.set(Flag.READ_EOF, true);
    boolean isCut = c.has(Flag.TLS) && c.tlsStream().isTruncated();
    if (c.has(Flag.TLS) && c.tlsStream().isOutputOver()) {
      c.dropOutput();
    }
    if (c.state == ConnState.OPEN) {
      c.reason(isCut ? MgCloseReason.TRUNCATED : MgCloseReason.EOF);
      c.go(ConnState.DRAINING);
      c.phase(mgr.options().drainTimeoutMs());
    }
  }

  /** Tells the transport what is wanted now. */
  void interest(CoreConnection c) {
    MgChannel channel = c.channel;
    if (channel == null) {
      return;
    }
    if (c.isAcceptor() || c.has(Flag.UDP)) {
      if (!c.state.isOver()) {
        channel.interest(c.pauses == 0 && !c.has(Flag.ACCEPT_HELD) ? MgChannel.READ : 0);
      }
    } else if (c.state.isUp()) {
      boolean draining = c.state == ConnState.DRAINING;
      boolean reading =
          !c.has(Flag.READ_EOF) && (c.pauses == 0 || (draining && c.has(Flag.LINGER)));
      boolean writing = c.has(Flag.WRITE_BLOCKED) || (draining && c.stream().unflushed() > 0);
      channel.interest((reading ? MgChannel.READ : 0) | (writing ? MgChannel.WRITE : 0));
      if (c.has(Flag.TLS) && (reading || c.has(Flag.TLS_HS)) && c.tlsStream().isDue()) {
        reread(c);
      }
    }
  }
}
