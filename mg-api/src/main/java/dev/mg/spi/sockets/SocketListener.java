package dev.mg.spi.sockets;

import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening socket. <b>Owner thread only.</b> */
final class SocketListener extends SocketHandle {
  /** Accepts of one poll: a flood of them leaves the connections there are their turn. */
  private static final int MAX_ACCEPTS = 256;

  private final ServerSocketChannel socket;
  private final MgSocketOptions options;
  private final @Nullable BoundFile file;
  private final boolean tcp;

  SocketListener(
      SocketTransport transport,
      ServerSocketChannel socket,
      SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment) {
    super(transport, attachment);
    this.socket = socket;
    this.options = options;
    file = BoundFile.of(local);
    tcp = !(local instanceof UnixDomainSocketAddress);
  }

  @Override
  public ServerSocketChannel socket() {
    return socket;
  }

  @Override
  int watched(int wanted) {
    return (wanted & READ) != 0 ? SelectionKey.OP_ACCEPT : 0;
  }

  @Override
  void ready(int ops) {
    for (int i = 0; i < MAX_ACCEPTS; i++) {
      SocketChannel child;
      try {
        child = socket.accept();
      } catch (IOException e) {
        fail(e);
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
      stream = transport.accepted(child, options, tcp);
    } catch (IOException e) {
      // Reset while it waited to be accepted, which some systems tell by refusing the options.
      Sockets.closeQuietly(child);
      return;
    }
    transport.reports.accepted(this, stream);
  }

  /** Out of descriptors the listener stays ready, and every poll would return at once. */
  private void fail(IOException cause) {
    interest(0);
    String what = "accept on " + SocketErrors.name(local());
    transport.reports.acceptFailed(this, SocketErrors.of(what, cause));
  }

  @Override
  @Nullable SocketAddress askRemote() {
    return null;
  }

  @Override
  void closeSocket(boolean reset) {
    if (file != null) {
      file.remove();
    }
    Sockets.closeQuietly(socket);
    transport.listenerClosed();
  }
}
