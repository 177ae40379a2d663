package dev.mg.testkit;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A network in memory: what the memory transport's sockets are connected through, and where a test
 * gets raw peers from. <b>For any thread.</b>
 *
 * <p>It has one host with the loopback addresses; ports and unix paths are its own and meet nobody
 * else's. Give it to a manager with {@code options.extension(MemoryNetwork.class, net)}; managers
 * without one share {@link #shared}. A test of its own network cannot disturb another test.
 */
public final class MemoryNetwork {
  private static final MemoryNetwork SHARED = new MemoryNetwork();

  final ReentrantLock lock = new ReentrantLock();
  final MemoryNames<MemoryAcceptor> acceptors = new MemoryNames<>();
  final MemoryNames<MemoryMailbox> mailboxes = new MemoryNames<>();
  private final Condition peers = lock.newCondition();
  private final Set<SocketAddress> silent = new HashSet<>();
  private final int pipeBytes;
  private volatile int writableRoomBytes = 1;

  /** A network whose connections hold 64 KiB in each direction. */
  public MemoryNetwork() {
    this(64 * 1024);
  }

  /**
   * A network.
   *
   * @param pipeBytes what a connection holds in each direction before writing finds no room, at
   *     least 1
   */
  public MemoryNetwork(int pipeBytes) {
    if (pipeBytes < 1) {
      throw new IllegalArgumentException("a pipe of " + pipeBytes + " bytes holds nothing");
    }
    this.pipeBytes = pipeBytes;
  }

  /** The network of managers that were given none: one a JVM. */
  public static MemoryNetwork shared() {
    return SHARED;
  }

  /**
   * How much room a connection must have to be reported writable; a write takes less at any time.
   * Kernels wait for a part of their buffer, which is large: on Linux a third.
   *
   * @param bytes at least 1, which it is at first; more than the connection holds means all of it
   */
  public void writableRoom(int bytes) {
    writableRoomBytes = Math.min(Math.max(1, bytes), pipeBytes);
  }

  int writableRoomBytes() {
    return writableRoomBytes;
  }

  int pipeBytes() {
    return pipeBytes;
  }

  // ---- peers ----

  /**
   * A raw peer, connected to a listener of a manager; it need not be accepted yet.
   *
   * @throws MgNetException REFUSED if nobody listens there
   */
  public MemoryPeer connect(SocketAddress to) throws MgNetException {
    lock.lock();
    try {
      MemoryEnd end = open(to, null);
      if (end == null) {
        throw new MgNetException(Kind.TIMEOUT, to + " does not answer", null);
      }
      return new MemoryPeer(end);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #connect(SocketAddress)}, to that port of 127.0.0.1. */
  public MemoryPeer connect(int port) throws MgNetException {
    return connect(loopback(port));
  }

  /**
   * A raw listener for a manager to connect to.
   *
   * @throws MgNetException if the address is taken or none of this host
   */
  public MemoryListener listen(SocketAddress at) throws MgNetException {
    MemoryListener listener = new MemoryListener(this);
    lock.lock();
    try {
      listener.address = acceptors.bind(at, listener, false);
    } finally {
      lock.unlock();
    }
    return listener;
  }

  /** As {@link #listen(SocketAddress)}, on that port of 127.0.0.1; 0 = any. */
  public MemoryListener listen(int port) throws MgNetException {
    return listen(loopback(port));
  }

  /**
   * A raw datagram socket.
   *
   * @throws MgNetException if the address is taken or none of this host
   */
  public MemoryDatagramPeer datagram(SocketAddress at) throws MgNetException {
    lock.lock();
    try {
      return new MemoryDatagramPeer(this, at);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #datagram(SocketAddress)}, on that port of 127.0.0.1; 0 = any. */
  public MemoryDatagramPeer datagram(int port) throws MgNetException {
    return datagram(loopback(port));
  }

  /** Makes an address of a host that never answers: a connect to it has no outcome. */
  public void silence(SocketAddress address) {
    lock.lock();
    try {
      silent.add(address);
    } finally {
      lock.unlock();
    }
  }

  static SocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  // ---- the rest under the lock ----

  /**
   * Connects: the other end waits to be accepted.
   *
   * @param from null = any port
   * @return our end; null if the host never answers
   */
  @Nullable MemoryEnd open(SocketAddress to, @Nullable SocketAddress from) throws MgNetException {
    if (silent.contains(to)) {
      return null;
    }
    MemoryAcceptor acceptor = acceptorAt(to);
    SocketAddress near;
    if (to instanceof UnixDomainSocketAddress) {
      near = from == null ? UnixDomainSocketAddress.of("") : from;
    } else {
      near = acceptors.named(from == null ? loopback(0) : from);
    }
    MemoryEnd end = MemoryEnd.pair(this, near, to);
    acceptor.arrived(end.far());
    return end;
  }

  private MemoryAcceptor acceptorAt(SocketAddress to) throws MgNetException {
    if (to instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new MgNetException(Kind.UNKNOWN_HOST, to + " is not resolved", null);
    }
    if (to instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress()) {
      throw new MgNetException(Kind.UNREACHABLE, "no route to " + to, null);
    }
    MemoryAcceptor there = acceptors.at(to);
    if (there == null) {
      throw to instanceof UnixDomainSocketAddress
          ? new MgNetException(Kind.NO_SUCH_FILE, to + " does not exist", null)
          : new MgNetException(Kind.REFUSED, "nobody listens on " + to, null);
    }
    return there;
  }

  void peersMayGoOn() {
    peers.signalAll();
  }

  /** Waits for any change; throws past {@code endNs} of System.nanoTime. */
  void awaitChange(String what, long endNs) throws IOException {
    long left = endNs - System.nanoTime();
    if (left <= 0) {
      throw new IOException("waited too long for " + what);
    }
    try {
      peers.awaitNanos(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + what, e);
    }
  }
}
