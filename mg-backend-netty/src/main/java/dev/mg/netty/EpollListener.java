package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.sockets.BoundFile;
import dev.mg.spi.sockets.Reports;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket. <b>Owner thread only.</b> */
final class EpollListener extends EpollChannel {
  private static final int MAX_ACCEPTS_A_POLL = 256;

  private final SocketAddress local;
  private final @Nullable BoundFile file;
  private @Nullable MgNetException unwatched;

  private EpollListener(
      EpollTransport transport, SocketAddress local, @Nullable Object attachment) {
    super(transport, attachment);
    this.local = local;
    file = BoundFile.of(local);
  }

  static EpollListener open(
      EpollTransport transport,
      SocketAddress wanted,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    LinuxSocket socket = null;
    try {
      // Linux hands the options of a listener down to what it accepts: none is set per connection.
      socket = EpollSockets.open(wanted, null, options);
      SocketAddress local = bind(socket, wanted, options);
      EpollListener listener = new EpollListener(transport, local, attachment);
      listener.adopt(socket);
      return listener;
    } catch (Exception e) {
      EpollSockets.closeQuietly(socket);
      throw EpollErrors.of("listen on ", wanted, e);
    }
  }

  private static SocketAddress bind(
      LinuxSocket socket, SocketAddress wanted, MgSocketOptions options) throws IOException {
    boolean unix = wanted instanceof UnixDomainSocketAddress;
    if (options.reusePort()) {
      if (unix) {
        throw new MgNetException(
            MgNetException.Kind.UNSUPPORTED, "a path is not shared, unset reusePort", null);
      }
      socket.setReusePort(true);
    }
    if (!unix) {
      socket.setReuseAddress(true);
    }
    EpollSockets.bind(socket, wanted);
    socket.listen(options.backlog());
    return unix ? wanted : socket.localAddress();
  }

  @Override
  boolean event(int ops) {
    for (int i = 0; i < MAX_ACCEPTS_A_POLL; i++) {
      if ((wanted() & READ) == 0) {
        return i > 0;
      }
      try {
        int fd = socket().accept(transport.peerAddress);
        if (fd < 0) {
          return true;
        }
        accepted(fd);
      } catch (NativeIoException e) {
        if (!EpollErrors.isOfOnePeer(e)) {
          failed(EpollErrors.of("accept on ", local, e));
        }
      } catch (IOException e) {
        failed(EpollErrors.of("accept on ", local, e));
      }
    }
    return true;
  }

  private void accepted(int fd) {
    EpollStream child;
    try {
      child = EpollStream.accepted(this, LinuxSocket.newSocket(fd));
    } catch (Exception e) {
      EpollSockets.closeQuietly(new FileDescriptor(fd));
      failed(EpollErrors.of("accept on ", local, e));
      return;
    }
    transport.reports.accepted(this, child);
  }

  private void failed(MgNetException why) {
    interest(0);
    transport.reports.acceptFailed(this, why);
  }

  /** Whether its children's local address is this one. */
  boolean isSpecific() {
    return !(local instanceof InetSocketAddress inet && inet.getAddress().isAnyLocalAddress());
  }

  @Override
  void unwatched(UncheckedIOException why) {
    unwatched = EpollErrors.of("watch ", local, why);
    transport.report(this);
  }

  @Override
  void reportDue(Reports reports) {
    MgNetException why = unwatched;
    if (why != null) {
      unwatched = null;
      failed(why);
    }
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
