package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgSocketOptions;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
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

/** Makes Netty's channels and sets them up so that bytes are pulled. Owner thread only. */
final class NettyChannels {
  private static final int MAX_ACCEPTS_A_POLL = 256;
  private static final int SMALLEST_READ = 512;
  private static final int FIRST_READ = 2048;

  private final RecvByteBufAllocator accepts =
      new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(MAX_ACCEPTS_A_POLL);
  private final RecvByteBufAllocator reads;

  NettyChannels(MgOptions options) {
    int most = options.readBytes();
    reads =
        new AdaptiveRecvByteBufAllocator(SMALLEST_READ, Math.min(FIRST_READ, most), most)
            .maxMessagesPerRead(1);
  }

  /** A listener to be registered and bound, paused. */
  Channel listener(SocketAddress local, MgSocketOptions options) throws IOException {
    boolean unix = local instanceof UnixDomainSocketAddress;
    ServerSocketChannel socket = ServerSocketChannel.open(family(local, null));
    Channel channel =
        unix
            ? new UnixServerChannel(socket, options.backlog())
            : new NioServerSocketChannel(socket);
    try {
      ChannelConfig config = channel.config();
      config.setAutoRead(false);
      config.setRecvByteBufAllocator(accepts);
      if (options.reusePort() && (unix || !reusePort(config))) {
        throw new MgNetException(
            MgNetException.Kind.UNSUPPORTED, "no SO_REUSEPORT here, unset reusePort", null);
      }
      if (options.receiveBufferBytes() > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      }
      if (!unix) {
        config.setOption(ChannelOption.SO_BACKLOG, options.backlog());
        config.setOption(ChannelOption.SO_REUSEADDR, true);
      }
      return channel;
    } catch (Throwable t) {
      channel.unsafe().closeForcibly();
      throw t;
    }
  }

  private static boolean reusePort(ChannelConfig config) {
    return config.setOption(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
  }

  /** A channel to connect with. */
  static Channel client(
      SocketAddress remote, @Nullable SocketAddress local, MgSocketOptions options)
      throws IOException {
    SocketChannel socket = SocketChannel.open(family(remote, local));
    try {
      if (options.receiveBufferBytes() > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      }
      return remote instanceof UnixDomainSocketAddress
          ? new UnixChannel(null, socket)
          : new NioSocketChannel(socket);
    } catch (Throwable t) {
      socket.close();
      throw t;
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

  /** A channel on a connected socket of the caller's, whose options stay as they are. */
  static Channel adopt(SocketChannel socket) throws IOException {
    if (socket.getRemoteAddress() instanceof UnixDomainSocketAddress) {
      return new UnixChannel(null, socket);
    }
    Boolean noDelay = socket.getOption(StandardSocketOptions.TCP_NODELAY);
    Channel channel = new NioSocketChannel(socket);
    // Netty sets it whatever it was.
    socket.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
    return channel;
  }

  /** Readies a connection's channel, before it is registered, paused. */
  void setUp(Channel channel) {
    ChannelConfig config = channel.config();
    config.setAutoRead(false);
    // Netty's default, the adaptive one, costs threads that are not of Netty's own kind more.
    config.setAllocator(PooledByteBufAllocator.DEFAULT);
    config.setRecvByteBufAllocator(reads);
    // The core closes. Closed on a failed write, a channel would drop bytes not read yet.
    config.setAutoClose(false);
    config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // Deadlines are the core's.
    config.setConnectTimeoutMillis(0);
  }

  /** Gives a client or a listener's child its options. */
  static void configure(Channel channel, MgSocketOptions options) throws IOException {
    ChannelConfig config = channel.config();
    int sendBufferBytes = options.sendBufferBytes();
    if (channel instanceof UnixChannel unix) {
      if (sendBufferBytes > 0) {
        unix.javaChannel().setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes);
      }
      return;
    }
    config.setOption(ChannelOption.TCP_NODELAY, options.noDelay());
    config.setOption(ChannelOption.SO_KEEPALIVE, options.keepAlive());
    if (sendBufferBytes > 0) {
      config.setOption(ChannelOption.SO_SNDBUF, sendBufferBytes);
    }
  }
}
