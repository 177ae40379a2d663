package dev.mg.netty;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket in Netty's loop, without a channel of Netty's. <b>Owner thread only.</b>
 *
 * <p>That channel drops empty datagrams, tells no lack of room, reads datagrams before they are
 * asked for, into buffers of the longest, and leaves a kilobyte of garbage for each: a hook for
 * handlers would not be worth it.
 */
final class NettyDatagram extends SocketHandle implements MgDatagram {
  private final DatagramChannel socket;
  private final SocketAddress local;
  private final @Nullable SocketAddress connectedTo;

  /** Groups joined where the system routes them to; java.nio takes each but once. */
  private @Nullable Set<InetAddress> joined;

  private NettyDatagram(
      NettyTransport transport,
      DatagramChannel socket,
      SocketAddress local,
      @Nullable SocketAddress remote,
      @Nullable Object attachment) {
    super(transport, attachment);
    this.socket = socket;
    this.local = local;
    connectedTo = remote;
  }

  static NettyDatagram open(
      NettyTransport transport,
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    DatagramChannel socket = null;
    try {
      socket = bound(local, remote, options);
      return new NettyDatagram(transport, socket, socket.getLocalAddress(), remote, attachment);
    } catch (Exception e) {
      closeQuietly(socket);
      String to = remote == null ? "" : " for " + Addresses.name(remote);
      throw NettyErrors.of("open a datagram socket" + to + " on ", local, e);
    }
  }

  /** A socket bound, and connected if there is a remote. */
  private static DatagramChannel bound(
      @Nullable SocketAddress local, @Nullable SocketAddress remote, MgSocketOptions options)
      throws IOException {
    DatagramChannel socket = DatagramChannel.open(Sockets.family(local, remote));
    try {
      socket.configureBlocking(false);
      if (options.reusePort()) {
        socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      if (local instanceof InetSocketAddress at
          && at.getAddress() != null
          && at.getAddress().isMulticastAddress()) {
        // All programs of a host that listen to a group share its port.
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      if (options.broadcast()) {
        socket.setOption(StandardSocketOptions.SO_BROADCAST, true);
      }
      if (options.sendBufferBytes() > 0) {
        socket.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
      }
      if (options.receiveBufferBytes() > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      }
      socket.bind(local);
      return remote == null ? socket : socket.connect(remote);
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  @Override
  DatagramChannel socket() {
    return socket;
  }

  @Override
  public @Nullable SocketAddress receive(MgIobuf dst) throws MgNetException {
    ByteBuffer scratch = transport.scratch.clear();
    SocketAddress from;
    try {
      from = socket.receive(scratch);
    } catch (IOException e) {
      throw failed("receive on ", local, e);
    }
    if (from != null) {
      int n = scratch.position();
      dst.reserve(n);
      scratch.get(0, dst.buf(), dst.tail(), n);
      dst.commit(n);
    }
    return from;
  }

  @Override
  public boolean send(byte[] src, int off, int len, @Nullable SocketAddress to)
      throws MgNetException {
    SocketAddress target = connectedTo == null ? to : connectedTo;
    if (target == null) {
      throw new IllegalArgumentException("nobody to send to: the socket is not connected");
    }
    if (len > MAX_BYTES) {
      throw new MgNetException(
          MgNetException.Kind.MESSAGE_TOO_BIG,
          "a datagram of " + len + " bytes: at most " + MAX_BYTES + " can be sent",
          null);
    }
    try {
      if (len == 0 && connectedTo != null) {
        sendEmpty(target);
        return true;
      }
      ByteBuffer scratch = transport.scratch.clear().put(src, off, len).flip();
      int n = connectedTo == null ? socket.send(scratch, target) : socket.write(scratch);
      // An empty one is 0 bytes whether it was sent or not; there is hardly no room for it.
      return n > 0 || len == 0;
    } catch (IOException | IllegalArgumentException e) {
      throw failed("send to ", target, e);
    }
  }

  /**
   * A connected channel writes nothing when there is no byte to write. It would send an empty
   * datagram if it were disconnected first, but connecting again drops what waits to be read: so it
   * leaves from another socket on the same address, for which both allow that for the moment.
   * Meanwhile the kernel gives what comes from the remote to the one that is connected to it.
   */
  private void sendEmpty(SocketAddress to) throws IOException {
    Boolean before = socket.getOption(StandardSocketOptions.SO_REUSEADDR);
    socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    try (DatagramChannel other = DatagramChannel.open(Sockets.family(to, null))) {
      other.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      other.setOption(
          StandardSocketOptions.SO_BROADCAST, socket.getOption(StandardSocketOptions.SO_BROADCAST));
      other.configureBlocking(false);
      other.bind(socket.getLocalAddress());
      other.send(ByteBuffer.allocate(0), to);
    } finally {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, before);
    }
  }

  @Override
  public void join(InetAddress group, @Nullable NetworkInterface nic) throws MgNetException {
    try {
      if (nic != null) {
        socket.join(group, nic);
      } else if (joined == null || !joined.contains(group)) {
        // The channel itself cannot leave the choice to the system.
        socket.socket().joinGroup(new InetSocketAddress(group, 0), null);
        if (joined == null) {
          joined = new HashSet<>();
        }
        joined.add(group);
      }
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      throw failed("join " + group.getHostAddress() + " on ", local, e);
    }
  }

  private static MgNetException failed(String doing, SocketAddress address, Exception cause) {
    if (cause instanceof ClosedChannelException) {
      throw new IllegalStateException("use of a closed channel", cause);
    }
    return NettyErrors.of(doing, address, cause);
  }

  @Override
  void rememberAddresses() {
    // They are known.
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public @Nullable SocketAddress remote() {
    return connectedTo;
  }
}
