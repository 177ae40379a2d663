package dev.mg.spi.sockets;

/**
 * Who may call a transport, and when. <b>Any thread may ask; what it guards is for the owner
 * only.</b>
 */
public final class PollGuard {
  private final String transport;
  private final Thread owner = Thread.currentThread();
  private boolean polling;
  private volatile boolean closed;

  /**
   * The calling thread becomes the owner.
   *
   * @param transport its name, for the text of refusals
   */
  public PollGuard(String transport) {
    this.transport = transport;
  }

  /** Starts a poll; as {@link #checkOutsidePoll}. */
  public void enter() {
    checkOutsidePoll("poll");
    polling = true;
  }

  /** Ends a poll. */
  public void leave() {
    polling = false;
  }

  /**
   * For every call but wakeup and close.
   *
   * @throws IllegalStateException on another thread than the owner, and after {@link #close}
   */
  public void check(String call) {
    if (closed || Thread.currentThread() != owner) {
      throw refusal(call);
    }
  }

  /**
   * As {@link #check}, for a call that the poll under way would not survive.
   *
   * @throws IllegalStateException inside a poll, too
   */
  public void checkOutsidePoll(String call) {
    check(call);
    if (polling) {
      throw new IllegalStateException(
          call
              + "() called inside the poll that "
              + name(owner)
              + " is running: take a note, and call once it has returned, which it does by itself");
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
  public boolean close() {
    if (closed) {
      return false;
    }
    check("close");
    closed = true;
    return true;
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  /** Whether a poll is under way. */
  public boolean isPolling() {
    return polling;
  }
}
