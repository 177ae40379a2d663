package dev.mg.testkit;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A raw listener in a {@link MemoryNetwork}. <b>For any thread.</b> */
public final class MemoryListener implements ContractPeers.Listener, MemoryAcceptor {
  private final MemoryNetwork net;
  private final Deque<MemoryEnd> waiting = new ArrayDeque<>();
  private boolean closed;

  /** Set by the network once bound. */
  SocketAddress address = MemoryNetwork.loopback(0);

  MemoryListener(MemoryNetwork net) {
    this.net = net;
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public MemoryPeer accept() throws IOException {
    long endNs = System.nanoTime() + MemoryPeer.WAIT_NS;
    for (; ; ) {
      MemoryPeer peer = poll();
      if (peer != null) {
        return peer;
      }
      net.lock.lock();
      try {
        if (waiting.isEmpty()) {
          net.awaitChange("a connection to accept", endNs);
        }
      } finally {
        net.lock.unlock();
      }
    }
  }

  /** The next connection, or null if none is waiting. */
  public @Nullable MemoryPeer poll() {
    net.lock.lock();
    try {
      MemoryEnd end = waiting.poll();
      return end == null ? null : new MemoryPeer(end);
    } finally {
      net.lock.unlock();
    }
  }

  @Override
  public void arrived(MemoryEnd end) {
    waiting.add(end);
    net.peersMayGoOn();
  }

  /** Connections that were not accepted are reset. */
  @Override
  public void close() {
    net.lock.lock();
    try {
      if (!closed) {
        closed = true;
        net.acceptors.unbind(address, this);
        waiting.forEach(end -> end.close(true));
        waiting.clear();
      }
    } finally {
      net.lock.unlock();
    }
  }
}
