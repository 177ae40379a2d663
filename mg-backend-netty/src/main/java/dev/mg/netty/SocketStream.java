package dev.mg.netty;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection without handlers of the user's, whose reads and writes go straight into the kernel.
 * <b>Owner thread only.</b>
 *
 * <p>A channel of Netty's would hold a kilobyte more a connection, read before it is asked to, and
 * lead each byte through a pooled buffer of its own and a pipeline in which nobody is.
 *
 * <p>The kernel tells a failure once; here it is kept, so that every later call throws it, reads
 * after the bytes that came before it.
 */
final class SocketStream extends SocketHandle implements MgStream {
  /** Null if none could be opened. */
  private @Nullable SocketChannel socket;

  /** Whether the outcome of the connect has not been reported. */
  private boolean connecting;

  /** Whether there is one, so that the next poll reports it. */
  private boolean decided;

  private @Nullable SocketEnd end;

  /** For a socket that is connected already; paused. */
  SocketStream(NettyTransport transport, SocketChannel connected, @Nullable Object attachment) {
    super(transport, attachment);
    socket = connected;
  }

  private SocketStream(NettyTransport transport, @Nullable Object attachment) {
    super(transport, attachment);
    connecting = true;
  }

  // ---- connecting ----

  /** Starts the connect; its outcome, even one that is there at once, waits for the next poll. */
  static SocketStream connect(
      NettyTransport transport,
      SocketAddress to,
      @Nullable SocketAddress from,
      MgSocketOptions options,
      @Nullable Object attachment) {
    SocketStream stream = new SocketStream(transport, attachment);
    try {
      SocketChannel opened = Sockets.connecting(to, from, options);
      stream.socket = opened;
      if (opened.connect(to)) {
        stream.decide();
      } else {
        stream.watch(NioIoOps.CONNECT);
      }
    } catch (Exception e) {
      stream.refused(to, e);
      stream.decide();
    }
    return stream;
  }

  private void decide() {
    decided = true;
    transport.decided.add(this);
  }

  private void refused(@Nullable SocketAddress to, Exception why) {
    end = new SocketEnd(NettyErrors.of("connect to ", to, why), null, to);
    closeQuietly(socket);
  }

  @Override
  NioIoOps watched(int wanted) {
    return !connecting ? super.watched(wanted) : decided ? NioIoOps.NONE : NioIoOps.CONNECT;
  }

  @Override
  void selected(NioIoOps ready) {
    SocketChannel open = socket;
    if (!connecting || open == null) {
      super.selected(ready);
      return;
    }
    // A failure closes java.nio's channel, which then has forgotten to whom it was to connect.
    SocketAddress to = remote();
    try {
      if (!open.finishConnect()) {
        return;
      }
    } catch (IOException e) {
      refused(to, e);
    }
    report();
  }

  /** Reports the outcome of the connect, unless it was closed since. */
  void report() {
    if (isClosed()) {
      return;
    }
    connecting = false;
    SocketEnd failed = end;
    if (failed == null) {
      // CONNECT left set would be ready for ever.
      watch(watched(wanted()));
    }
    transport.reports.connected(this, failed == null ? null : failed.failure());
  }

  // ---- bytes ----

  /**
   * The socket to move bytes by.
   *
   * @return null while the connect is under way
   * @throws IllegalStateException after close
   */
  private @Nullable SocketChannel open() {
    if (isClosed()) {
      throw new IllegalStateException("use of a closed channel");
    }
    return connecting ? null : socket;
  }

  private void checkFailure() throws MgNetException {
    SocketEnd failed = end;
    if (failed != null && failed.failure() != null) {
      throw failed.failure();
    }
  }

  /** The failure this has from now on. */
  private MgNetException failed(IOException cause) {
    SocketEnd known = end;
    if (known != null && known.failure() != null) {
      return known.failure();
    }
    if (cause instanceof ClosedChannelException) {
      throw new IllegalStateException("closed by another thread: " + remote(), cause);
    }
    MgNetException failure = NettyErrors.ofOpenStream(cause);
    end = new SocketEnd(failure, local(), remote());
    return failure;
  }

  @Override
  public int read(MgIobuf dst, int max) throws MgNetException {
    SocketChannel from = open();
    int n = 0;
    if (from != null && from.isOpen()) {
      ByteBuffer scratch = transport.scratch.clear();
      scratch.limit(Math.min(max, scratch.capacity()));
      try {
        n = from.read(scratch);
      } catch (IOException e) {
        throw failed(e);
      }
      if (n > 0) {
        dst.reserve(n);
        scratch.get(0, dst.buf(), dst.tail(), n);
        dst.commit(n);
        return n;
      }
    }
    checkFailure();
    return n;
  }

  @Override
  public int write(MgIobuf src, int max) throws MgNetException {
    SocketChannel to = open();
    checkFailure();
    if (to == null) {
      return 0;
    }
    ByteBuffer scratch = transport.scratch.clear();
    scratch.put(src.buf(), src.head(), Math.min(max, scratch.capacity())).flip();
    try {
      return to.write(scratch);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public long transfer(FileChannel file, long position, long count) throws MgNetException {
    SocketChannel to = open();
    checkFailure();
    if (to == null) {
      return 0;
    }
    // An interrupted thread's file operations close the file, which is not ours.
    boolean interrupted = Thread.interrupted();
    try {
      long n = file.transferTo(position, count, to);
      return n > 0 || position < file.size() ? n : -1;
    } catch (IOException e) {
      if (!file.isOpen()) {
        throw NettyErrors.of("send a file to ", remote(), e);
      }
      throw failed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void shutdownOutput() throws MgNetException {
    SocketChannel to = open();
    checkFailure();
    if (to != null) {
      try {
        to.shutdownOutput();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  // ---- addresses ----

  @Override
  @Nullable SocketChannel socket() {
    return socket;
  }

  @Override
  void rememberAddresses() {
    if (end == null) {
      end = new SocketEnd(null, local(), remote());
    }
  }

  @Override
  public @Nullable SocketAddress local() {
    SocketEnd known = end;
    SocketChannel open = socket;
    if (known != null || open == null) {
      return known == null ? null : known.local();
    }
    try {
      return connecting ? null : open.getLocalAddress();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public @Nullable SocketAddress remote() {
    SocketEnd known = end;
    SocketChannel open = socket;
    if (known != null || open == null) {
      return known == null ? null : known.remote();
    }
    try {
      return open.getRemoteAddress();
    } catch (IOException e) {
      return null;
    }
  }
}
