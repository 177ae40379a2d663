package dev.mg.testkit;

import dev.mg.MgNetException;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A raw datagram socket in a {@link MemoryNetwork}. <b>For any thread.</b> */
public final class MemoryDatagramPeer implements DatagramPeer {
  private final MemoryNetwork net;
  private final MemoryMailbox box;

  MemoryDatagramPeer(MemoryNetwork net, SocketAddress at) throws MgNetException {
    this.net = net;
    box = new MemoryMailbox(net, at, null, false, true, net::peersMayGoOn);
  }

  @Override
  public void send(byte[] datagram, SocketAddress to) throws IOException {
    net.lock.lock();
    try {
      box.send(datagram.clone(), to);
    } finally {
      net.lock.unlock();
    }
  }

  @Override
  public Received receive() throws IOException {
    long endNs = System.nanoTime() + MemoryPeer.WAIT_NS;
    for (; ; ) {
      Received one = poll();
      if (one != null) {
        return one;
      }
      net.lock.lock();
      try {
        if (!box.readable()) {
          net.awaitChange("a datagram", endNs);
        }
      } finally {
        net.lock.unlock();
      }
    }
  }

  /** The next datagram, or null if none has come. */
  public @Nullable Received poll() throws IOException {
    net.lock.lock();
    try {
      MemoryMailbox.Mail mail = box.receive();
      return mail == null ? null : new Received(mail.bytes(), mail.from());
    } finally {
      net.lock.unlock();
    }
  }

  /** There are none to choose from. */
  @Override
  public void multicastOn(NetworkInterface nic) {}

  @Override
  public SocketAddress local() {
    return box.address();
  }

  @Override
  public void close() {
    net.lock.lock();
    try {
      box.close();
    } finally {
      net.lock.unlock();
    }
  }
}
