package dev.mg.nio;

import dev.mg.spi.MgChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A socket registered with the selector. <b>Owner thread only.</b>
 *
 * <p>There is one of these a connection, so it holds no buffer, and addresses of its own only once
 * the JDK's channel, which keeps them too, will not tell any more.
 */
abstract class NioChannel implements MgChannel {
  final NioTransport transport;
  final SelectionKey key;
  private @Nullable Object attachment;
  private @Nullable SocketAddress local;
  private @Nullable SocketAddress remote;
  private int wanted;
  private boolean closed;

  /**
   * Registers {@code socket}.
   *
   * @param ops the selector's; with 0 the kernel's poller does not hear of the socket yet
   */
  NioChannel(NioTransport transport, SelectableChannel socket, int ops, @Nullable Object attachment)
      throws IOException {
    this.transport = transport;
    this.attachment = attachment;
    this.key = transport.register(socket, ops, this);
  }

  /**
   * The selector found it ready.
   *
   * @param ops the selector's
   */
  abstract void selected(int ops);

  /** What the selector has to watch for {@code wanted} kinds of the SPI. */
  abstract int selectorOps(int wanted);

  /** Null when the channel does not know or does not tell any more. */
  abstract @Nullable SocketAddress askLocal();

  /** As {@link #askLocal}, for the other end. */
  abstract @Nullable SocketAddress askRemote();

  /** Closes the JDK's channel; the addresses have been kept. */
  abstract void closeSocket(boolean reset);

  @Override
  public final void interest(int ops) {
    if (ops == wanted) {
      return;
    }
    if (closed) {
      throw new IllegalStateException("interest in a closed channel: " + this);
    }
    wanted = ops;
    applyInterest();
  }

  final int wanted() {
    return wanted;
  }

  final void applyInterest() {
    // A connect that failed has cancelled the key, and there is nothing more to hear.
    if (key.isValid()) {
      key.interestOps(selectorOps(wanted));
    }
  }

  @Override
  public final void close(boolean reset) {
    if (closed) {
      return;
    }
    closed = true;
    local = local();
    remote = remote();
    closeSocket(reset);
  }

  final boolean isClosed() {
    return closed;
  }

  /** To whom a connect was that failed: the JDK's channel has closed itself. */
  final void keepRemote(@Nullable SocketAddress to) {
    remote = to;
  }

  @Override
  public final @Nullable SocketAddress local() {
    return local != null ? local : askLocal();
  }

  @Override
  public final @Nullable SocketAddress remote() {
    return remote != null ? remote : askRemote();
  }

  @Override
  public final @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public final void attach(@Nullable Object attachment) {
    this.attachment = attachment;
  }

  /** Both ends, for people. */
  @Override
  public String toString() {
    return NioErrors.name(local()) + " - " + NioErrors.name(remote());
  }
}
