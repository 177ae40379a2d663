package dev.mg.nio;

import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening socket. <b>Owner thread only.</b> */
final class NioListener extends NioChannel {
  /** Accepts of one poll: a flood of them leaves the connections there are their turn. */
  static final int MAX_ACCEPTS = 256;

  private final ServerSocketChannel socket;
  private final MgSocketOptions options;
  private final @Nullable NioBoundFile file;
  private final boolean tcp;

  NioListener(
      NioTransport transport,
      ServerSocketChannel socket,
      MgSocketOptions options,
      @Nullable NioBoundFile file,
      @Nullable Object attachment) {
    super(transport, attachment);
    this.socket = socket;
    this.options = options;
    this.file = file;
    this.tcp = file == null;
  }

  @Override
  ServerSocketChannel socket() {
    return socket;
  }

  @Override
  int selectorOps(int wanted) {
    return (wanted & READ) != 0 ? SelectionKey.OP_ACCEPT : 0;
  }

  @Override
  void selected(int ops) {
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
    NioStream stream;
    try {
      stream = NioStream.accepted(transport, child, options, tcp);
    } catch (IOException e) {
      // Reset while it waited to be accepted, which some systems tell by refusing the options.
      NioTransport.closeQuietly(child);
      return;
    }
    transport.reportAccepted(this, stream);
  }

  /** Out of descriptors the listener stays ready, and every poll would return at once. */
  private void fail(IOException cause) {
    interest(wanted() & ~READ);
    String what = "accept on " + NioErrors.name(local());
    transport.reportAcceptFailed(this, NioErrors.of(what, cause));
  }

  @Override
  @Nullable SocketAddress askLocal() {
    try {
      return socket.getLocalAddress();
    } catch (IOException e) {
      return null;
    }
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
    NioTransport.closeQuietly(socket);
    // The descriptor lives on until the selector has run. Connections have had their FIN by then,
    // but a listener would keep its port and have the kernel take connections nobody accepts.
    transport.releaseClosed();
  }
}
