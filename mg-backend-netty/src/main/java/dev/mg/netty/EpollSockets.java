package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgSocketOptions;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.NativeInetAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
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

  private EpollSockets() {}

  /** A new socket of the family of the addresses, with the options that come before bind. */
  static LinuxSocket open(SocketAddress one, @Nullable SocketAddress other, MgSocketOptions options)
      throws IOException {
    boolean unix = one instanceof UnixDomainSocketAddress;
    LinuxSocket socket =
        unix
            ? LinuxSocket.newSocketDomain()
            : LinuxSocket.newSocketStream(isIp6(one) || isIp6(other));
    try {
      if (options.sendBufferBytes() > 0) {
        socket.setSendBufferSize(options.sendBufferBytes());
      }
      if (options.receiveBufferBytes() > 0) {
        socket.setReceiveBufferSize(options.receiveBufferBytes());
      }
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
