package dev.mg.testkit;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a {@link MemoryNetwork} that are taken, for streams or for datagrams. <b>Under
 * the network's lock.</b>
 *
 * @param <T> who takes one
 */
final class MemoryNames<T> {
  private static final int FIRST_FREE_PORT = 49_152;
  private static final int LAST_PORT = 65_535;

  private final Map<SocketAddress, T> bound = new HashMap<>();
  private int nextPort = FIRST_FREE_PORT;

  /** Takes an address; port 0 is replaced by a free one. */
  SocketAddress bind(SocketAddress at, T owner, boolean shared) throws MgNetException {
    SocketAddress real = named(at);
    if (shared) {
      throw new MgNetException(Kind.UNSUPPORTED, "no SO_REUSEPORT in a memory network", null);
    }
    if (taken(real)) {
      throw new MgNetException(Kind.ADDRESS_IN_USE, at + " is in use", null);
    }
    bound.put(real, owner);
    return real;
  }

  void unbind(SocketAddress address, T owner) {
    bound.remove(address, owner);
  }

  /** Who is there, on that address or on all of the host; null for nobody. */
  @Nullable T at(SocketAddress to) {
    T exact = bound.get(to);
    if (exact == null && to instanceof InetSocketAddress inet) {
      for (Map.Entry<SocketAddress, T> entry : bound.entrySet()) {
        if (entry.getKey() instanceof InetSocketAddress other && meet(inet, other)) {
          return entry.getValue();
        }
      }
    }
    return exact;
  }

  /** Everybody bound. */
  Collection<T> all() {
    return bound.values();
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
  SocketAddress named(SocketAddress at) throws MgNetException {
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
      if (!taken(MemoryNetwork.loopback(port))) {
        return port;
      }
    }
    throw new MgNetException(Kind.ADDRESS_IN_USE, "no port is free", null);
  }
}
