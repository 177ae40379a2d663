package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import io.netty.channel.ChannelException;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening socket. <b>Owner thread only.</b> */
final class SocketListener extends SocketHandle {
  /** A flood of connections leaves those there are their turn. */
  private static final int MAX_ACCEPTS_A_POLL = 256;

  private final ServerSocketChannel socket;
  private final MgSocketOptions options;
  private final SocketAddress local;
  private final @Nullable BoundFile file;

  private SocketListener(
      NettyTransport transport,
      ServerSocketChannel socket,
      SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment) {
    super(transport, attachment);
    this.socket = socket;
    this.options = options;
    this.local = local;
    file = BoundFile.of(local);
  }

  static SocketListener open(
      NettyTransport transport,
      SocketAddress wanted,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    ServerSocketChannel socket = null;
    try {
      socket = Sockets.listening(wanted, options);
      return new SocketListener(transport, socket, socket.getLocalAddress(), options, attachment);
    } catch (Exception e) {
      closeQuietly(socket);
      throw NettyErrors.of("listen on ", wanted, e);
    }
  }

  @Override
  SelectableChannel socket() {
    return socket;
  }

  @Override
  NioIoOps watched(int wanted) {
    return (wanted & READ) != 0 ? NioIoOps.ACCEPT : NioIoOps.NONE;
  }

  @Override
  void selected(NioIoOps ready) {
    for (int i = 0; i < MAX_ACCEPTS_A_POLL; i++) {
      SocketChannel child;
      try {
        child = socket.accept();
      } catch (IOException e) {
        // Out of descriptors it stays ready, and every poll would return at once.
        interest(0);
        transport.reports.acceptFailed(this, NettyErrors.of("accept on ", local, e));
        return;
      }
      if (child == null) {
        return;
      }
      take(child);
    }
  }

  private void take(SocketChannel child) {
    MgStream stream;
    try {
      Sockets.configure(child, options, file == null);
      stream =
          transport.hook == null
              ? new SocketStream(transport, child, null)
              : NettyStream.accepted(transport, NettyChannels.adopt(child));
    } catch (IOException | ChannelException e) {
      // Reset while it waited to be accepted, which some systems tell by refusing the options.
      closeQuietly(child);
      return;
    }
    transport.reports.accepted(this, stream);
  }

  /** Its address is known; the file that bind made for it goes with it. */
  @Override
  void rememberAddresses() {
    if (file != null) {
      file.remove();
    }
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public @Nullable SocketAddress remote() {
    return null;
  }
}
