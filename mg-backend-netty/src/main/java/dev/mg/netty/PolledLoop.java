package dev.mg.netty;

import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;

/**
 * Netty's NIO event loop, run by poll. <b>Owner thread only but {@link #wake}.</b>
 *
 * <p>What Netty's loop has otherwise and poll must not: it forgets a wakeup that comes before its
 * run, returns at once from the run after one that was woken, and clears the interrupt flag.
 */
final class PolledLoop extends ManualIoEventLoop {
  /** Handlers of users may queue tasks without end; what is left runs by the next poll. */
  private static final long TASK_BUDGET_NANOS = 5_000_000;

  /** Longer waits end early, which a poll may. */
  private static final long MAX_WAIT_MS = 1_000_000_000;

  private static final long NO_LIMIT = 0;

  private volatile boolean woken;
  private volatile boolean waiting;
  private boolean interrupted;
  private boolean stale;

  PolledLoop() {
    super(Thread.currentThread(), NioIoHandler.newFactory());
  }

  /**
   * Waits for events and handles them.
   *
   * @param timeoutMs 0 does not wait, negative waits until something happens
   */
  void poll(long timeoutMs) {
    // With the flag up a selector does not wait.
    interrupted = Thread.interrupted();
    try {
      if (timeoutMs == 0) {
        runNow(TASK_BUDGET_NANOS);
      } else {
        waitFor(timeoutMs);
      }
    } finally {
      waiting = false;
      // Whoever called wake before this line has its effect in this poll.
      woken = false;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void waitFor(long timeoutMs) {
    long limit = timeoutMs < 0 ? NO_LIMIT : Math.min(timeoutMs, MAX_WAIT_MS) * 1_000_000;
    long start = limit == NO_LIMIT ? 0 : System.nanoTime();
    waiting = true;
    int handled = run(limit, TASK_BUDGET_NANOS);
    if (stale && handled == 0 && !woken) {
      long left = limit == NO_LIMIT ? NO_LIMIT : limit - (System.nanoTime() - start);
      if (limit == NO_LIMIT || left > 0) {
        run(left, TASK_BUDGET_NANOS);
      }
    }
    // The handler repeats a wakeup it has served: the next run returns at once.
    stale = woken;
  }

  /** Any thread: the running or else the next {@link #poll} returns at once. */
  void wake() {
    if (!woken) {
      woken = true;
      // Seen by canBlock() otherwise, which the handler asks before it waits.
      if (waiting) {
        wakeup();
      }
    }
  }

  @Override
  protected boolean canBlock() {
    // Kept here, since the handler clears the flag that ended its wait and forgets it.
    if (Thread.interrupted()) {
      interrupted = true;
    }
    return !woken;
  }
}
