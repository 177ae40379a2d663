package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgSocketOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
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

  /** Pooling costs least where Netty recycles, which is on threads of its own kind alone. */
  private final ByteBufAllocator buffers =
      FastThreadLocalThread.currentThreadWillCleanupFastThreadLocals()
          ? PooledByteBufAllocator.DEFAULT
          : ByteBufAllocator.DEFAULT;

  NettyChannels(MgOptions options) {
    int most = options.readBytes();
    reads =
        new AdaptiveRecvByteBufAllocator(SMALLEST_READ, Math.min(FIRST_READ, most), most)
            .maxMessagesPerRead(1);
  }

  /** A listener to be registered and bound, paused. */
  Channel listener(SocketAddress local, MgSocketOptions options) throws IOException {
    boolean unix = local instanceof UnixDomainSocketAddress;
    Channel channel =
        unix
            ? new NioServerDomainSocketChannel()
            : new NioServerSocketChannel(ServerSocketChannel.open(family(local, null)));
    try {
      ChannelConfig config = channel.config();
      config.setAutoRead(false);
      config.setRecvByteBufAllocator(accepts);
      config.setOption(ChannelOption.SO_BACKLOG, options.backlog());
      if (options.receiveBufferBytes() > 0) {
        config.setOption(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
      }
      if (!unix) {
        config.setOption(ChannelOption.SO_REUSEADDR, true);
      }
      if (options.reusePort() && !unix && !reusePort(config)) {
        throw new MgNetException(
            MgNetException.Kind.UNSUPPORTED, "no SO_REUSEPORT here, unset reusePort", null);
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
  Channel client(SocketAddress remote, @Nullable SocketAddress local, MgSocketOptions options)
      throws IOException {
    Channel channel =
        remote instanceof UnixDomainSocketAddress
            ? new NioDomainSocketChannel()
            : new NioSocketChannel(SocketChannel.open(family(remote, local)));
    if (options.receiveBufferBytes() > 0) {
      channel.config().setOption(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
    }
    return channel;
  }

  /**
   * A family of its own for each address: the JDK's default is an IPv6 socket for both, and one
   * bound to 0.0.0.0 would listen on [::] as well.
   */
  private static ProtocolFamily family(SocketAddress one, @Nullable SocketAddress other) {
    return isIp6(one) || isIp6(other) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
  }

  private static boolean isIp6(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
  }

  /** Readies a client or a listener's child, before it is registered. */
  void setUp(Channel channel, MgSocketOptions options) {
    ChannelConfig config = channel.config();
    config.setAutoRead(false);
    config.setAllocator(buffers);
    config.setRecvByteBufAllocator(reads);
    // The core closes. Closed on a failed write, a channel would drop bytes not read yet.
    config.setAutoClose(false);
    config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // Deadlines are the core's.
    config.setConnectTimeoutMillis(0);
    if (channel instanceof NioSocketChannel) {
      config.setOption(ChannelOption.TCP_NODELAY, options.noDelay());
      config.setOption(ChannelOption.SO_KEEPALIVE, options.keepAlive());
    }
    if (options.sendBufferBytes() > 0) {
      config.setOption(ChannelOption.SO_SNDBUF, options.sendBufferBytes());
    }
  }
}
