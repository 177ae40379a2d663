package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Makes java.nio's sockets, not blocking, with their options set. */
final class Sockets {
  private Sockets() {}

  /** A socket bound and listening. */
  static ServerSocketChannel listening(SocketAddress local, MgSocketOptions options)
      throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(family(local, null));
    try {
      socket.configureBlocking(false);
      if (options.reusePort()) {
        if (!socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
          throw new MgNetException(
              MgNetException.Kind.UNSUPPORTED, "no SO_REUSEPORT here, unset reusePort", null);
        }
        socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      if (options.receiveBufferBytes() > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      }
      if (!(local instanceof UnixDomainSocketAddress)) {
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      return socket.bind(local, options.backlog());
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /** A socket to connect with, bound if there is a {@code local}. */
  static SocketChannel connecting(
      SocketAddress remote, @Nullable SocketAddress local, MgSocketOptions options)
      throws IOException {
    ProtocolFamily family = family(remote, local);
    SocketChannel socket = SocketChannel.open(family);
    try {
      configure(socket, options, family != StandardProtocolFamily.UNIX);
      if (options.receiveBufferBytes() > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      }
      return local == null ? socket : socket.bind(local);
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /**
   * Makes a new socket as its listener is. SO_RCVBUF an accepted one has inherited; the others are
   * off in it.
   */
  static void configure(SocketChannel socket, MgSocketOptions options, boolean tcp)
      throws IOException {
    socket.configureBlocking(false);
    if (tcp && options.noDelay()) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    if (tcp && options.keepAlive()) {
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
    if (options.sendBufferBytes() > 0) {
      socket.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
    }
  }

  /**
   * A family of its own for each address: the JDK's default is an IPv6 socket for both, and one
   * bound to 0.0.0.0 would listen on [::] as well.
   */
  static ProtocolFamily family(@Nullable SocketAddress one, @Nullable SocketAddress other) {
    if (one instanceof UnixDomainSocketAddress) {
      return StandardProtocolFamily.UNIX;
    }
    return isIp6(one) || isIp6(other) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
  }

  private static boolean isIp6(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
  }
}
