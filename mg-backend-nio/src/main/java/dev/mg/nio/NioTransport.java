package dev.mg.nio;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One selector and its sockets. <b>Owner thread only, but for {@link #wakeup}.</b> */
final class NioTransport implements MgTransport {
  /** The owner is not waiting, and the next poll may. */
  private static final int AWAKE = 0;

  /** The owner waits in the selector, or is about to: only the selector's own wakeup helps. */
  private static final int WAITING = 1;

  /** Somebody called {@link #wakeup}: the poll under way returns, or the next does not wait. */
  private static final int WOKEN = 2;

  private final Thread owner = Thread.currentThread();
  private final AtomicInteger waking = new AtomicInteger(AWAKE);
  private final Selector selector;
  private final MgTransportEvents events;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(MgStream.WRITE_BYTES);
  private final Consumer<SelectionKey> onSelected = this::selected;
  private final ArrayDeque<NioOutcome> outcomes = new ArrayDeque<>();

  /** Those the selector does not know, each at its slot. */
  private @Nullable NioChannel[] held = new NioChannel[16];

  private int heldCount;
  private @Nullable Throwable thrown;
  private int reports;
  private boolean polling;
  private boolean closed;

  NioTransport(Selector selector, MgTransportEvents events) {
    this.selector = selector;
    this.events = events;
  }

  static NioTransport open(MgTransportEvents events) throws IOException {
    try {
      return new NioTransport(Selector.open(), events);
    } catch (IOException e) {
      throw NioErrors.of("open a selector", e);
    }
  }

  @Override
  public MgChannel listen(SocketAddress local, MgSocketOptions options, @Nullable Object attachment)
      throws IOException {
    checkUsable("listen");
    ServerSocketChannel socket = null;
    try {
      socket = NioSockets.listening(local, options);
      return new NioListener(this, socket, options, NioBoundFile.of(local), attachment);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      closeQuietly(socket);
      throw NioErrors.of("listen on " + NioErrors.name(local), e);
    }
  }

  @Override
  public MgStream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment) {
    checkUsable("connect");
    SocketChannel socket = null;
    try {
      socket = NioSockets.connecting(remote, local, options);
      NioStream stream = NioStream.connect(this, socket, remote, attachment);
      if (!stream.isConnecting()) {
        outcomes.add(stream);
      }
      return stream;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      closeQuietly(socket);
      MgNetException failure = NioErrors.of("connect to " + NioErrors.name(remote), e);
      NioFailedStream stream = new NioFailedStream(remote, failure, attachment);
      outcomes.add(stream);
      return stream;
    }
  }

  @Override
  public MgDatagram datagram(
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws IOException {
    checkUsable("datagram");
    try {
      return NioDatagram.open(this, local, remote, options, attachment);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      String to = remote == null ? "" : " for " + NioErrors.name(remote);
      throw NioErrors.of("open a datagram socket on " + NioErrors.name(local) + to, e);
    }
  }

  @Override
  public MgStream wrap(SocketChannel socket, @Nullable Object attachment) throws IOException {
    checkUsable("wrap");
    if (!socket.isConnected() || socket.isBlocking() || socket.isRegistered()) {
      throw new IllegalArgumentException(
          "a socket to be wrapped is connected, not blocking, and of no selector yet: " + socket);
    }
    return new NioStream(this, socket, attachment);
  }

  @Override
  public int poll(long timeoutMs) throws IOException {
    checkUsable("poll");
    polling = true;
    reports = 0;
    // A selector does not wait in an interrupted thread.
    boolean interrupted = Thread.interrupted();
    try {
      reportOutcomes();
      if (timeoutMs == 0 || reports > 0 || !waking.compareAndSet(AWAKE, WAITING)) {
        selector.selectNow(onSelected);
      } else {
        selector.select(onSelected, Math.max(0, timeoutMs));
      }
    } catch (IOException e) {
      throw NioErrors.of("poll", e);
    } finally {
      // An exchange and not a write: what was queued before a wakeup is seen after the poll.
      waking.getAndSet(AWAKE);
      polling = false;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (thrown != null) {
      rethrow();
    }
    return reports;
  }

  private void reportOutcomes() {
    while (!outcomes.isEmpty()) {
      if (outcomes.remove().report(events)) {
        reports++;
      }
    }
  }

  /** The selector would drop the rest of the batch if an exception left this. */
  private void selected(SelectionKey key) {
    try {
      ((NioChannel) key.attachment()).selected(key.readyOps());
    } catch (RuntimeException | Error e) {
      if (thrown == null) {
        thrown = e;
      } else if (thrown != e) {
        thrown.addSuppressed(e);
      }
    }
  }

  private void rethrow() {
    Throwable e = thrown;
    thrown = null;
    if (e instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) e;
  }

  @Override
  public void wakeup() {
    if (waking.getAndSet(WOKEN) == WAITING) {
      selector.wakeup();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    outcomes.clear();
    for (SelectionKey key : List.copyOf(selector.keys())) {
      ((NioChannel) key.attachment()).close(false);
    }
    for (int i = heldCount - 1; i >= 0; i--) {
      Objects.requireNonNull(held[i]).close(false);
    }
    closeQuietly(selector);
  }

  SelectionKey register(SelectableChannel socket, int ops, NioChannel channel)
      throws ClosedChannelException {
    return socket.register(selector, ops, channel);
  }

  /** Remembers a channel that the selector does not know, so that {@link #close} finds it. */
  void hold(NioChannel channel) {
    if (heldCount == held.length) {
      held = Arrays.copyOf(held, 2 * heldCount);
    }
    channel.slot = heldCount;
    held[heldCount++] = channel;
  }

  /** It is registered, or closed. */
  void release(NioChannel channel) {
    NioChannel last = Objects.requireNonNull(held[--heldCount]);
    held[heldCount] = null;
    if (last != channel) {
      last.slot = channel.slot;
      held[channel.slot] = last;
    }
  }

  /** Ends the descriptors of the channels closed so far; what is ready stays so. */
  void releaseClosed() {
    if (closed || polling) {
      // The selector is at work, or about to end with all it has.
      return;
    }
    try {
      selector.selectNow(key -> {});
    } catch (IOException e) {
      // The next poll tells.
    }
  }

  /** For the bytes of one call on their way between heap and kernel. */
  ByteBuffer scratch() {
    return scratch;
  }

  void reportAccepted(NioListener listener, NioStream child) {
    reports++;
    events.accepted(listener, child);
  }

  void reportAcceptFailed(NioListener listener, MgNetException why) {
    reports++;
    events.acceptFailed(listener, why);
  }

  void reportConnected(NioStream stream, @Nullable MgNetException failure) {
    reports++;
    events.connected(stream, failure);
  }

  void reportReady(NioChannel channel, int ops) {
    reports++;
    events.ready(channel, ops);
  }

  private void checkUsable(String call) {
    Thread caller = Thread.currentThread();
    if (caller != owner) {
      throw misuse(call, "only its owner may: hand the work over by execute() or wakeup()");
    }
    if (closed) {
      throw misuse(call, "it has been closed: open another");
    }
    if (polling) {
      throw misuse(call, "its poll is under way: take a note and return first");
    }
  }

  private IllegalStateException misuse(String call, String remedy) {
    return new IllegalStateException(
        call
            + " by thread '"
            + Thread.currentThread().getName()
            + "' on the nio transport of thread '"
            + owner.getName()
            + "': "
            + remedy);
  }

  static void closeQuietly(@Nullable Closeable what) {
    if (what == null) {
      return;
    }
    try {
      what.close();
    } catch (IOException e) {
      // What was to be told has been; the descriptor is gone either way.
    }
  }
}
