package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgSocketOptions;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sockets and addresses, from java.net's terms to Netty's and back. */
final class EpollSockets {
  /** The end of a unix-domain connection that was not bound. */
  static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  /** sun_path of unix(7) without its ending zero; Netty would cut what is longer. */
  private static final int MAX_PATH_BYTES = 107;

  // From the kernel's headers, since Netty keeps its own ways to these to itself.
  private static final int SOL_IP = 0;
  private static final int IP_ADD_MEMBERSHIP = 35;
  private static final int IP_MULTICAST_ALL = 49;
  private static final int SOL_IPV6 = 41;
  private static final int IPV6_ADD_MEMBERSHIP = 20;
  private static final int IPV6_MULTICAST_ALL = 29;

  private EpollSockets() {}

  /** A new datagram socket of the family of the addresses, with the options that it has. */
  static LinuxSocket openDatagram(
      @Nullable SocketAddress local, @Nullable SocketAddress remote, MgSocketOptions options)
      throws IOException {
    boolean ip6 = isIp6(local) || isIp6(remote);
    LinuxSocket socket = LinuxSocket.newSocketDgram(ip6);
    try {
      setBuffers(socket, options);
      if (options.broadcast()) {
        socket.setBroadcast(true);
      }
      if (options.reusePort()) {
        socket.setReusePort(true);
      }
      if (local instanceof InetSocketAddress at
          && at.getAddress() != null
          && at.getAddress().isMulticastAddress()) {
        // All programs of a host that listen to a group share its port.
        socket.setReuseAddress(true);
      }
      // What other sockets of the host have joined is not for this one.
      socket.setIntOpt(SOL_IP, IP_MULTICAST_ALL, 0);
      if (ip6) {
        socket.setIntOpt(SOL_IPV6, IPV6_MULTICAST_ALL, 0);
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void setBuffers(LinuxSocket socket, MgSocketOptions options) throws IOException {
    if (options.sendBufferBytes() > 0) {
      socket.setSendBufferSize(options.sendBufferBytes());
    }
    if (options.receiveBufferBytes() > 0) {
      socket.setReceiveBufferSize(options.receiveBufferBytes());
    }
  }

  /**
   * Joins a multicast group.
   *
   * @param index of an interface, 0 for the one the kernel routes the group to
   * @throws io.netty.channel.ChannelException if the kernel refuses
   */
  static void join(LinuxSocket socket, InetAddress group, int index) throws IOException {
    byte[] ip = group.getAddress();
    boolean ip6 = ip.length == 16;
    // struct ipv6_mreq is group and index, struct ip_mreqn has an address of ours between.
    ByteBuffer request = ByteBuffer.allocateDirect(ip6 ? 16 + 4 : 4 + 4 + 4);
    request.order(ByteOrder.nativeOrder()).put(ip);
    if (!ip6) {
      request.putInt(0);
    }
    request.putInt(index).flip();
    socket.setRawOpt(
        ip6 ? SOL_IPV6 : SOL_IP, ip6 ? IPV6_ADD_MEMBERSHIP : IP_ADD_MEMBERSHIP, request);
  }

  static void closeQuietly(@Nullable FileDescriptor descriptor) {
    if (descriptor != null) {
      try {
        descriptor.close();
      } catch (IOException e) {
        // Gone all the same; what led here is thrown.
      }
    }
  }

  /** A new socket of the family of the addresses, with the options that come before bind. */
  static LinuxSocket open(SocketAddress one, @Nullable SocketAddress other, MgSocketOptions options)
      throws IOException {
    boolean unix = one instanceof UnixDomainSocketAddress;
    LinuxSocket socket =
        unix
            ? LinuxSocket.newSocketDomain()
            : LinuxSocket.newSocketStream(isIp6(one) || isIp6(other));
    try {
      setBuffers(socket, options);
      if (!unix) {
        socket.setTcpNoDelay(options.noDelay());
        socket.setKeepAlive(options.keepAlive());
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static boolean isIp6(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
  }

  /**
   * Binds, never onto a file that exists: Netty's bind would remove it first, whatever it is.
   *
   * @throws MgNetException if the address cannot be used
   */
  static void bind(LinuxSocket socket, SocketAddress address) throws IOException {
    if (address instanceof UnixDomainSocketAddress unix
        && Files.exists(unix.getPath(), LinkOption.NOFOLLOW_LINKS)) {
      throw new MgNetException(Kind.ADDRESS_IN_USE, "Address already in use", null);
    }
    socket.bind(toNetty(address));
  }

  /**
   * The address as Netty's sockets take it.
   *
   * @throws MgNetException if it cannot be used: unresolved, too long, or of an unknown kind
   */
  static SocketAddress toNetty(SocketAddress address) throws MgNetException {
    if (address instanceof InetSocketAddress inet) {
      if (inet.isUnresolved()) {
        throw new MgNetException(Kind.UNKNOWN_HOST, "unresolved address", null);
      }
      return inet;
    }
    if (address instanceof UnixDomainSocketAddress unix) {
      String path = unix.getPath().toString();
      if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
        throw new MgNetException(
            Kind.OTHER, "the path has more than " + MAX_PATH_BYTES + " bytes", null);
      }
      return new DomainSocketAddress(path);
    }
    throw new MgNetException(Kind.UNSUPPORTED, "neither an IP address nor a path", null);
  }

  /** What accept filled in, cut to its length: smaller than an address object and its parts. */
  static byte[] cut(byte[] filled) {
    return Arrays.copyOfRange(filled, 1, 1 + filled[0]);
  }

  /** The address of what {@link #cut} made. */
  static InetSocketAddress parse(byte[] cut) {
    return NativeInetAddress.address(cut, 0, cut.length);
  }
}
