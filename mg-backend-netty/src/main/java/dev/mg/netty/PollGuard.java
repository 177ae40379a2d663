package dev.mg.netty;

/**
 * Who may call a transport, and when. <b>Any thread may ask; what it guards is for the owner
 * only.</b>
 */
final class PollGuard {
  private final String transport;
  private final Thread owner = Thread.currentThread();
  private boolean polling;
  private volatile boolean closed;

  /** The calling thread becomes the owner. */
  PollGuard(String transport) {
    this.transport = transport;
  }

  /** Starts a poll. */
  void enter() {
    check("poll");
    if (polling) {
      throw new IllegalStateException(
          "poll() called by "
              + name(Thread.currentThread())
              + " inside a poll that "
              + name(owner)
              + " is running: return from the handler, the running poll goes on by itself");
    }
    polling = true;
  }

  /** Ends a poll. */
  void leave() {
    polling = false;
  }

  /**
   * For every call but wakeup and close.
   *
   * @throws IllegalStateException on another thread than the owner, and after {@link #close}
   */
  void check(String call) {
    if (closed || Thread.currentThread() != owner) {
      throw refusal(call);
    }
  }

  private IllegalStateException refusal(String call) {
    if (Thread.currentThread() != owner) {
      return new IllegalStateException(
          call
              + "() called by "
              + name(Thread.currentThread())
              + ", but this "
              + transport
              + " transport belongs to "
              + name(owner)
              + ", which opened it: call it there; other threads have wakeup() alone");
    }
    return new IllegalStateException(
        call + "() after close() of the " + transport + " transport: open another one");
  }

  private static String name(Thread thread) {
    return "thread '" + thread.getName() + "'";
  }

  /** Whether this was the first close. */
  boolean close() {
    if (closed) {
      return false;
    }
    check("close");
    closed = true;
    return true;
  }

  boolean isClosed() {
    return closed;
  }
}
