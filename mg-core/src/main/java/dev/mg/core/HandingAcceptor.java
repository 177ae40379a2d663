package dev.mg.core;

import dev.mg.MgLog;
import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
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
 * sockets can share the address. It ends with the last of its listeners. <b>Any thread.</b>
 */
final class HandingAcceptor {
  /** How long accepting rests after a failure, most likely for want of descriptors. */
  private static final int REST_MS = 100;

  private final ServerSocketChannel server;
  private final SocketAddress local;
  private final MgSocketOptions options;
  private final List<HandedListener> listeners = new ArrayList<>();
  private int turn;

  /** Told in the log once, however long it lasts; of the accepting thread. */
  private boolean isFailing;

  private HandingAcceptor(ServerSocketChannel server, MgSocketOptions options) throws IOException {
    this.server = server;
    this.options = options;
    local = server.getLocalAddress();
  }

  static HandingAcceptor open(SocketAddress at, MgSocketOptions options) throws IOException {
    ServerSocketChannel server = Listening.listen(false, at, () -> bind(at, options));
    HandingAcceptor made = new HandingAcceptor(server, options);
    Thread thread = new Thread(made::run, "mg-accept " + made.local);
    thread.setDaemon(true);
    thread.start();
    return made;
  }

  private static ServerSocketChannel bind(SocketAddress at, MgSocketOptions options)
      throws IOException {
    ServerSocketChannel server =
        at instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    try {
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

  /** One listener more; null if the last one has left meanwhile. */
  synchronized @Nullable MgChannel join(CoreManager mgr) {
    if (!server.isOpen()) {
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
        awaitTaker();
        accept();
      }
    } catch (InterruptedException e) {
      MgLog.error("the thread that accepts on " + local + " was interrupted and ends", e);
    }
  }

  private void accept() throws InterruptedException {
    SocketChannel socket;
    try {
      socket = server.accept();
      isFailing = false;
    } catch (IOException e) {
      if (server.isOpen()) {
        if (!isFailing) {
          MgLog.error("accepting on " + local + " failed, and is tried again", e);
        }
        isFailing = true;
        rest();
      }
      return;
    }
    try {
      prepare(socket);
    } catch (IOException e) {
      // The peer has gone already.
      closeQuietly(socket);
      return;
    }
    hand(socket);
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
    if (options.receiveBufferBytes() > 0) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
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
    for (HandedListener other : List.copyOf(listeners)) {
      if (other.hand(socket)) {
        return;
      }
    }
    closeQuietly(socket);
  }

  /** The next listener in turn that takes connections; null once there is none any more. */
  private synchronized @Nullable HandedListener awaitTaker() throws InterruptedException {
    while (!listeners.isEmpty()) {
      for (int i = 0; i < listeners.size(); i++) {
        HandedListener next = listeners.get(++turn % listeners.size());
        if (next.wants()) {
          return next;
        }
      }
      wait();
    }
    return null;
  }
}
