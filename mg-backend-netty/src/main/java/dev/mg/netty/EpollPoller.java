package dev.mg.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Drives Netty's epoll handler: both the executor it lives on and the answer to "how long may I
 * wait". <b>Owner thread only but {@link #wakeup}.</b>
 *
 * <p>Without an event loop of Netty's between: that would run task queues and timers nobody here
 * uses, and forget a wakeup that comes before its poll.
 */
final class EpollPoller implements ThreadAwareExecutor, IoHandlerContext {
  /** Longer waits end early, which a poll may; keeps deadlines far from overflow. */
  private static final long MAX_WAIT_MS = 1_000_000_000;

  private static final long NO_DEADLINE = -1;

  private final Thread owner = Thread.currentThread();
  private final IoHandler handler;
  private volatile boolean woken;
  private boolean mayWait;
  private long deadlineNanos = NO_DEADLINE;

  EpollPoller() {
    handler = EpollIoHandler.newFactory().newHandler(this);
    handler.initialize();
  }

  /**
   * Waits for events and gives them to their handles.
   *
   * @param timeoutMs 0 does not wait, negative waits until something happens
   */
  void run(long timeoutMs) {
    mayWait = timeoutMs != 0;
    deadlineNanos =
        timeoutMs <= 0
            ? NO_DEADLINE
            : System.nanoTime() + Math.min(timeoutMs, MAX_WAIT_MS) * 1_000_000;
    handler.run(this);
    // Whoever called wakeup before this line has its effect in this poll.
    woken = false;
  }

  /** Any thread: the running or else the next {@link #run} returns at once. */
  void wakeup() {
    if (!woken) {
      // First the flag: the handler asks canBlock() after it has announced that it will wait, so
      // that either it sees the flag or the handler's wakeup sees it waiting.
      woken = true;
      handler.wakeup();
    }
  }

  IoRegistration register(IoHandle handle) throws Exception {
    return handler.register(handle);
  }

  /** Closes every handle registered, then the poller. */
  void close() {
    handler.prepareToDestroy();
    handler.destroy();
  }

  @Override
  public boolean canBlock() {
    return mayWait && !woken;
  }

  @Override
  public long delayNanos(long currentTimeNanos) {
    return Math.max(0, deadlineNanos - currentTimeNanos);
  }

  @Override
  public long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  public boolean isExecutorThread(Thread thread) {
    return thread == owner;
  }

  /** Netty posts here only what another thread cancels, and none does. */
  @Override
  public void execute(Runnable task) {
    throw new IllegalStateException(
        "the sockets of " + owner + " were used by " + Thread.currentThread());
  }
}
