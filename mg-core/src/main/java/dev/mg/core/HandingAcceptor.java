package dev.mg.core;

import dev.mg.MgLog;
import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread that accepts for the managers of a group and hands connections out in turn, where no
 * sockets share the address. It ends with the last of its listeners. <b>Any thread.</b>
 */
final class HandingAcceptor {
  /** How long accepting rests after a failure, most likely for want of descriptors. */
  private static final int REST_MS = 100;

  private final ServerSocketChannel server;
  private final SocketAddress local;
  private final MgSocketOptions options;

  /** Guarded by this, as {@code turn} is. */
  private final List<HandedListener> listeners = new ArrayList<>();

  private int turn;

  /** Told in the log once, however long it lasts; of the accepting thread. */
  private boolean isFailing;

  private HandingAcceptor(ServerSocketChannel server, MgSocketOptions options) throws IOException {
    this.server = server;
    this.options = options;
    local = server.getLocalAddress();
  }

  /** Listens on return, and accepts once there is a listener that wants connections. */
  static HandingAcceptor open(SocketAddress at, MgSocketOptions options) throws IOException {
    return start(Listening.listen(false, at, () -> bind(at, options)), options);
  }

  /** On a socket that is bound; it belongs to the acceptor from now on. */
  static HandingAcceptor start(ServerSocketChannel server, MgSocketOptions options)
      throws IOException {
    HandingAcceptor made = new HandingAcceptor(server, options);
    Thread thread = new Thread(made::run, "mg-accept " + made.local);
    thread.setDaemon(true);
    thread.start();
    return made;
  }

  private static ServerSocketChannel bind(SocketAddress at, MgSocketOptions options)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(Listening.family(at));
    try {
      if (options.receiveBufferBytes() > 0) {
        // Accepted sockets inherit it, and agree on a window with their peer that fits.
        server.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
      }
      return server.bind(at, options.backlog());
    } catch (IOException e) {
      server.close();
      throw new MgNetException(
          e instanceof BindException
              ? MgNetException.Kind.ADDRESS_IN_USE
              : MgNetException.Kind.OTHER,
          "bind " + at + ": " + e.getMessage(),
          e);
    }
  }

  SocketAddress local() {
    return local;
  }

  boolean isClosed() {
    return !server.isOpen();
  }

  /** One listener more; null if the last one has left meanwhile. */
  synchronized @Nullable HandedListener join(CoreManager mgr) {
    if (isClosed()) {
      return null;
    }
    HandedListener made = new HandedListener(this, mgr);
    listeners.add(made);
    return made;
  }

  /** The last one closes the socket, and removes its file as a transport does. */
  synchronized void leave(HandedListener listener) {
    if (listeners.remove(listener) && listeners.isEmpty()) {
      try {
        server.close();
        if (local instanceof UnixDomainSocketAddress unix) {
          Files.deleteIfExists(unix.getPath());
        }
      } catch (IOException e) {
        MgLog.error("closing the listener on " + local + " failed", e);
      }
    }
    notifyAll();
  }

  synchronized void wantsChanged() {
    notifyAll();
  }

  private void run() {
    try {
      while (server.isOpen()) {
        awaitWish();
        acceptOne();
      }
    } catch (InterruptedException e) {
      MgLog.error("the thread that accepts on " + local + " was interrupted and ends", e);
    }
  }

  private void acceptOne() throws InterruptedException {
    SocketChannel socket;
    try {
      socket = server.accept();
      isFailing = false;
    } catch (IOException | OutOfMemoryError e) {
      if (server.isOpen()) {
        tell(e);
        rest();
      }
      return;
    }
    try {
      prepare(socket);
    } catch (IOException e) {
      // Reset while it waited to be accepted, which some systems tell by refusing the options.
      closeQuietly(socket);
      return;
    }
    hand(socket);
  }

  private void tell(Throwable why) {
    if (!isFailing) {
      isFailing = true;
      SpareDescriptors.lend(
          () -> MgLog.error("accepting on " + local + " failed, and is tried again", why));
    }
  }

  private synchronized void rest() throws InterruptedException {
    wait(REST_MS);
  }

  private void prepare(SocketChannel socket) throws IOException {
    socket.configureBlocking(false);
    if (!(local instanceof UnixDomainSocketAddress)) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, options.noDelay());
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, options.keepAlive());
    }
    if (options.sendBufferBytes() > 0) {
      socket.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
    }
  }

  private void hand(SocketChannel socket) throws InterruptedException {
    for (HandedListener to = awaitTaker(); to != null; to = awaitTaker()) {
      if (to.hand(socket)) {
        return;
      }
      leave(to);
    }
    closeQuietly(socket);
  }

  static void closeQuietly(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      MgLog.debug(() -> "closing a connection nobody takes failed: " + e.getMessage());
    }
  }

  /** A connection that one who has closed did not take; does not wait. */
  synchronized void handOn(SocketChannel socket) {
    for (int i = 0; i < listeners.size(); i++) {
      if (next().hand(socket)) {
        return;
      }
    }
    closeQuietly(socket);
  }

  /**
   * Until one wants a connection, the first of whom is yet to join at the start, or the last has
   * left; it is nobody's turn yet.
   */
  private synchronized void awaitWish() throws InterruptedException {
    while (server.isOpen() && listeners.stream().noneMatch(HandedListener::wants)) {
      wait();
    }
  }

  /** The next listener in turn that wants a connection; null once the last has left. */
  private synchronized @Nullable HandedListener awaitTaker() throws InterruptedException {
    while (true) {
      awaitWish();
      if (!server.isOpen()) {
        return null;
      }
      for (int i = 0; i < listeners.size(); i++) {
        HandedListener next = next();
        if (next.wants()) {
          return next;
        }
      }
    }
  }

  private HandedListener next() {
    turn = (turn + 1) % listeners.size();
    return listeners.get(turn);
  }
}
