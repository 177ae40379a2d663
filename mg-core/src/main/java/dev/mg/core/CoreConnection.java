package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgPause;
import dev.mg.MgPrintf;
import dev.mg.MgStr;
import dev.mg.MgTlsOptions;
import dev.mg.MgTlsSession;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgStream;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection's state and the calls that change it. What moves bytes and fires events is {@link
 * Visits}; fields are package-private for it and {@link CoreManager}. Small on purpose: a server
 * holds ten thousand of these.
 */
final class CoreConnection extends ConnectionNames {
  private static final byte NO_REASON = -1;
  private static final MgCloseReason[] REASONS = MgCloseReason.values();

  final CoreManager mgr;
  MgHandler fn;
  @Nullable Object fnData;
  @Nullable MgHandler pfn;
  @Nullable Object pfnData;

  ConnState state;

  /** The ordinal of a {@link MgCloseReason}, or {@link #NO_REASON}. */
  private byte reason = NO_REASON;

  /** Bit n is set while the {@link MgPause} with ordinal n holds. */
  byte pauses;

  /** Links of {@link Connections}. */
  @Nullable CoreConnection newer;

  @Nullable CoreConnection older;

  /** The protocol's deadline in nanoseconds of the loop, 0 = none; its length; its text. */
  long deadlineNs;

  int deadlineMs;
  String deadlineReason = "";

  CoreConnection(CoreManager mgr, long id, int flags, ConnState state, MgHandler fn) {
    super(id, flags);
    this.mgr = mgr;
    this.state = state;
    this.fn = fn;
    sendBuf().owner(this);
  }

  RecvBuf recvBuf() {
    return (RecvBuf) recv;
  }

  SendBuf sendBuf() {
    return (SendBuf) send;
  }

  MgDatagram datagram() {
    return (MgDatagram) Objects.requireNonNull(channel);
  }

  MgStream stream() {
    return (MgStream) Objects.requireNonNull(channel);
  }

  /** Of a connection with {@link Flag#TLS} that is up. */
  TlsStream tlsStream() {
    return (TlsStream) Objects.requireNonNull(channel);
  }

  /** Null unless files are being sent. */
  @Nullable FileQueue files() {
    return sendBuf().files;
  }

  /** Why it ends, or began to; null until then. */
  @Nullable MgCloseReason reason() {
    return reason == NO_REASON ? null : REASONS[reason];
  }

  void reason(MgCloseReason why) {
    reason = (byte) why.ordinal();
  }

  void go(ConnState next) {
    state = state.to(next);
  }

  /** Closes at the end of the poll for {@code why}, unless a reason stands already. */
  void end(MgCloseReason why) {
    if (!state.isOver()) {
      if (reason == NO_REASON) {
        reason(why);
      }
      go(ConnState.CLOSING);
      mgr.closing.add(this);
    }
  }

  /** Ends after an ERROR, unless a handler of it has begun to drain for a last word. */
  void endAfterError(MgCloseReason why, boolean wasDraining) {
    if (!state.isOver()) {
      reason(why);
      if (wasDraining || !isDraining()) {
        end(why);
      }
    }
  }

  /** Whether bytes are waiting to go out: ours, a file's, or the transport's. */
  boolean isOutPending() {
    FileQueue files = files();
    return !send.isEmpty()
        || (files != null && !files.isEmpty())
        || (channel instanceof MgStream s && s.unflushed() > 0);
  }

  /** What is to go out is not to go out any more, and no more is taken. */
  void dropOutput() {
    send.clear();
    FileQueue files = files();
    if (files != null) {
      files.closeAll();
    }
    set(Flag.SHUT_WANTED, true);
  }

  /** The first byte is about to be appended to {@code send}; returns an array to stand on. */
  byte @Nullable [] sendStarts() {
    return mgr.visits.sendStarts(this);
  }

  @Override
  public MgManager mgr() {
    return mgr;
  }

  @Override
  public MgHandler fn() {
    return fn;
  }

  @Override
  public void fn(MgHandler newFn) {
    mgr.checkOwner();
    fn = Objects.requireNonNull(newFn, "no handler");
    mgr.polling.review(this);
  }

  @Override
  public @Nullable Object fnData() {
    return fnData;
  }

  @Override
  public void fnData(@Nullable Object newData) {
    fnData = newData;
  }

  @Override
  public @Nullable MgHandler pfn() {
    return pfn;
  }

  @Override
  public @Nullable Object pfnData() {
    return pfnData;
  }

  @Override
  public void pfn(@Nullable MgHandler newPfn, @Nullable Object newData) {
    mgr.checkOwner();
    boolean changed = newPfn != pfn || newData != pfnData;
    pfn = newPfn;
    pfnData = newData;
    mgr.polling.review(this);
    if (changed && !recv.isEmpty()) {
      again();
    }
  }

  @Override
  public int send(byte[] bytes, int off, int len) {
    if (has(Flag.UDP)) {
      return mgr.datagrams.send(this, bytes, off, len);
    }
    return takes(len) ? send.add(bytes, off, len) : 0;
  }

  @Override
  public int send(String text) {
    if (has(Flag.UDP)) {
      return send(MgStr.of(text));
    }
    return takes(text.length()) ? send.add(text) : 0;
  }

  @Override
  public int vprintf(String fmt, @Nullable Object[] args) {
    if (has(Flag.UDP)) {
      return send(MgPrintf.format(fmt, args));
    }
    return takes(0) ? MgPrintf.format(send, fmt, args) : 0;
  }

  /**
   * Whether {@code send} takes n bytes more; over the cap the connection ends at its next flush.
   */
  private boolean takes(int n) {
    mgr.checkOwner();
    if (state.isOver() || has(Flag.SHUT_WANTED | Flag.LISTENING)) {
      return false;
    }
    if (n > mgr.maxSendBytes - send.len()) {
      set(Flag.OVERFLOW, true);
      mgr.visits.touch(this);
      return false;
    }
    return true;
  }

  @Override
  public void sendFile(FileChannel file, long pos, long n, boolean closeFile) {
    mgr.checkOwner();
    FileQueue.check(file, pos, n);
    if (has(Flag.UDP | Flag.LISTENING)) {
      throw new MgException(this + " is no stream, and sends no files: read it and send pieces");
    }
    FileQueue files = files();
    if (files == null) {
      files = new FileQueue();
      sendBuf().files = files;
    }
    files.add(file, pos, n, closeFile, send.len());
    if (state.isOver() || has(Flag.SHUT_WANTED)) {
      files.closeAll();
    }
    mgr.visits.touch(this);
  }

  @Override
  public boolean isSendingFile() {
    FileQueue files = files();
    return files != null && files.hasBytes();
  }

  @Override
  public void join(String group, @Nullable String nic) {
    mgr.checkOwner();
    mgr.datagrams.join(this, group, nic);
  }

  @Override
  public boolean isSendFull() {
    if (send.len() >= mgr.sendHighBytes) {
      set(Flag.SEND_FULL, true);
    }
    return has(Flag.SEND_FULL);
  }

  @Override
  public void shutdownOutput() {
    mgr.checkOwner();
    set(Flag.SHUT_WANTED, true);
    mgr.visits.touch(this);
  }

  @Override
  public void drain() {
    mgr.checkOwner();
    if (has(Flag.UDP) && state == ConnState.OPEN) {
      mgr.datagrams.sendAppended(this);
      end(MgCloseReason.DRAINED);
    } else if (has(Flag.LISTENING)) {
      end(MgCloseReason.DRAINED);
    } else if (state == ConnState.OPEN) {
      if (reason == NO_REASON) {
        reason(MgCloseReason.DRAINED);
      }
      go(ConnState.DRAINING);
      // A handshake keeps its own deadline; what is left goes out after it.
      if (!has(Flag.TLS_HS) || phaseNs() == 0) {
        phase(mgr.options().drainTimeoutMs());
      }
      mgr.visits.touch(this);
    } else {
      set(Flag.DRAIN_LATER, true);
    }
  }

  @Override
  public void linger() {
    set(Flag.LINGER, true);
    drain();
  }

  @Override
  public void close() {
    mgr.checkOwner();
    end(MgCloseReason.LOCAL);
  }

  @Override
  public void reset() {
    set(Flag.RESET, true);
    close();
  }

  @Override
  public void error(String fmt, @Nullable Object... args) {
    mgr.checkOwner();
    mgr.failures.error(this, new MgException(MgPrintf.format(fmt, args)));
  }

  @Override
  public void keep() {
    set(Flag.KEEP, true);
  }

  @Override
  public @Nullable MgCloseReason closeReason() {
    return state.isOver() ? reason() : null;
  }

  @Override
  public void pause(MgPause why, boolean on) {
    mgr.checkOwner();
    int bit = 1 << why.ordinal();
    byte next = (byte) (on ? pauses | bit : pauses & ~bit);
    if (next != pauses) {
      pauses = next;
      mgr.visits.interest(this);
    }
  }

  @Override
  public void again() {
    mgr.checkOwner();
    if (!state.isOver() && !has(Flag.AGAIN)) {
      set(Flag.AGAIN, true);
      mgr.visits.again(this);
    }
  }

  @Override
  public void checkThread() {
    mgr.checkThread();
  }

  @Override
  public void call(int ev, @Nullable Object evData) {
    mgr.checkOwner();
    if (ev < 0) {
      throw new MgException("event number " + ev + " must not be negative");
    }
    mgr.dispatcher.fire(this, ev, evData);
  }

  @Override
  public void resp(boolean on) {
    mgr.checkOwner();
    set(Flag.RESP, on);
    if (!on && has(Flag.READ_EOF)) {
      mgr.visits.touch(this);
    }
  }

  @Override
  public void deadline(long ms, String why) {
    mgr.checkOwner();
    if (ms < 0 || ms > Integer.MAX_VALUE) {
      throw new MgException("deadline of " + ms + " ms is not within 0.." + Integer.MAX_VALUE);
    }
    deadlineMs = (int) ms;
    deadlineReason = Objects.requireNonNull(why, "reason");
    deadlineNs = ms == 0 ? 0 : mgr.deadlines.at(deadlineMs);
  }

  /** The core's own deadline from now on; 0 = none. */
  void phase(int ms) {
    if (ms == 0) {
      endPhase();
      dropRareState();
    } else {
      RareState it = rareState();
      it.phaseMs = ms;
      it.phaseNs = mgr.deadlines.at(ms);
    }
  }

  @Override
  public @Nullable MgTlsSession tls() {
    return channel instanceof TlsStream tls ? tls.session() : null;
  }

  @Override
  protected void tlsInit(@Nullable MgTlsOptions options, @Nullable String url) {
    mgr.checkOwner();
    TlsStart.init(this, options, url);
  }

  @Override
  protected @Nullable MgTlsOptions tlsTake() {
    mgr.checkOwner();
    return TlsStart.take(this);
  }

  @Override
  public void pollEvents(boolean on) {
    mgr.checkOwner();
    set(Flag.NO_POLL, !on);
    mgr.polling.review(this);
  }

  @Override
  public boolean isResolving() {
    return state == ConnState.RESOLVING;
  }

  @Override
  public boolean isConnecting() {
    return state == ConnState.CONNECTING;
  }

  @Override
  public boolean isDraining() {
    return state == ConnState.DRAINING || has(Flag.DRAIN_LATER);
  }

  @Override
  public boolean isClosing() {
    return state.isOver();
  }

  @Override
  public boolean isFull() {
    return pauses != 0;
  }
}
