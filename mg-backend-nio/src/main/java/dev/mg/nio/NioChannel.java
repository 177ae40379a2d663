package dev.mg.nio;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A socket, registered with the selector once there is something to wait for. <b>Owner thread
 * only.</b>
 *
 * <p>A connection that is answered as soon as it is accepted never gets there: the selector costs
 * it nothing, and its descriptor ends with its close and not with the next poll.
 *
 * <p>There is one of these a connection, so it holds no buffer, and addresses of its own only once
 * the JDK's channel, which keeps them too, will not tell any more.
 */
abstract class NioChannel implements MgChannel {
  final NioTransport transport;

  /** Null while the selector does not know this. */
  private @Nullable SelectionKey key;

  /** The place among those the selector does not know. */
  int slot;

  private @Nullable Object attachment;

  /** Null while it is open and has not failed. */
  private @Nullable NioEnd end;

  private byte wanted;
  private boolean closed;

  NioChannel(NioTransport transport, @Nullable Object attachment) {
    this.transport = transport;
    this.attachment = attachment;
    transport.hold(this);
  }

  /** The JDK's channel. */
  abstract SelectableChannel socket();

  /**
   * The selector found it ready.
   *
   * @param ops the selector's
   */
  abstract void selected(int ops);

  /** What the selector has to watch for {@code wanted} kinds of the SPI. */
  abstract int selectorOps(int wanted);

  /** The selector is about to know it: it lives on beyond its first events. */
  void beforeWaiting() {}

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
    wanted = (byte) ops;
    applyInterest();
  }

  final int wanted() {
    return wanted;
  }

  final void applyInterest() {
    int ops = selectorOps(wanted);
    SelectionKey k = key;
    // A connect that failed has closed its channel, and there is nothing more to hear.
    if (k == null) {
      if (ops != 0 && socket().isOpen()) {
        watch(ops);
      }
    } else if (k.isValid()) {
      k.interestOps(ops);
    }
  }

  private void watch(int ops) {
    beforeWaiting();
    try {
      key = transport.register(socket(), ops, this);
    } catch (ClosedChannelException e) {
      throw new IllegalStateException("closed by another thread: " + this, e);
    }
    transport.release(this);
  }

  @Override
  public final void close(boolean reset) {
    if (closed) {
      return;
    }
    closed = true;
    if (key == null) {
      transport.release(this);
    }
    if (end == null) {
      end = new NioEnd(null, local(), remote());
    }
    closeSocket(reset);
  }

  final boolean isClosed() {
    return closed;
  }

  /** It has failed, for good. */
  final void failed(
      MgNetException why, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
    end = new NioEnd(why, local, remote);
  }

  /** What {@link #failed} was given; null if it has not. */
  final @Nullable MgNetException failure() {
    NioEnd it = end;
    return it == null ? null : it.failure();
  }

  @Override
  public final @Nullable SocketAddress local() {
    NioEnd it = end;
    return it == null ? askLocal() : it.local();
  }

  @Override
  public final @Nullable SocketAddress remote() {
    NioEnd it = end;
    return it == null ? askRemote() : it.remote();
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
