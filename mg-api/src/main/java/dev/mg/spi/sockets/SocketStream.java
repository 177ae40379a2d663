package dev.mg.spi.sockets;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket, or one that is connecting. <b>Owner thread only.</b>
 *
 * <p>The kernel tells a failure once; here it is kept, so that every later call throws it, reads
 * after the bytes that came before it.
 */
final class SocketStream extends SocketHandle implements MgStream, Outcome {
  /**
   * A first write of so much leaves at once, Nagle's algorithm or not: it is one segment on every
   * path (RFC 9293, section 3.7.1), and none is under way.
   */
  private static final int FIRST_BYTES = 536;

  private static final byte NO_DELAY = 1;
  private static final byte KEEP_ALIVE = 2;
  private static final byte HAS_WRITTEN = 4;

  private final SocketChannel socket;
  private boolean connecting;

  /**
   * The options that an accepted socket is yet to get: one that is answered and closed as soon as
   * it is accepted needs none, and each is a system call.
   */
  private byte owed;

  /** For a socket that is connected already; paused. */
  SocketStream(SocketTransport transport, SocketChannel socket, @Nullable Object attachment) {
    super(transport, attachment);
    this.socket = socket;
  }

  /** For a socket just accepted, which gets the options of its listener; paused. */
  static SocketStream accepted(
      SocketTransport transport, SocketChannel socket, MgSocketOptions options, boolean tcp)
      throws IOException {
    Sockets.accepted(socket, options);
    SocketStream stream = new SocketStream(transport, socket, null);
    if (tcp) {
      stream.owed =
          (byte) ((options.noDelay() ? NO_DELAY : 0) | (options.keepAlive() ? KEEP_ALIVE : 0));
    }
    return stream;
  }

  /**
   * Starts to connect {@code socket}, or throws what the system said at once.
   *
   * @see #isConnecting
   */
  static SocketStream connect(
      SocketTransport transport,
      SocketChannel socket,
      SocketAddress remote,
      @Nullable Object attachment)
      throws IOException {
    boolean done = socket.connect(remote);
    SocketStream stream = new SocketStream(transport, socket, attachment);
    stream.connecting = !done;
    stream.applyInterest();
    return stream;
  }

  /** Whether the outcome of the connect is still open. */
  boolean isConnecting() {
    return connecting;
  }

  @Override
  public SocketChannel socket() {
    return socket;
  }

  @Override
  int watched(int wanted) {
    return connecting ? SelectionKey.OP_CONNECT : super.watched(wanted);
  }

  @Override
  void ready(int ops) {
    if (connecting) {
      finishConnect();
    } else {
      reportReady(ops);
    }
  }

  private void finishConnect() {
    // A failure closes the JDK's channel, which then has forgotten to whom it was to connect.
    SocketAddress to = remote();
    try {
      if (!socket.finishConnect()) {
        return;
      }
    } catch (IOException e) {
      connecting = false;
      MgNetException failure = SocketErrors.of("connect to " + SocketErrors.name(to), e);
      failed(failure, null, to);
      transport.reports.connected(this, failure);
      return;
    }
    connecting = false;
    // OP_CONNECT left set would be ready for ever.
    applyInterest();
    transport.reports.connected(this, null);
  }

  @Override
  public void report(Reports reports) {
    if (!isClosed()) {
      reports.connected(this, null);
    }
  }

  @Override
  public int read(MgIobuf dst, int max) throws IOException {
    ByteBuffer scratch = transport.scratch;
    scratch.clear().limit(Math.min(max, scratch.capacity()));
    int n;
    try {
      n = socket.read(scratch);
    } catch (IOException e) {
      throw fail("read from", e);
    }
    if (n > 0) {
      dst.reserve(n);
      scratch.get(0, dst.buf(), dst.tail(), n);
      dst.commit(n);
      return n;
    }
    // The kernel tells an error once; if a write was told, reads just end.
    checkFailure();
    return n;
  }

  @Override
  public int write(MgIobuf src, int max) throws IOException {
    checkFailure();
    ByteBuffer scratch = transport.scratch;
    int n = Math.min(max, scratch.capacity());
    if (owed != 0) {
      beforeWriting(n);
    }
    scratch.clear().put(src.buf(), src.head(), n).flip();
    try {
      return socket.write(scratch);
    } catch (IOException e) {
      throw fail("write to", e);
    }
  }

  @Override
  public long transfer(FileChannel file, long position, long count) throws IOException {
    checkFailure();
    if (owed != 0) {
      settle();
    }
    // An interrupted thread's file operations close the file, which is not ours.
    boolean interrupted = Thread.interrupted();
    try {
      long n = file.transferTo(position, count, socket);
      return n > 0 || position < file.size() ? n : -1;
    } catch (IOException e) {
      if (!file.isOpen()) {
        throw SocketErrors.of("send a file to " + SocketErrors.name(remote()), e);
      }
      throw fail("send a file to", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  void beforeWaiting() {
    if (owed != 0) {
      settle();
    }
  }

  private void beforeWriting(int bytes) {
    if (bytes <= FIRST_BYTES && (owed & HAS_WRITTEN) == 0) {
      owed |= HAS_WRITTEN;
    } else {
      settle();
    }
  }

  private void settle() {
    byte options = owed;
    owed = 0;
    try {
      Sockets.configureTcp(socket, (options & NO_DELAY) != 0, (options & KEEP_ALIVE) != 0);
    } catch (IOException e) {
      // Reset by its peer, which some systems tell here first; the next read or write does, too.
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    checkFailure();
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw fail("shut down output to", e);
    }
  }

  private void checkFailure() throws MgNetException {
    MgNetException known = failure();
    if (known != null) {
      throw known;
    }
  }

  /** The failure this stream has from now on. */
  private MgNetException fail(String doing, IOException cause) {
    MgNetException known = failure();
    if (known != null) {
      return known;
    }
    if (cause instanceof ClosedChannelException) {
      throw new IllegalStateException(doing + " a closed stream: " + this, cause);
    }
    MgNetException made = SocketErrors.broken(doing + " " + SocketErrors.name(remote()), cause);
    failed(made, local(), remote());
    return made;
  }

  @Override
  @Nullable SocketAddress askRemote() {
    try {
      return socket.getRemoteAddress();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  void closeSocket(boolean reset) {
    if (reset && socket.isOpen()) {
      try {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        // The peer has gone already: nobody is left to be told.
      }
    }
    // FIN leaves here; RST and the descriptor's end wait for the selector if it knows the socket,
    // and the next poll runs it before it waits.
    Sockets.closeQuietly(socket);
  }
}
