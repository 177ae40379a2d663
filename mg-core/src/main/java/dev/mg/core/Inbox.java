package dev.mg.core;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What other threads hand to the loop. <b>{@link #post} is for any thread, the rest for the
 * owner.</b>
 */
final class Inbox {
  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final Runnable wake;
  private volatile boolean closed;

  /** {@code wake} ends a waiting poll; it is called by whoever makes the inbox not empty. */
  Inbox(Runnable wake) {
    this.wake = wake;
  }

  boolean post(Runnable task) {
    if (closed) {
      return false;
    }
    queue.add(task);
    // Those that come while there is something already find a loop that will not wait.
    if (size.getAndIncrement() == 0) {
      wake.run();
    }
    return true;
  }

  boolean isEmpty() {
    return size.get() == 0;
  }

  /** Runs what is there now; what the tasks post is for the next poll. */
  void drain(Dispatcher guard) {
    int n = size.get();
    for (int i = 0; i < n; i++) {
      Runnable task = queue.poll();
      // Counted after it was added, so what is counted is there.
      if (task != null) {
        guard.run(task, "task");
      }
    }
    size.addAndGet(-n);
  }

  void close() {
    closed = true;
    queue.clear();
  }
}
