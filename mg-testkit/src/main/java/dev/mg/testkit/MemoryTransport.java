package dev.mg.testkit;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A poller over a {@link MemoryNetwork}. */
final class MemoryTransport implements MgTransport {
  private static final long LONGEST_MS = 1L << 40;

  final MemoryNetwork net;
  private final MgTransportEvents events;
  private final @Nullable FakeClock clock;
  private final Thread owner = Thread.currentThread();
  private final Condition something;

  /** A set, for closing them all. */
  private final Map<MemoryChannel, Boolean> open = new IdentityHashMap<>();

  /** Channels that were ready for what they want when they were put here. */
  private final List<MemoryChannel> list = new ArrayList<>();

  private final List<Outcome> outcomes = new ArrayList<>();
  private boolean woken;
  private boolean polling;
  private boolean closed;

  private record Outcome(MemoryStream stream, @Nullable MgNetException failure) {}

  MemoryTransport(MemoryNetwork net, @Nullable FakeClock clock, MgTransportEvents events) {
    this.net = net;
    this.clock = clock;
    this.events = events;
    something = net.lock.newCondition();
  }

  void lock() {
    net.lock.lock();
  }

  void unlock() {
    net.lock.unlock();
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the transport is closed");
    }
  }

  void list(MemoryChannel channel) {
    channel.listed = true;
    list.add(channel);
    something.signal();
  }

  void opened(MemoryChannel channel) {
    open.put(channel, true);
  }

  void forget(MemoryChannel channel) {
    open.remove(channel);
  }

  @Override
  public MgChannel listen(SocketAddress local, MgSocketOptions options, @Nullable Object attachment)
      throws MgNetException {
    lock();
    try {
      checkOpen();
      MemoryAcceptorChannel listener = new MemoryAcceptorChannel(this, attachment);
      listener.address = net.acceptors.bind(local, listener, options.reusePort());
      opened(listener);
      return listener;
    } finally {
      unlock();
    }
  }

  @Override
  public MgStream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment) {
    lock();
    try {
      checkOpen();
      MemoryStream stream = new MemoryStream(this, attachment);
      opened(stream);
      try {
        MemoryEnd end = net.open(remote, local);
        if (end != null) {
          stream.open(end);
          outcomes.add(new Outcome(stream, null));
        }
      } catch (MgNetException e) {
        outcomes.add(new Outcome(stream, e));
      }
      return stream;
    } finally {
      unlock();
    }
  }

  @Override
  public MgDatagram datagram(
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    lock();
    try {
      checkOpen();
      MemoryDatagram socket = new MemoryDatagram(this, local, remote, options, attachment);
      opened(socket);
      return socket;
    } finally {
      unlock();
    }
  }

  @Override
  public boolean isVirtual() {
    return true;
  }

  @Override
  public int poll(long timeoutMs) {
    Thread caller = Thread.currentThread();
    if (caller != owner) {
      throw new IllegalStateException(
          "the transport belongs to thread "
              + owner.getName()
              + " and was polled by "
              + caller.getName());
    }
    lock();
    try {
      checkOpen();
      if (polling) {
        throw new IllegalStateException("a poll within a poll, thread " + owner.getName());
      }
      polling = true;
      await(timeoutMs);
      woken = false;
      return tellOutcomes() + tellReady();
    } finally {
      polling = false;
      unlock();
    }
  }

  private boolean nothing() {
    return outcomes.isEmpty() && list.isEmpty() && !woken;
  }

  private void await(long timeoutMs) {
    long endNs = System.nanoTime() + Math.min(timeoutMs, LONGEST_MS) * 1_000_000;
    boolean interrupted = false;
    while (timeoutMs != 0 && nothing()) {
      if (clock != null && timeoutMs > 0) {
        clock.advanceMs(timeoutMs);
        break;
      }
      try {
        if (timeoutMs < 0) {
          something.await();
        } else if (something.awaitNanos(endNs - System.nanoTime()) <= 0) {
          break;
        }
      } catch (InterruptedException e) {
        // The flag is the caller's: it is given back when the wait is over.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private int tellOutcomes() {
    int told = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      if (!outcome.stream.closed) {
        told++;
        events.connected(outcome.stream, outcome.failure);
        outcome.stream.connected();
      }
    }
    outcomes.clear();
    return told;
  }

  /** Those still ready stay in the list: the next poll tells them again and does not wait. */
  private int tellReady() {
    int told = 0;
    int kept = 0;
    for (int i = 0; i < list.size(); i++) {
      MemoryChannel channel = list.get(i);
      int ops = channel.closed ? 0 : channel.readyOps();
      if (ops == 0) {
        channel.listed = false;
        continue;
      }
      list.set(kept++, channel);
      told += channel.tell(events, ops);
    }
    for (int i = list.size() - 1; i >= kept; i--) {
      list.remove(i);
    }
    return told;
  }

  @Override
  public void wakeup() {
    lock();
    try {
      woken = true;
      something.signal();
    } finally {
      unlock();
    }
  }

  @Override
  public void close() {
    lock();
    try {
      for (MemoryChannel channel : List.copyOf(open.keySet())) {
        channel.close(false);
      }
      closed = true;
      list.clear();
      outcomes.clear();
    } finally {
      unlock();
    }
  }
}
