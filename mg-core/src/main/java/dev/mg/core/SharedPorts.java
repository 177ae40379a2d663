package dev.mg.core;

import dev.mg.MgGroup;
import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the managers of a {@link MgGroup} listen on together: by SO_REUSEPORT each on a socket of
 * its own, else through a {@link HandingAcceptor}. Its calls come from all of their threads.
 */
final class SharedPorts {
  /**
   * Elsewhere the option is unknown, or lets sockets share a port of which one gets everything, as
   * on macOS.
   */
  private static final boolean KERNEL_SPREADS = System.getProperty("os.name").equals("Linux");

  /** A manager's n-th listener on port 0 has the port of every other's n-th. */
  private record AnyPort(SocketAddress at, boolean udp, int n) {}

  /** One that sockets of this group share. */
  private record Port(SocketAddress at, boolean udp) {}

  private final Map<AnyPort, SocketAddress> chosen = new HashMap<>();
  private final Set<Port> ours = new HashSet<>();
  private final Map<SocketAddress, HandingAcceptor> acceptors = new HashMap<>();

  /** A listener's channel, shared if its manager is one of a group. */
  static MgChannel listen(CoreManager mgr, SocketAddress at, boolean udp) throws IOException {
    MgGroup group = mgr.options().extension(MgGroup.class);
    return group == null
        ? own(mgr, at, udp, mgr.options().socketOptions())
        : group.local(SharedPorts.class, SharedPorts::new).shared(mgr, at, udp);
  }

  private static MgChannel own(
      CoreManager mgr, SocketAddress at, boolean udp, MgSocketOptions options) throws IOException {
    return udp
        ? mgr.transport.datagram(at, null, options, null)
        : Listening.listen(
            mgr.transport.isVirtual(), at, () -> mgr.transport.listen(at, options, null));
  }

  /** Who listens on port 0 later than all others wants a port for itself. */
  private synchronized MgChannel shared(CoreManager mgr, SocketAddress at, boolean udp)
      throws IOException {
    if (!(at instanceof InetSocketAddress ip) || ip.getPort() != 0 || mgr.hasPolled()) {
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
    boolean inTurn =
        !udp
            && (at instanceof UnixDomainSocketAddress
                || !KERNEL_SPREADS
                || mgr.options().acceptInTurn());
    return inTurn ? handed(mgr, at) : spread(mgr, at, udp);
  }

  // ---- by the kernel ----

  private MgChannel spread(CoreManager mgr, SocketAddress at, boolean udp) throws IOException {
    MgSocketOptions given = mgr.options().socketOptions();
    boolean isOurs = given.reusePort() || ours.contains(new Port(at, udp));
    if (!isOurs && !mgr.transport.isVirtual() && !isFree(at, udp)) {
      // The kernel would let us in beside another program of the same user, and spread over both.
      own(mgr, at, udp, given).close(false);
    }
    MgChannel channel = own(mgr, at, udp, sharing(given));
    ours.add(new Port(Objects.requireNonNull(channel.local()), udp));
    return channel;
  }

  private static MgSocketOptions sharing(MgSocketOptions given) {
    return new MgSocketOptions(
        given.backlog(),
        true,
        given.noDelay(),
        given.keepAlive(),
        given.broadcast(),
        given.sendBufferBytes(),
        given.receiveBufferBytes());
  }

  /** Whether a socket that shares with nobody can have it. All may listen to a multicast group. */
  private static boolean isFree(SocketAddress at, boolean udp) {
    InetSocketAddress ip = (InetSocketAddress) at;
    if (ip.getPort() == 0 || ip.getAddress().isMulticastAddress()) {
      return true;
    }
    try (NetworkChannel probe =
        udp
            ? DatagramChannel.open(Listening.family(at))
            : ServerSocketChannel.open(Listening.family(at))) {
      probe.bind(at);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  // ---- by a thread ----

  private MgChannel handed(CoreManager mgr, SocketAddress at) throws IOException {
    HandingAcceptor known = acceptors.get(at);
    MgChannel joined = known == null ? null : known.join(mgr);
    if (joined != null) {
      return joined;
    }
    checkAdoption(mgr);
    MgSocketOptions options = mgr.options().socketOptions();
    HandingAcceptor made;
    try {
      made = HandingAcceptor.open(at, options);
    } catch (IOException e) {
      // The transport, which knows of what kind an error is, fails in the same way.
      own(mgr, at, false, options).close(false);
      throw e;
    }
    acceptors.values().removeIf(HandingAcceptor::isClosed);
    acceptors.put(made.local(), made);
    return Objects.requireNonNull(made.join(mgr));
  }

  /** A transport that adopts no sockets says so before it looks at one. */
  private static void checkAdoption(CoreManager mgr) throws IOException {
    try (SocketChannel unconnected = SocketChannel.open()) {
      mgr.transport.wrap(unconnected, null);
    } catch (IllegalArgumentException e) {
      return;
    } catch (MgNetException e) {
      throw new MgNetException(
          e.kind(), "one thread is to accept for all managers: " + e.getMessage(), e);
    }
  }
}
