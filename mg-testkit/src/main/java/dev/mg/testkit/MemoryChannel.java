package dev.mg.testkit;

import dev.mg.spi.MgChannel;
import dev.mg.spi.MgTransportEvents;
import org.jspecify.annotations.Nullable;

/** What the memory transport's streams and listeners share. */
abstract class MemoryChannel implements MgChannel {
  final MemoryTransport transport;

  /** Whether the transport has it in its list of those to look at. */
  boolean listed;

  boolean closed;
  int interest;
  private @Nullable Object attachment;

  MemoryChannel(MemoryTransport transport, @Nullable Object attachment) {
    this.transport = transport;
    this.attachment = attachment;
  }

  /** Which of the kinds wanted it is ready for, under the lock. */
  abstract int readyOps();

  /** Reports what {@link #readyOps} said, under the lock; returns the reports made. */
  int tell(MgTransportEvents events, int ops) {
    events.ready(this, ops);
    return 1;
  }

  /** Lets go of the socket, under the lock. */
  abstract void release(boolean reset);

  @Override
  public final void interest(int ops) {
    transport.lock();
    try {
      transport.checkOpen();
      interest = ops;
      mayBeReady();
    } finally {
      transport.unlock();
    }
  }

  final void mayBeReady() {
    if (!listed && !closed && interest != 0 && readyOps() != 0) {
      transport.list(this);
    }
  }

  @Override
  public final void close(boolean reset) {
    transport.lock();
    try {
      if (!closed) {
        closed = true;
        transport.forget(this);
        release(reset);
      }
    } finally {
      transport.unlock();
    }
  }

  @Override
  public final @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public final void attach(@Nullable Object attached) {
    attachment = attached;
  }
}
