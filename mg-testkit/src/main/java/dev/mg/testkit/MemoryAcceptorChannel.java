package dev.mg.testkit;

import dev.mg.spi.MgTransportEvents;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A listener of the memory transport. Its backlog has no limit. */
final class MemoryAcceptorChannel extends MemoryChannel implements MemoryAcceptor {
  /** In one poll. */
  private static final int MOST_ACCEPTS = 256;

  private final Deque<MemoryEnd> waiting = new ArrayDeque<>();

  /** Set once bound. */
  SocketAddress address = MemoryNetwork.loopback(0);

  MemoryAcceptorChannel(MemoryTransport transport, @Nullable Object attachment) {
    super(transport, attachment);
  }

  @Override
  public void arrived(MemoryEnd end) {
    waiting.add(end);
    mayBeReady();
  }

  @Override
  int readyOps() {
    return waiting.isEmpty() ? 0 : interest & READ;
  }

  @Override
  int tell(MgTransportEvents events, int ops) {
    int n = 0;
    for (; n < MOST_ACCEPTS && !waiting.isEmpty(); n++) {
      MemoryStream child = new MemoryStream(transport, null);
      transport.opened(child);
      child.open(waiting.remove());
      child.connected();
      events.accepted(this, child);
    }
    return n;
  }

  /** Connections not accepted are reset, as the kernel does. */
  @Override
  void release(boolean reset) {
    transport.net.acceptors.unbind(address, this);
    waiting.forEach(end -> end.close(true));
    waiting.clear();
  }

  @Override
  public SocketAddress local() {
    return address;
  }

  @Override
  public @Nullable SocketAddress remote() {
    return null;
  }
}
