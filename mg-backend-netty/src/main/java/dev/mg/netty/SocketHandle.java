package dev.mg.netty;

import dev.mg.spi.MgChannel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket of java.nio's in Netty's loop, without a channel of Netty's; registered once there is
 * something to wait for. <b>Owner thread only.</b>
 *
 * <p>There is one a connection, so it holds no buffer, and addresses only once java.nio's channel,
 * which keeps them too, does not tell them any more.
 */
abstract class SocketHandle implements MgChannel, NioIoHandle {
  /** By interest. */
  private static final NioIoOps[] OPS = {
    NioIoOps.NONE, NioIoOps.READ, NioIoOps.WRITE, NioIoOps.READ_AND_WRITE
  };

  final NettyTransport transport;

  /** Null while the loop does not know this. */
  private @Nullable IoRegistration registration;

  /** The place among {@link Unwatched}. */
  int slot;

  private @Nullable Object attachment;
  private byte interest;
  private boolean closed;

  SocketHandle(NettyTransport transport, @Nullable Object attachment) {
    this.transport = transport;
    this.attachment = attachment;
    transport.unwatched.add(this);
  }

  /** Null if there never was one. */
  abstract @Nullable SelectableChannel socket();

  final boolean isClosed() {
    return closed;
  }

  final int wanted() {
    return interest;
  }

  // ---- the loop's side ----

  @Override
  public final SelectableChannel selectableChannel() {
    SelectableChannel socket = socket();
    if (socket == null) {
      throw new IllegalStateException("there is no socket: " + remote());
    }
    return socket;
  }

  @Override
  public final void handle(IoRegistration from, IoEvent event) {
    try {
      selected(((NioIoEvent) event).ops());
    } catch (Throwable t) {
      transport.reports.keep(t);
    }
  }

  /** The loop found it ready. */
  void selected(NioIoOps ready) {
    int ops =
        ((ready.contains(NioIoOps.READ) ? READ : 0) | (ready.contains(NioIoOps.WRITE) ? WRITE : 0))
            & interest;
    if (ops != 0) {
      transport.reports.ready(this, ops);
    }
  }

  /** Called by the loop when it ends. */
  @Override
  public final void close() {
    close(false);
  }

  // ---- the core's side ----

  @Override
  public final void interest(int ops) {
    if (ops != interest && !closed) {
      interest = (byte) ops;
      watch(watched(ops));
    }
  }

  /** What the loop is to watch for {@code wanted} kinds of the SPI. */
  NioIoOps watched(int wanted) {
    return OPS[wanted];
  }

  final void watch(NioIoOps ops) {
    IoRegistration known = registration;
    SelectableChannel socket = socket();
    // A connect that failed has closed its socket, and there is nothing more to hear.
    if (known == null && ops != NioIoOps.NONE && socket != null && socket.isOpen()) {
      try {
        known = transport.register(this);
      } catch (Exception e) {
        throw new IllegalStateException("closed by another thread: " + socket, e);
      }
      registration = known;
      transport.unwatched.remove(this);
    }
    if (known != null) {
      known.submit(ops);
    }
  }

  @Override
  public final void close(boolean reset) {
    if (closed) {
      return;
    }
    rememberAddresses();
    closed = true;
    SelectableChannel socket = socket();
    if (reset && socket instanceof NetworkChannel stream && socket.isOpen()) {
      lingerNot(stream);
    }
    // FIN leaves here; RST and the descriptor's end wait for the loop if it knows the socket, and
    // the next poll runs it before it waits.
    closeQuietly(socket);
    IoRegistration known = registration;
    if (known == null) {
      transport.unwatched.remove(this);
    } else {
      known.cancel();
    }
  }

  private static void lingerNot(NetworkChannel stream) {
    try {
      stream.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | UnsupportedOperationException e) {
      // The peer has gone already, or it is no stream of TCP's.
    }
  }

  static void closeQuietly(@Nullable Closeable what) {
    if (what != null) {
      try {
        what.close();
      } catch (IOException e) {
        // Gone all the same; what led here has been told.
      }
    }
  }

  /** Fetches what java.nio forgets with the socket. */
  abstract void rememberAddresses();

  @Override
  public abstract @Nullable SocketAddress remote();

  @Override
  public final @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public final void attach(@Nullable Object newAttachment) {
    attachment = newAttachment;
  }
}
