package dev.mg.nio;

import dev.mg.MgOptions;
import dev.mg.spi.MgTransportEvents;
import dev.mg.spi.sockets.PollGuard;
import dev.mg.spi.sockets.SocketErrors;
import dev.mg.spi.sockets.SocketHandle;
import dev.mg.spi.sockets.SocketTransport;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One selector and its sockets. <b>Owner thread only, but for {@link #wakeup}.</b> */
final class NioTransport extends SocketTransport {
  /** The owner is not waiting, and the next poll may. */
  private static final int AWAKE = 0;

  /** The owner waits in the selector, or is about to: only the selector's own wakeup helps. */
  private static final int WAITING = 1;

  /** Somebody called {@link #wakeup}: the poll under way returns, or the next does not wait. */
  private static final int WOKEN = 2;

  private final PollGuard guard = new PollGuard(NioTransportProvider.NAME);
  private final AtomicInteger waking = new AtomicInteger(AWAKE);
  private final Selector selector;
  private final Consumer<SelectionKey> onSelected = NioTransport::selected;

  NioTransport(Selector selector, MgOptions options, MgTransportEvents events) {
    super(options, events);
    this.selector = selector;
  }

  static NioTransport open(MgOptions options, MgTransportEvents events) throws IOException {
    try {
      return new NioTransport(Selector.open(), options, events);
    } catch (IOException e) {
      throw SocketErrors.of("open a selector", e);
    }
  }

  @Override
  protected void check(String call) {
    guard.checkOutsidePoll(call);
  }

  @Override
  public int poll(long timeoutMs) {
    guard.enter();
    // A selector does not wait in an interrupted thread.
    boolean interrupted = Thread.interrupted();
    try {
      boolean isAwaited = !hasDecided();
      reportDecided();
      if (timeoutMs == 0 || !isAwaited || !waking.compareAndSet(AWAKE, WAITING)) {
        selector.selectNow(onSelected);
      } else {
        selector.select(onSelected, Math.max(0, timeoutMs));
      }
    } catch (IOException e) {
      reports.keep(SocketErrors.of("poll", e));
    } finally {
      // An exchange and not a write: what was queued before a wakeup is seen after the poll.
      waking.getAndSet(AWAKE);
      guard.leave();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return reports.end();
  }

  private static void selected(SelectionKey key) {
    ((SocketHandle) key.attachment()).selected(key.readyOps());
  }

  @Override
  public void wakeup() {
    if (waking.getAndSet(WOKEN) == WAITING) {
      selector.wakeup();
    }
  }

  @Override
  public void close() {
    if (!guard.close()) {
      return;
    }
    for (SelectionKey key : List.copyOf(selector.keys())) {
      ((SocketHandle) key.attachment()).close(false);
    }
    closeUnwatched();
    try {
      selector.close();
    } catch (IOException e) {
      // Its descriptor is gone either way.
    }
  }

  @Override
  protected SelectionKey watch(SocketHandle socket, int ops) throws IOException {
    return socket.socket().register(selector, ops, socket);
  }

  @Override
  protected void rewatch(Object watch, int ops) {
    SelectionKey key = (SelectionKey) watch;
    // A connect that failed has closed its channel.
    if (key.isValid()) {
      key.interestOps(ops);
    }
  }

  /**
   * The descriptor lives on until the selector has run. Connections have had their FIN by then, but
   * a listener would keep its port and have the kernel take connections nobody accepts.
   */
  @Override
  protected void listenerClosed() {
    if (guard.isClosed() || guard.isPolling()) {
      // The selector is at work, or about to end with all it has.
      return;
    }
    try {
      // What is ready stays so.
      selector.selectNow(key -> {});
    } catch (IOException e) {
      // The next poll tells.
    }
  }
}
