package dev.mg.netty;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.sockets.Reports;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose reads and writes go straight into the kernel. <b>Owner thread only.</b>
 *
 * <p>The kernel tells a failure once; here it is kept, so that every later call throws it, reads
 * after the bytes that came before it.
 */
final class EpollStream extends EpollChannel implements MgStream {
  /** One edge tells that a connect is decided; level-triggered it would go on telling. */
  private static final EpollIoOps CONNECT = EpollIoOps.EPOLLOUT.with(EpollIoOps.EPOLLET);

  private enum State {
    CONNECTING,
    /** The outcome is there and the next poll reports it. */
    DECIDED,
    OPEN,
    /** Never was connected. */
    FAILED
  }

  private State state;
  private @Nullable MgNetException failure;

  /** A SocketAddress, or the bytes of one: most are never asked for. */
  private Object remote;

  private @Nullable SocketAddress local;

  /** To be connected. */
  EpollStream(EpollTransport transport, SocketAddress remote, @Nullable Object attachment) {
    super(transport, attachment);
    this.remote = remote;
    state = State.CONNECTING;
  }

  private EpollStream(EpollListener listener, Object remote) {
    super(listener.transport, null);
    this.remote = remote;
    local = listener.isSpecific() ? listener.local() : null;
    state = State.OPEN;
  }

  /** What {@code listener} has just accepted, its peer still in the transport's address bytes. */
  static EpollStream accepted(EpollListener listener, LinuxSocket socket) throws Exception {
    boolean unix = listener.local() instanceof UnixDomainSocketAddress;
    EpollStream child =
        new EpollStream(
            listener,
            unix ? EpollSockets.UNNAMED : EpollSockets.cut(listener.transport.peerAddress));
    child.adopt(socket);
    return child;
  }

  // ---- connecting ----

  /** Starts the connect; its outcome, even one that is there at once, waits for the next poll. */
  void connect(@Nullable SocketAddress from, MgSocketOptions options) {
    SocketAddress to = (SocketAddress) remote;
    try {
      SocketAddress netty = EpollSockets.toNetty(to);
      LinuxSocket opened = EpollSockets.open(to, from, options);
      adopt(opened);
      if (from != null) {
        EpollSockets.bind(opened, from);
      }
      if (opened.connect(netty)) {
        decided(null);
      } else {
        submit(CONNECT);
      }
    } catch (Exception e) {
      decided(EpollErrors.of("connect to ", to, e));
    }
  }

  private void decided(@Nullable MgNetException why) {
    if (state == State.CONNECTING) {
      failure = why;
      state = State.DECIDED;
      transport.report(this);
    }
  }

  private void finishConnect() throws IOException {
    int errno = socket().getSoError();
    report(
        errno == 0
            ? null
            : EpollErrors.of("connect to ", remote(), Errors.newIOException("connect", -errno)));
  }

  private void report(@Nullable MgNetException why) {
    failure = why;
    state = why == null ? State.OPEN : State.FAILED;
    transport.reports.connected(this, why);
  }

  // ---- events ----

  @Override
  boolean event(int ops) throws IOException {
    if (state == State.CONNECTING) {
      finishConnect();
      return true;
    }
    int ready = ops & wanted();
    if (ready == 0 || state != State.OPEN) {
      return false;
    }
    transport.reports.ready(this, ready);
    return true;
  }

  @Override
  void unwatched(UncheckedIOException why) {
    MgNetException told = EpollErrors.of("watch the connection to ", remote(), why);
    if (state == State.CONNECTING) {
      decided(told);
    } else if (failure == null) {
      failure = told;
      transport.report(this);
    }
  }

  @Override
  void reportDue(Reports reports) {
    if (state == State.DECIDED) {
      report(failure);
    } else if (wanted() != 0) {
      reports.ready(this, wanted());
    }
  }

  // ---- bytes ----

  @Override
  public int read(MgIobuf dst, int max) throws MgNetException {
    LinuxSocket from = socketToMove();
    if (from == null) {
      return 0;
    }
    int got;
    try {
      got = from.recvAddress(transport.scratchAddress, 0, capped(max));
    } catch (IOException | NotYetConnectedException e) {
      throw failed(e);
    }
    if (got > 0) {
      dst.reserve(got);
      transport.scratch.get(0, dst.buf(), dst.tail(), got);
      dst.commit(got);
      return got;
    }
    MgNetException why = failure;
    if (why != null) {
      throw why;
    }
    return got;
  }

  @Override
  public int write(MgIobuf src, int max) throws MgNetException {
    LinuxSocket to = socketToMove();
    MgNetException why = failure;
    if (why != null) {
      throw why;
    }
    if (to == null) {
      return 0;
    }
    int n = capped(Math.min(max, WRITE_BYTES));
    transport.scratch.put(0, src.buf(), src.head(), n);
    try {
      return to.sendAddress(transport.scratchAddress, 0, n);
    } catch (IOException | NotYetConnectedException e) {
      throw failed(e);
    }
  }

  private int capped(int max) {
    return Math.min(max, transport.scratch.capacity());
  }

  /** Null while the connect is under way. */
  private @Nullable LinuxSocket socketToMove() throws MgNetException {
    if (state == State.OPEN) {
      return socket();
    }
    MgNetException why = failure;
    if (why != null) {
      throw why;
    }
    return null;
  }

  private MgNetException failed(Exception e) {
    MgNetException why = failure;
    if (why == null) {
      why = EpollErrors.ofOpenStream(e);
      failure = why;
    }
    return why;
  }

  @Override
  public void shutdownOutput() throws MgNetException {
    try {
      socket().shutdown(false, true);
    } catch (NotYetConnectedException e) {
      // The peer's reset was first: the next read tells it.
    } catch (IOException e) {
      throw failed(e);
    }
  }

  // ---- addresses ----

  @Override
  void rememberAddresses() {
    local();
  }

  @Override
  public @Nullable SocketAddress local() {
    if (local == null && state == State.OPEN && !isClosed()) {
      local =
          remote instanceof UnixDomainSocketAddress
              ? EpollSockets.UNNAMED
              : socket().localAddress();
    }
    return local;
  }

  @Override
  public SocketAddress remote() {
    if (remote instanceof byte[] bytes) {
      remote = EpollSockets.parse(bytes);
    }
    return (SocketAddress) remote;
  }
}
