package dev.mg.testkit;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgDatagram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket with the kernel's part in it: what is not read in time is lost, what finds
 * nobody is told to a connected sender. <b>Under the network's lock.</b>
 */
final class MemoryMailbox {
  /** What is held for a reader that does not read, as the kernel's receive buffer is. */
  private static final int MOST_BYTES = 256 * 1024;

  /** A datagram costs room also when it is empty. */
  private static final int EACH_BYTES = 64;

  private static final SocketAddress WILDCARD = new InetSocketAddress(ip(0, 0, 0, 0), 0);

  private static final List<InetAddress> BROADCASTS =
      List.of(ip(127, 255, 255, 255), ip(255, 255, 255, 255));

  /** A datagram and its sender. */
  record Mail(byte[] bytes, SocketAddress from) {}

  private final MemoryNetwork net;
  private final boolean broadcast;
  private final @Nullable InetSocketAddress remote;
  private final InetSocketAddress address;

  /** Told of every change that may make it readable. */
  private final Runnable changed;

  private final Set<InetAddress> groups = new HashSet<>();
  private final Deque<Mail> waiting = new ArrayDeque<>();
  private int bytes;

  /** Nobody was where the last datagram went: the next call tells. */
  private boolean refused;

  MemoryMailbox(
      MemoryNetwork net,
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      boolean shared,
      boolean broadcast,
      Runnable changed)
      throws MgNetException {
    this.net = net;
    this.broadcast = broadcast;
    this.changed = changed;
    this.remote = remote == null ? null : checked(remote);
    if (this.remote != null && BROADCASTS.contains(this.remote.getAddress())) {
      checkBroadcast();
    }
    SocketAddress anyPort = remote != null ? MemoryNetwork.loopback(0) : WILDCARD;
    SocketAddress wanted = local != null ? local : anyPort;
    address = checked(net.mailboxes.bind(wanted, this, shared));
  }

  private static InetAddress ip(int a, int b, int c, int d) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    } catch (UnknownHostException e) {
      throw new AssertionError("4 bytes are an address", e);
    }
  }

  private static InetSocketAddress checked(SocketAddress address) throws MgNetException {
    if (!(address instanceof InetSocketAddress inet)) {
      throw new MgNetException(Kind.UNSUPPORTED, "no datagrams between paths: " + address, null);
    }
    if (inet.isUnresolved()) {
      throw new MgNetException(Kind.UNKNOWN_HOST, address + " is not resolved", null);
    }
    return inet;
  }

  SocketAddress address() {
    return address;
  }

  @Nullable SocketAddress remote() {
    return remote;
  }

  boolean readable() {
    return refused || !waiting.isEmpty();
  }

  void join(InetAddress group) throws MgNetException {
    if (!group.isMulticastAddress()) {
      throw new MgNetException(Kind.OTHER, group + " is not a multicast group", null);
    }
    groups.add(group);
  }

  /** The oldest that waits, or null. */
  @Nullable Mail receive() throws MgNetException {
    checkRefused();
    Mail mail = waiting.poll();
    if (mail != null) {
      bytes -= mail.bytes.length + EACH_BYTES;
    }
    return mail;
  }

  private void checkRefused() throws MgNetException {
    if (refused) {
      refused = false;
      throw new MgNetException(Kind.REFUSED, "no socket at " + remote, null);
    }
  }

  void send(byte[] datagram, @Nullable SocketAddress to) throws MgNetException {
    if (datagram.length > MgDatagram.MAX_BYTES) {
      throw new MgNetException(
          Kind.MESSAGE_TOO_BIG, "a datagram of " + datagram.length + " bytes", null);
    }
    checkRefused();
    InetSocketAddress target = remote != null ? remote : to == null ? null : checked(to);
    if (target == null) {
      throw new IllegalArgumentException("nobody to send to: the socket is not connected");
    }
    Mail mail = new Mail(datagram, sender());
    InetAddress ip = target.getAddress();
    if (ip.isMulticastAddress()) {
      for (MemoryMailbox box : net.mailboxes.all()) {
        if (box.groups.contains(ip) && box.address.getPort() == target.getPort()) {
          box.deliver(mail);
        }
      }
    } else if (BROADCASTS.contains(ip)) {
      broadcast(mail, target.getPort());
    } else if (ip.isLoopbackAddress() || ip.isAnyLocalAddress()) {
      unicast(mail, target);
    } else {
      throw new MgNetException(Kind.UNREACHABLE, "no route to " + target, null);
    }
  }

  private SocketAddress sender() {
    return address.getAddress().isAnyLocalAddress()
        ? MemoryNetwork.loopback(address.getPort())
        : address;
  }

  private void checkBroadcast() throws MgNetException {
    if (!broadcast) {
      throw new MgNetException(Kind.DENIED, "a broadcast without the option for it", null);
    }
  }

  private void broadcast(Mail mail, int port) throws MgNetException {
    checkBroadcast();
    for (MemoryMailbox box : net.mailboxes.all()) {
      if (box.address.getAddress().isAnyLocalAddress() && box.address.getPort() == port) {
        box.deliver(mail);
      }
    }
  }

  private void unicast(Mail mail, InetSocketAddress to) {
    MemoryMailbox box = net.mailboxes.at(to);
    if (box != null && (box.remote == null || box.remote.equals(mail.from))) {
      box.deliver(mail);
    } else if (remote != null) {
      refused = true;
      changed.run();
    }
  }

  private void deliver(Mail mail) {
    int room = mail.bytes.length + EACH_BYTES;
    if (room <= MOST_BYTES - bytes) {
      bytes += room;
      waiting.add(mail);
      changed.run();
    }
  }

  void close() {
    net.mailboxes.unbind(address, this);
    waiting.clear();
  }
}
