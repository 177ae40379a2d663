package dev.mg.core;

import dev.mg.MgException;
import dev.mg.MgTimer;
import java.util.Arrays;
import java.util.Objects;

/** The timers of a manager: a binary heap by due time, each timer knowing its place in it. */
final class Timers {
  static final long NONE = Long.MAX_VALUE;

  /** A hundred years and more, and far from an overflow in nanoseconds. */
  private static final long MAX_MS = Long.MAX_VALUE / 2_000_000;

  private final CoreManager mgr;
  private long created;
  private CoreTimer[] heap = new CoreTimer[16];
  private int size;
  private CoreTimer[] due = new CoreTimer[16];

  Timers(CoreManager mgr) {
    this.mgr = mgr;
  }

  /** A timer that counts from {@code nowNs}; see {@code MgManager.timerAdd}. */
  CoreTimer add(long ms, int flags, Runnable fn, long nowNs) {
    Objects.requireNonNull(fn, "a timer has nothing to run");
    boolean repeats = (flags & MgTimer.REPEAT) != 0;
    if (ms < (repeats ? 1 : 0) || ms > MAX_MS) {
      throw new MgException(
          "a timer of "
              + ms
              + " ms is not within "
              + (repeats ? 1 : 0)
              + ".."
              + MAX_MS
              + (repeats ? " (REPEAT)" : ""));
    }
    long periodNs = ms * 1_000_000;
    long dueNs = (flags & MgTimer.RUN_NOW) != 0 ? nowNs : nowNs + periodNs;
    CoreTimer t = new CoreTimer(mgr, fn, dueNs, periodNs, repeats, created++);
    add(t);
    return t;
  }

  /** When the next one is due, in nanoseconds of the loop; {@link #NONE} if there is none. */
  long nextNs() {
    return size == 0 ? NONE : heap[0].dueNs;
  }

  void add(CoreTimer t) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    up(size++, t);
  }

  void remove(CoreTimer t) {
    int i = t.index;
    if (i < 0) {
      return;
    }
    t.index = -1;
    CoreTimer last = heap[--size];
    heap[size] = null;
    if (last != t) {
      up(i, last);
      if (last.index == i) {
        down(i, last);
      }
    }
  }

  /**
   * Runs what is due at {@code nowNs}, and nothing that the running ones add: a timer that starts
   * another of 0 ms must not keep the poll.
   */
  void run(long nowNs, Dispatcher guard) {
    int n = 0;
    while (size > 0 && heap[0].dueNs <= nowNs) {
      CoreTimer t = heap[0];
      remove(t);
      if (n == due.length) {
        due = Arrays.copyOf(due, n * 2);
      }
      due[n++] = t;
    }
    for (int i = 0; i < n; i++) {
      CoreTimer t = due[i];
      due[i] = null;
      if (t.active) {
        t.next(nowNs);
        guard.run(t.fn, "timer");
      }
    }
  }

  private void up(int i, CoreTimer t) {
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!t.isBefore(heap[parent])) {
        break;
      }
      put(i, heap[parent]);
      i = parent;
    }
    put(i, t);
  }

  private void down(int i, CoreTimer t) {
    int half = size >>> 1;
    while (i < half) {
      int child = 2 * i + 1;
      if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
        child++;
      }
      if (!heap[child].isBefore(t)) {
        break;
      }
      put(i, heap[child]);
      i = child;
    }
    put(i, t);
  }

  private void put(int i, CoreTimer t) {
    heap[i] = t;
    t.index = i;
  }
}
