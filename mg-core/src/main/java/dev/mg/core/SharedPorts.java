package dev.mg.core;

import dev.mg.MgGroup;
import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the managers of a {@link MgGroup} listen on together: by SO_REUSEPORT each on a socket of
 * its own, else through a {@link HandingAcceptor}. Its calls come from all of their threads.
 */
final class SharedPorts {
  /** A manager's n-th listener on port 0 has the port of every other's n-th. */
  private record AnyPort(SocketAddress at, boolean udp, int n) {}

  private final Map<AnyPort, SocketAddress> chosen = new HashMap<>();
  private final Map<SocketAddress, HandingAcceptor> acceptors = new HashMap<>();

  /** A listener's channel, shared if its manager is one of a group. */
  static MgChannel listen(CoreManager mgr, SocketAddress at, boolean udp) throws IOException {
    MgGroup group = mgr.options().extension(MgGroup.class);
    return group == null
        ? own(mgr, at, udp)
        : group.local(SharedPorts.class, SharedPorts::new).shared(mgr, at, udp);
  }

  private static MgChannel own(CoreManager mgr, SocketAddress at, boolean udp) throws IOException {
    MgSocketOptions options = mgr.options().socketOptions();
    return udp
        ? mgr.transport.datagram(at, null, options, null)
        : Listening.listen(
            mgr.transport.isVirtual(), at, () -> mgr.transport.listen(at, options, null));
  }

  private synchronized MgChannel shared(CoreManager mgr, SocketAddress at, boolean udp)
      throws IOException {
    if (!(at instanceof InetSocketAddress ip) || ip.getPort() != 0) {
      return open(mgr, at, udp);
    }
    AnyPort key = new AnyPort(at, udp, mgr.anyPorts++);
    SocketAddress known = chosen.get(key);
    MgChannel channel = open(mgr, known == null ? at : known, udp);
    SocketAddress local = channel.local();
    if (known == null && local != null) {
      chosen.put(key, local);
    }
    return channel;
  }

  private MgChannel open(CoreManager mgr, SocketAddress at, boolean udp) throws IOException {
    HandingAcceptor acceptor = acceptors.get(at);
    MgChannel joined = acceptor == null ? null : acceptor.join(mgr);
    if (joined != null) {
      return joined;
    }
    try {
      return own(mgr, at, udp);
    } catch (MgNetException e) {
      if (e.kind() != MgNetException.Kind.UNSUPPORTED || udp || !adoptsSockets(mgr)) {
        throw e;
      }
      HandingAcceptor made = HandingAcceptor.open(at, mgr.options().socketOptions());
      acceptors.put(made.local(), made);
      return Objects.requireNonNull(made.join(mgr));
    }
  }

  /** A transport that adopts none says so before it looks at the socket. */
  private static boolean adoptsSockets(CoreManager mgr) throws IOException {
    try (SocketChannel unconnected = SocketChannel.open()) {
      mgr.transport.wrap(unconnected, null);
      return true;
    } catch (IllegalArgumentException e) {
      return true;
    } catch (MgNetException e) {
      return false;
    }
  }
}
