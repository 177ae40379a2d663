package dev.mg.spi.sockets;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A socket, watched by its transport once there is something to wait for. <b>Owner thread only.</b>
 *
 * <p>A connection that is answered as soon as it is accepted never gets there: the selector costs
 * it nothing, and its descriptor ends with its close and not with the next poll.
 *
 * <p>There is one of these a connection, so it holds no buffer, and addresses of its own only once
 * the JDK's channel, which keeps them too, will not tell any more.
 */
public abstract class SocketHandle implements MgChannel {
  final SocketTransport transport;

  /** The transport's word for its watch; null while it does not watch this. */
  private @Nullable Object watch;

  /** The place among {@link Unwatched}. */
  int slot;

  private @Nullable Object attachment;

  /** Null while it is open and has not failed. */
  private @Nullable SocketEnd end;

  private byte wanted;
  private boolean closed;

  SocketHandle(SocketTransport transport, @Nullable Object attachment) {
    this.transport = transport;
    this.attachment = attachment;
    transport.unwatched.add(this);
  }

  /** The JDK's channel, a {@link NetworkChannel}. */
  public abstract SelectableChannel socket();

  // ---- the transport's side ----

  /**
   * For the transport's poll: the socket was found ready. It never throws: a selector would drop
   * the rest of its batch.
   *
   * @param ops as in {@link SelectionKey}
   */
  public final void selected(int ops) {
    try {
      ready(ops);
    } catch (Throwable t) {
      transport.reports.keep(t);
    }
  }

  /** Reports what {@code ops} of a {@link SelectionKey} mean. */
  abstract void ready(int ops) throws IOException;

  /** Reports bytes and room, as far as they are wanted. */
  final void reportReady(int ops) {
    int ready =
        (((ops & SelectionKey.OP_READ) != 0 ? READ : 0)
                | ((ops & SelectionKey.OP_WRITE) != 0 ? WRITE : 0))
            & wanted;
    if (ready != 0) {
      transport.reports.ready(this, ready);
    }
  }

  /** What a selector has to watch for {@code wanted} kinds of the SPI. */
  int watched(int wanted) {
    return ((wanted & READ) != 0 ? SelectionKey.OP_READ : 0)
        | ((wanted & WRITE) != 0 ? SelectionKey.OP_WRITE : 0);
  }

  /** It is about to be watched: it lives on beyond its first events. */
  void beforeWaiting() {}

  private @Nullable SocketAddress askLocal() {
    try {
      return ((NetworkChannel) socket()).getLocalAddress();
    } catch (IOException e) {
      // Closed: it does not tell any more.
      return null;
    }
  }

  /** Null when there is no other end, or the channel does not tell any more. */
  abstract @Nullable SocketAddress askRemote();

  /** Closes the JDK's channel; the addresses have been kept. */
  void closeSocket(boolean reset) {
    Sockets.closeQuietly(socket());
  }

  // ---- the core's side ----

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

  final void applyInterest() {
    int ops = watched(wanted);
    Object known = watch;
    if (known != null) {
      transport.rewatch(known, ops);
    } else if (ops != 0 && socket().isOpen()) {
      // A connect that failed has closed its channel, and there is nothing more to hear.
      startWatch(ops);
    }
  }

  private void startWatch(int ops) {
    beforeWaiting();
    try {
      watch = transport.watch(this, ops);
    } catch (IOException e) {
      throw new IllegalStateException("closed by another thread: " + this, e);
    }
    transport.unwatched.remove(this);
  }

  @Override
  public final void close(boolean reset) {
    if (closed) {
      return;
    }
    closed = true;
    wanted = 0;
    if (end == null) {
      end = new SocketEnd(null, local(), remote());
    }
    Object known = watch;
    if (known == null) {
      transport.unwatched.remove(this);
    }
    closeSocket(reset);
    if (known != null) {
      transport.unwatch(known);
    }
  }

  final boolean isClosed() {
    return closed;
  }

  /** It has failed, for good. */
  final void failed(
      MgNetException why, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
    end = new SocketEnd(why, local, remote);
  }

  /** What {@link #failed} was given; null if it has not. */
  final @Nullable MgNetException failure() {
    SocketEnd it = end;
    return it == null ? null : it.failure();
  }

  @Override
  public final @Nullable SocketAddress local() {
    SocketEnd it = end;
    return it == null ? askLocal() : it.local();
  }

  @Override
  public final @Nullable SocketAddress remote() {
    SocketEnd it = end;
    return it == null ? askRemote() : it.remote();
  }

  @Override
  public final @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public final void attach(@Nullable Object newAttachment) {
    attachment = newAttachment;
  }

  /** Both ends, for people. */
  @Override
  public String toString() {
    return SocketErrors.name(local()) + " - " + SocketErrors.name(remote());
  }
}
