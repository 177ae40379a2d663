package dev.mg.spi.sockets;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A transport on java.nio's sockets; to wait for them is the subclass's. <b>Owner thread only but
 * {@link #wakeup}.</b>
 *
 * <p>Its poll gives what is ready to {@link SocketHandle#selected}, adds {@link #reportDecided},
 * waits only if {@link #hasDecided} is false, and ends with {@link Reports#end}. Its close has
 * {@link #closeUnwatched}.
 */
public abstract class SocketTransport implements MgTransport {
  /** The reports of the poll under way. */
  protected final Reports reports;

  /**
   * Between the kernel and the heap, one for all sockets: used up within each call. It holds the
   * longest datagram that there is, four times over: none is cut.
   */
  final ByteBuffer scratch;

  final Unwatched unwatched = new Unwatched();

  /** Connects whose outcome was known when the call returned. */
  private final ArrayDeque<Outcome> decided = new ArrayDeque<>();

  /** Only allocates: the poller is opened by the subclass. */
  protected SocketTransport(MgOptions options, MgTransportEvents events) {
    reports = new Reports(events);
    scratch = ByteBuffer.allocateDirect(Math.max(options.readBytes(), MgStream.WRITE_BYTES));
  }

  // ---- the subclass's part ----

  /**
   * Refuses a call that opens a socket.
   *
   * @throws IllegalStateException on another thread than the owner, and after close
   */
  protected abstract void check(String call);

  /**
   * Starts to watch a socket; its children, bytes, room and outcome go to {@link
   * SocketHandle#selected} from then on.
   *
   * @param ops as in {@link java.nio.channels.SelectionKey}
   * @return the word for it in {@link #rewatch} and {@link #unwatch}
   */
  protected abstract Object watch(SocketHandle socket, int ops) throws IOException;

  /** Replaces what a socket is watched for. */
  protected abstract void rewatch(Object watch, int ops);

  /** The socket has been closed, which has ended its registration with every selector. */
  protected void unwatch(Object watch) {}

  /** A listener has been closed: its port is taken until the selector that knew it has run. */
  protected void listenerClosed() {}

  /**
   * The stream of a socket just accepted.
   *
   * @param tcp else it is a unix-domain socket
   * @throws IOException if its options cannot be set: it has been reset
   */
  protected MgStream accepted(SocketChannel socket, MgSocketOptions options, boolean tcp)
      throws IOException {
    return SocketStream.accepted(this, socket, options, tcp);
  }

  /** The stream of a socket fit for {@link #wrap}. */
  protected MgStream wrapped(SocketChannel socket, @Nullable Object attachment) throws IOException {
    return new SocketStream(this, socket, attachment);
  }

  /** Whether {@link #reportDecided} has something to tell, for which nobody is to wait. */
  protected final boolean hasDecided() {
    return !decided.isEmpty();
  }

  /** Reports the connects whose outcome was known at once. */
  protected final void reportDecided() {
    while (!decided.isEmpty()) {
      decided.remove().report(reports);
    }
  }

  /** Closes the sockets that are not watched, reporting nothing more of theirs. */
  protected final void closeUnwatched() {
    decided.clear();
    unwatched.closeAll();
  }

  // ---- the core's side ----

  @Override
  public MgChannel listen(SocketAddress local, MgSocketOptions options, @Nullable Object attachment)
      throws IOException {
    check("listen");
    ServerSocketChannel socket = null;
    try {
      socket = Sockets.listening(local, options);
      return new SocketListener(this, socket, local, options, attachment);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      Sockets.closeQuietly(socket);
      throw SocketErrors.of("listen on " + SocketErrors.name(local), e);
    }
  }

  @Override
  public MgStream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment) {
    check("connect");
    SocketChannel socket = null;
    try {
      socket = Sockets.connecting(remote, local, options);
      SocketStream stream = SocketStream.connect(this, socket, remote, attachment);
      if (!stream.isConnecting()) {
        decided.add(stream);
      }
      return stream;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      Sockets.closeQuietly(socket);
      MgNetException failure = SocketErrors.of("connect to " + SocketErrors.name(remote), e);
      FailedStream stream = new FailedStream(remote, failure, attachment);
      decided.add(stream);
      return stream;
    }
  }

  @Override
  public MgDatagram datagram(
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws IOException {
    check("datagram");
    try {
      return SocketDatagram.open(this, local, remote, options, attachment);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      String to = remote == null ? "" : " for " + SocketErrors.name(remote);
      throw SocketErrors.of("open a datagram socket on " + SocketErrors.name(local) + to, e);
    }
  }

  @Override
  public MgStream wrap(SocketChannel socket, @Nullable Object attachment) throws IOException {
    check("wrap");
    if (!socket.isConnected() || socket.isBlocking() || socket.isRegistered()) {
      throw new IllegalArgumentException(
          "a socket to be wrapped is connected, not blocking, and of no selector yet: " + socket);
    }
    return wrapped(socket, attachment);
  }
}
