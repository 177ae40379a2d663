package dev.mg.netty;

import dev.mg.MgOptions;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Makes Netty's channels and sets them up so that bytes are pulled. Owner thread only. */
final class NettyChannels {
  private static final int SMALLEST_READ = 512;
  private static final int FIRST_READ = 2048;

  /** With one handle for all, since a loop reads from one channel after the other. */
  private final RecvByteBufAllocator reads;

  NettyChannels(MgOptions options) {
    int most = options.readBytes();
    var sizes =
        new AdaptiveRecvByteBufAllocator(SMALLEST_READ, Math.min(FIRST_READ, most), most)
            .maxMessagesPerRead(1)
            .newHandle();
    reads = () -> sizes;
  }

  /** A channel on a socket whose options stay as they are. */
  static Channel adopt(SocketChannel socket) throws IOException {
    if (!socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      return new UnixChannel(socket);
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
}
