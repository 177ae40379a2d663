package dev.mg.netty;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.sockets.Datagrams;
import dev.mg.spi.sockets.Reports;
import dev.mg.spi.sockets.SocketErrors;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DatagramSocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket, straight on the kernel's. <b>Owner thread only.</b>
 *
 * <p>The transport's scratch buffer holds the longest datagram that there is, four times over: none
 * is cut.
 */
final class EpollDatagram extends EpollChannel implements MgDatagram {
  private static final SocketAddress ANY_PORT = new InetSocketAddress("0.0.0.0", 0);

  private final SocketAddress local;
  private final @Nullable SocketAddress remote;

  /** The kernel takes each but once; its refusal of more has no errno here to be known by. */
  private Set<Membership> joined = Set.of();

  /** The kernel does not watch the socket, which the next receive tells. */
  private @Nullable MgNetException unwatched;

  private record Membership(InetAddress group, int index) {}

  private EpollDatagram(
      EpollTransport transport,
      SocketAddress local,
      @Nullable SocketAddress remote,
      @Nullable Object attachment) {
    super(transport, attachment);
    this.local = local;
    this.remote = remote;
  }

  static EpollDatagram open(
      EpollTransport transport,
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    LinuxSocket socket = null;
    try {
      socket = EpollSockets.openDatagram(local, remote, options);
      if (local != null || remote == null) {
        EpollSockets.bind(socket, local == null ? ANY_PORT : local);
      }
      if (remote != null) {
        socket.connect(EpollSockets.toNetty(remote));
        dropEarlier(socket, transport);
      }
      EpollDatagram made = new EpollDatagram(transport, socket.localAddress(), remote, attachment);
      made.adopt(socket);
      return made;
    } catch (Exception e) {
      EpollSockets.closeQuietly(socket);
      String to = remote == null ? "" : " for " + SocketErrors.name(remote);
      throw EpollErrors.of("open a datagram socket" + to + " on ", local, e);
    }
  }

  /** What came while the socket was bound and not yet connected may be anybody's. */
  private static void dropEarlier(LinuxSocket socket, EpollTransport transport) {
    try {
      while (socket.recvAddress(transport.scratchAddress, 0, 1) != 0) {
        // Dropped.
      }
    } catch (IOException e) {
      // The next call tells what is still so.
    }
  }

  @Override
  boolean event(int ops) {
    int ready = ops & wanted();
    if (ready == 0) {
      return false;
    }
    transport.reports.ready(this, ready);
    return true;
  }

  @Override
  void unwatched(UncheckedIOException why) {
    unwatched = EpollErrors.of("watch ", local, why);
    transport.report(this);
  }

  @Override
  void reportDue(Reports reports) {
    if ((wanted() & READ) != 0) {
      reports.ready(this, READ);
    }
  }

  @Override
  public @Nullable SocketAddress receive(MgIobuf dst) throws MgNetException {
    LinuxSocket from = socket();
    MgNetException why = unwatched;
    if (why != null) {
      unwatched = null;
      throw why;
    }
    try {
      return remote == null ? receiveFromAny(from, dst) : receiveFrom(remote, from, dst);
    } catch (IOException e) {
      throw EpollErrors.of("receive on ", local, e);
    }
  }

  private @Nullable SocketAddress receiveFromAny(LinuxSocket socket, MgIobuf dst)
      throws IOException {
    DatagramSocketAddress sender =
        socket.recvFromAddress(transport.scratchAddress, 0, transport.scratch.capacity());
    if (sender != null) {
      append(dst, sender.receivedAmount());
    }
    return sender;
  }

  /** The address of the one who can have sent it need not be made anew each time. */
  private @Nullable SocketAddress receiveFrom(SocketAddress sender, LinuxSocket socket, MgIobuf dst)
      throws IOException {
    int n = socket.recvAddress(transport.scratchAddress, 0, transport.scratch.capacity());
    if (n == 0) {
      return null;
    }
    // Netty takes no bytes for the end of a stream.
    append(dst, Math.max(0, n));
    return sender;
  }

  private void append(MgIobuf dst, int n) {
    dst.reserve(n);
    transport.scratch.get(0, dst.buf(), dst.tail(), n);
    dst.commit(n);
  }

  @Override
  public boolean send(byte[] src, int off, int len, @Nullable SocketAddress to)
      throws MgNetException {
    LinuxSocket from = socket();
    SocketAddress target = Datagrams.target(remote, to, len);
    transport.scratch.put(0, src, off, len);
    try {
      int n = remote == null ? sendTo(from, target, len) : from.sendAddress(scratch(), 0, len);
      // Without room, too, nothing is sent of an empty one; but there is hardly no room for it.
      return n > 0 || len == 0;
    } catch (IOException e) {
      throw EpollErrors.of("send to ", target, e);
    }
  }

  private int sendTo(LinuxSocket from, SocketAddress to, int len) throws IOException {
    if (!(EpollSockets.toNetty(to) instanceof InetSocketAddress inet)) {
      throw new MgNetException(
          MgNetException.Kind.UNSUPPORTED, "datagrams go between IP addresses", null);
    }
    return from.sendToAddress(scratch(), 0, len, inet.getAddress(), inet.getPort());
  }

  private long scratch() {
    return transport.scratchAddress;
  }

  @Override
  public void join(InetAddress group, @Nullable NetworkInterface nic) throws MgNetException {
    Membership asked = new Membership(group, nic == null ? 0 : nic.getIndex());
    if (joined.contains(asked)) {
      return;
    }
    try {
      EpollSockets.join(socket(), group, asked.index);
    } catch (IOException | ChannelException e) {
      throw EpollErrors.of("join " + group.getHostAddress() + " on ", local, e);
    }
    joined = new HashSet<>(joined);
    joined.add(asked);
  }

  @Override
  void rememberAddresses() {
    // Both are known from the start.
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public @Nullable SocketAddress remote() {
    return remote;
  }
}
