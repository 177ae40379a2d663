package dev.mg.spi.sockets;

import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Makes non-blocking sockets with their options set, by as few system calls as java.nio allows. */
public final class Sockets {
  private Sockets() {}

  /**
   * A socket bound and listening. SO_REUSEADDR is as the JDK sets it when it makes one: on, but for
   * Windows, where on would let others take the port over and off still allows a quick restart.
   */
  static ServerSocketChannel listening(SocketAddress local, MgSocketOptions options)
      throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(family(local, null));
    try {
      socket.configureBlocking(false);
      if (options.reusePort()) {
        if (!socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
          throw new MgNetException(
              MgNetException.Kind.UNSUPPORTED,
              "listen on " + SocketErrors.name(local) + ": no SO_REUSEPORT here, unset reusePort",
              null);
        }
        socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      if (options.receiveBufferBytes() > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      }
      return socket.bind(local, options.backlog());
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  /** A socket ready to connect. */
  public static SocketChannel connecting(
      SocketAddress remote, @Nullable SocketAddress local, MgSocketOptions options)
      throws IOException {
    ProtocolFamily family = family(remote, local);
    SocketChannel socket = SocketChannel.open(family);
    try {
      socket.configureBlocking(false);
      if (family != StandardProtocolFamily.UNIX) {
        configureTcp(socket, options.noDelay(), options.keepAlive());
      }
      configureBuffer(socket, options);
      if (options.receiveBufferBytes() > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      }
      if (local != null) {
        socket.bind(local);
      }
      return socket;
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  /** A socket bound, and connected if there is a remote. */
  static DatagramChannel datagram(
      @Nullable SocketAddress local, @Nullable SocketAddress remote, MgSocketOptions options)
      throws IOException {
    DatagramChannel socket = DatagramChannel.open(family(local, remote));
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

  /**
   * Prepares an accepted socket. SO_RCVBUF it has inherited; what {@link #configureTcp} sets is
   * {@link SocketStream}'s to say when.
   */
  public static void accepted(SocketChannel socket, MgSocketOptions options) throws IOException {
    socket.configureBlocking(false);
    configureBuffer(socket, options);
  }

  private static void configureBuffer(SocketChannel socket, MgSocketOptions options)
      throws IOException {
    if (options.sendBufferBytes() > 0) {
      socket.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
    }
  }

  /** Sets what is asked for: both are off in a new socket. */
  public static void configureTcp(SocketChannel socket, boolean noDelay, boolean keepAlive)
      throws IOException {
    if (noDelay) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    if (keepAlive) {
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
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

  static void closeQuietly(@Nullable Closeable what) {
    if (what == null) {
      return;
    }
    try {
      what.close();
    } catch (IOException e) {
      // What was to be told has been; the descriptor is gone either way.
    }
  }

  private static boolean isIp6(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
  }
}
