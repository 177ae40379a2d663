package dev.mg.spi.sockets;

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
 * A datagram socket. <b>Owner thread only.</b>
 *
 * <p>The transport's scratch buffer holds the longest datagram that there is, four times over: none
 * is cut.
 */
final class SocketDatagram extends SocketHandle implements MgDatagram {
  private final DatagramChannel socket;
  private final @Nullable SocketAddress connectedTo;

  /** Groups joined where the system routes them to; java.nio takes each but once. */
  private @Nullable Set<InetAddress> joined;

  private SocketDatagram(
      SocketTransport transport,
      DatagramChannel socket,
      @Nullable SocketAddress remote,
      @Nullable Object attachment) {
    super(transport, attachment);
    this.socket = socket;
    this.connectedTo = remote;
  }

  static SocketDatagram open(
      SocketTransport transport,
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws IOException {
    DatagramChannel socket = Sockets.datagram(local, remote, options);
    return new SocketDatagram(transport, socket, remote, attachment);
  }

  @Override
  public DatagramChannel socket() {
    return socket;
  }

  @Override
  void ready(int ops) {
    reportReady(ops);
  }

  @Override
  public @Nullable SocketAddress receive(MgIobuf dst) throws IOException {
    ByteBuffer scratch = transport.scratch.clear();
    SocketAddress from;
    try {
      from = socket.receive(scratch);
    } catch (IOException e) {
      throw failed("receive on ", local(), e);
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
  public boolean send(byte[] src, int off, int len, @Nullable SocketAddress to) throws IOException {
    SocketAddress target = Datagrams.target(connectedTo, to, len);
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
  public void join(InetAddress group, @Nullable NetworkInterface nic) throws IOException {
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
      throw failed("join " + group.getHostAddress() + " on ", local(), e);
    }
  }

  private MgNetException failed(String doing, @Nullable SocketAddress address, Exception cause) {
    if (cause instanceof ClosedChannelException) {
      throw new IllegalStateException(doing + "a closed socket: " + this, cause);
    }
    return SocketErrors.of(doing + SocketErrors.name(address), cause);
  }

  @Override
  @Nullable SocketAddress askRemote() {
    return connectedTo;
  }
}
