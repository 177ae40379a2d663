package dev.mg.netty;

import dev.mg.spi.MgChannel;
import dev.mg.spi.sockets.Reports;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket in the poller. <b>Owner thread only.</b> */
abstract class EpollChannel implements MgChannel, EpollIoHandle {
  /**
   * What epoll is asked for, by interest. Without any it is edge-triggered, since epoll reports
   * errors and hang-ups whatever it is asked: level-triggered they would come for ever.
   */
  private static final EpollIoOps[] MASKS = {
    EpollIoOps.EPOLLET,
    EpollIoOps.EPOLLIN,
    EpollIoOps.EPOLLOUT,
    EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT)
  };

  private static final int IN = EpollIoOps.EPOLLIN.value();
  private static final int OUT = EpollIoOps.EPOLLOUT.value();

  final EpollTransport transport;
  private @Nullable LinuxSocket socket;
  private @Nullable IoRegistration registration;
  private @Nullable Object attachment;
  private byte interest;
  private byte armed;
  private boolean closed;

  EpollChannel(EpollTransport transport, @Nullable Object attachment) {
    this.transport = transport;
    this.attachment = attachment;
  }

  /** Takes over {@code opened} and puts it into the poller, which costs no system call yet. */
  final void adopt(LinuxSocket opened) throws Exception {
    socket = opened;
    registration = transport.poller.register(this);
  }

  /**
   * The socket.
   *
   * @throws IllegalStateException after close, and if there never was one: its number may be
   *     another connection's by now
   */
  final LinuxSocket socket() {
    LinuxSocket open = socket;
    if (closed || open == null) {
      throw new IllegalStateException("use of a closed channel");
    }
    return open;
  }

  final boolean isClosed() {
    return closed;
  }

  final int wanted() {
    return interest;
  }

  @Override
  public final void interest(int ops) {
    if (ops == interest || closed) {
      return;
    }
    interest = (byte) ops;
    // Dropping READ alone waits for an event nobody wants: pauses are mostly shorter than that.
    if (ops != armed && (ops | READ) != armed) {
      arm(ops);
    }
  }

  private void arm(int ops) {
    armed = (byte) ops;
    submit(MASKS[ops]);
  }

  /** Asks epoll for {@code mask}. */
  final void submit(EpollIoOps mask) {
    IoRegistration registered = registration;
    if (registered != null) {
      try {
        registered.submit(mask);
      } catch (UncheckedIOException e) {
        unwatched(e);
      }
    }
  }

  /** The kernel does not watch the socket: it is out of memory or of watches. */
  abstract void unwatched(UncheckedIOException why);

  /** Makes the report that {@link EpollTransport#report} promised. */
  abstract void reportDue(Reports reports);

  @Override
  public final void handle(IoRegistration from, IoEvent event) {
    try {
      int bits = ((EpollIoEvent) event).ops().value();
      // Errors and hang-ups are neither bit and so count as both.
      int ops = ((bits & ~OUT) != 0 ? READ : 0) | ((bits & ~IN) != 0 ? WRITE : 0);
      if (!event(ops) && interest != armed) {
        arm(interest);
      }
    } catch (Throwable t) {
      transport.reports.keep(t);
    }
  }

  /** Serves readiness {@code ops}; false if none of it is wanted. */
  abstract boolean event(int ops) throws IOException;

  @Override
  public final void close(boolean reset) {
    if (closed) {
      return;
    }
    rememberAddresses();
    closed = true;
    LinuxSocket open = socket;
    if (open != null) {
      release(open, reset);
    }
    IoRegistration registered = registration;
    if (registered != null) {
      // After the socket: a closed descriptor has left epoll by itself, for no system call.
      registered.cancel();
    }
  }

  private static void release(LinuxSocket open, boolean reset) {
    try {
      if (reset) {
        open.setSoLinger(0);
      }
    } catch (IOException e) {
      // Not a TCP socket, or reset already.
    }
    try {
      open.close();
    } catch (IOException e) {
      // The descriptor is gone whatever close(2) says.
    }
  }

  /** Fetches what the kernel forgets with the socket. */
  abstract void rememberAddresses();

  @Override
  public final @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public final void attach(@Nullable Object newAttachment) {
    attachment = newAttachment;
  }

  // ---- Netty's side of the handle ----

  @Override
  public final FileDescriptor fd() {
    return Objects.requireNonNull(socket);
  }

  /** Called by the poller when it is destroyed. */
  @Override
  public final void close() {
    close(false);
  }
}
