package dev.mg.testkit;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
  private static final int FIRST_FREE_PORT = 49_152;
  private static final int LAST_PORT = 65_535;

  final ReentrantLock lock = new ReentrantLock();
  private final Condition peers = lock.newCondition();
  private final Map<SocketAddress, MemoryAcceptor> bound = new HashMap<>();
  private final Set<SocketAddress> silent = new HashSet<>();
  private final int pipeBytes;
  private int nextPort = FIRST_FREE_PORT;

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
      listener.address = bind(at, listener, false);
    } finally {
      lock.unlock();
    }
    return listener;
  }

  /** As {@link #listen(SocketAddress)}, on that port of 127.0.0.1; 0 = any. */
  public MemoryListener listen(int port) throws MgNetException {
    return listen(loopback(port));
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

  /** Takes an address; port 0 is replaced by a free one. */
  SocketAddress bind(SocketAddress at, MemoryAcceptor acceptor, boolean shared)
      throws MgNetException {
    SocketAddress real = named(at);
    if (shared) {
      throw new MgNetException(Kind.UNSUPPORTED, "no SO_REUSEPORT in a memory network", null);
    }
    if (taken(real)) {
      throw new MgNetException(Kind.ADDRESS_IN_USE, at + " is in use", null);
    }
    bound.put(real, acceptor);
    return real;
  }

  void unbind(SocketAddress address, MemoryAcceptor acceptor) {
    bound.remove(address, acceptor);
  }

  private boolean taken(SocketAddress at) {
    if (at instanceof InetSocketAddress mine) {
      for (SocketAddress other : bound.keySet()) {
        if (other instanceof InetSocketAddress theirs && meet(mine, theirs)) {
          return true;
        }
      }
      return false;
    }
    return bound.containsKey(at);
  }

  private static boolean meet(InetSocketAddress a, InetSocketAddress b) {
    return a.getPort() == b.getPort()
        && (a.getAddress().isAnyLocalAddress()
            || b.getAddress().isAnyLocalAddress()
            || a.getAddress().equals(b.getAddress()));
  }

  /** The address with a port that is free if it has none; refused unless of this host. */
  private SocketAddress named(SocketAddress at) throws MgNetException {
    if (at instanceof UnixDomainSocketAddress) {
      return at;
    }
    if (!(at instanceof InetSocketAddress inet)
        || inet.isUnresolved()
        || !(inet.getAddress().isLoopbackAddress() || inet.getAddress().isAnyLocalAddress())) {
      throw new MgNetException(
          Kind.ADDRESS_NOT_AVAILABLE, at + " is not an address of this host", null);
    }
    return inet.getPort() == 0 ? new InetSocketAddress(inet.getAddress(), freePort()) : inet;
  }

  private int freePort() throws MgNetException {
    for (int tries = FIRST_FREE_PORT; tries <= LAST_PORT; tries++) {
      int port = nextPort;
      nextPort = port == LAST_PORT ? FIRST_FREE_PORT : port + 1;
      if (!taken(loopback(port))) {
        return port;
      }
    }
    throw new MgNetException(Kind.ADDRESS_IN_USE, "no port is free", null);
  }

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
      near = named(from == null ? loopback(0) : from);
    }
    MemoryEnd end = MemoryEnd.pair(this, near, to);
    acceptor.arrived(end.far());
    return end;
  }

  private MemoryAcceptor acceptorAt(SocketAddress to) throws MgNetException {
    MemoryAcceptor exact = bound.get(to);
    if (exact != null) {
      return exact;
    }
    if (to instanceof UnixDomainSocketAddress) {
      throw new MgNetException(Kind.NO_SUCH_FILE, to + " does not exist", null);
    }
    if (!(to instanceof InetSocketAddress inet) || inet.isUnresolved()) {
      throw new MgNetException(Kind.UNKNOWN_HOST, to + " is not resolved", null);
    }
    if (!inet.getAddress().isLoopbackAddress()) {
      throw new MgNetException(Kind.UNREACHABLE, "no route to " + to, null);
    }
    for (Map.Entry<SocketAddress, MemoryAcceptor> entry : bound.entrySet()) {
      if (entry.getKey() instanceof InetSocketAddress other && meet(inet, other)) {
        return entry.getValue();
      }
    }
    throw new MgNetException(Kind.REFUSED, "nobody listens on " + to, null);
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
