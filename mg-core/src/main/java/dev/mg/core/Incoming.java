package dev.mg.core;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgLog;
import dev.mg.MgTimer;
import dev.mg.MgTlsOptions;
import dev.mg.MgUrl;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Listeners and what they accept. */
final class Incoming {
  /** How long accepting rests when the process is out of descriptors. */
  private static final int HOLD_MS = 100;

  private static final long TELL_AGAIN_NS = 60_000_000_000L;

  private final CoreManager mgr;
  private long accepted;

  /** When the log has told of a failure to accept; while it lasts it does so once a minute. */
  private long toldNs = -TELL_AGAIN_NS;

  Incoming(CoreManager mgr) {
    this.mgr = mgr;
  }

  long accepted() {
    return accepted;
  }

  int listeners() {
    int n = 0;
    for (CoreConnection c = mgr.connections.newest; c != null; c = c.older) {
      n += c.isListening() ? 1 : 0;
    }
    return n;
  }

  MgConnection listen(
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData,
      @Nullable TlsSide tls,
      @Nullable MgTlsOptions tlsOptions) {
    SpareDescriptors.hold();
    boolean udp = MgUrl.scheme(url).equals("udp");
    MgChannel channel;
    try {
      channel = SharedPorts.listen(mgr, Listening.address(url), udp);
    } catch (IOException e) {
      throw new MgException("cannot listen on " + url + ": " + e.getMessage(), e);
    }
    int flags = udp ? Flag.LISTENING | Flag.UDP : Flag.LISTENING;
    CoreConnection c = mgr.add(flags, ConnState.OPEN, fn, fnData, pfn, pfnData);
    c.channel = tls == null ? channel : new TlsListener(channel, tls, tlsOptions);
    c.set(Flag.TLS, tls != null);
    channel.attach(c);
    mgr.dispatcher.fire(c, MgEvent.OPEN, null);
    mgr.visits.interest(c);
    return c;
  }

  /** A connection on a socket that is connected already. */
  MgConnection wrap(SocketChannel socket, MgHandler fn, @Nullable Object fnData) {
    if (!socket.isConnected() || socket.isBlocking()) {
      throw new MgException("only a connected, non-blocking socket can be wrapped, not " + socket);
    }
    MgStream stream;
    try {
      stream = mgr.transport.wrap(socket, null);
    } catch (IOException | IllegalArgumentException e) {
      throw new MgException("cannot wrap " + socket + ": " + e.getMessage(), e);
    }
    CoreConnection c = mgr.add(Flag.CLIENT, ConnState.OPEN, fn, fnData, null, null);
    c.channel = stream;
    stream.attach(c);
    mgr.dispatcher.fire(c, MgEvent.OPEN, null);
    mgr.visits.interest(c);
    return c;
  }

  /** A new connection; what it sent already is read at once, which spares a poll. */
  void accept(Notes.Note note) {
    CoreConnection listener = note.c();
    MgStream child = (MgStream) note.channel();
    if (listener.has(Flag.PIPE)) {
      mgr.pipes.accepted(listener, child);
      return;
    }
    begin(listener, child);
  }

  /** A connection that the thread of a {@link HandingAcceptor} accepted for this manager. */
  void adopt(CoreConnection listener, SocketChannel socket) {
    MgStream child;
    try {
      child = mgr.transport.wrap(socket, null);
    } catch (IOException | IllegalArgumentException e) {
      MgLog.error(listener + " cannot take " + socket, e);
      HandingAcceptor.closeQuietly(socket);
      return;
    }
    begin(listener, child);
  }

  private void begin(CoreConnection listener, MgStream child) {
    if (listener.state.isOver()) {
      child.close(true);
      return;
    }
    accepted++;
    CoreConnection c =
        mgr.add(
            Flag.ACCEPTED,
            ConnState.OPEN,
            listener.fn,
            listener.fnData,
            listener.pfn,
            listener.pfnData);
    c.channel = child;
    child.attach(c);
    if (listener.channel instanceof TlsListener tls) {
      TlsStart.serve(c, tls.side());
    }
    Recorder.accepted(c);
    mgr.dispatcher.fire(c, MgEvent.OPEN, null);
    if (!c.state.isOver()) {
      mgr.dispatcher.fire(c, MgEvent.ACCEPT, null);
    }
    c.set(Flag.READABLE, true);
    mgr.visits.visit(c);
  }

  /** accept failed: told once, tried again after a rest, so that the poll does not spin. */
  void hold(Notes.Note note) {
    CoreConnection listener = note.c();
    if (listener.has(Flag.PIPE)) {
      mgr.pipes.acceptFailed(listener, note.failure());
      return;
    }
    if (listener.state.isOver()) {
      return;
    }
    if (mgr.nowNs() - toldNs >= TELL_AGAIN_NS) {
      toldNs = mgr.nowNs();
      SpareDescriptors.lend(
          () ->
              MgLog.error(
                  listener + " cannot accept, and tries again every " + HOLD_MS + " ms",
                  note.failure()));
    }
    listener.set(Flag.ACCEPT_HELD, true);
    mgr.visits.interest(listener);
    mgr.timerAdd(
        HOLD_MS,
        MgTimer.ONCE,
        () -> {
          listener.set(Flag.ACCEPT_HELD, false);
          mgr.visits.interest(listener);
        });
  }
}
