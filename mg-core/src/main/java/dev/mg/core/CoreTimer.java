package dev.mg.core;

import dev.mg.MgTimer;

/** A timer in {@link Timers}. */
final class CoreTimer implements MgTimer {
  final Runnable fn;
  long dueNs;

  /** Place in the heap, -1 while it is in none. */
  int index = -1;

  boolean active = true;

  private final CoreManager mgr;
  private final long periodNs;
  private final boolean repeats;

  /** Order of creation: of two due at the same time the older runs first. */
  private final long seq;

  CoreTimer(CoreManager mgr, Runnable fn, long dueNs, long periodNs, boolean repeats, long seq) {
    this.mgr = mgr;
    this.fn = fn;
    this.dueNs = dueNs;
    this.periodNs = periodNs;
    this.repeats = repeats;
    this.seq = seq;
  }

  boolean isBefore(CoreTimer that) {
    return dueNs != that.dueNs ? dueNs < that.dueNs : seq < that.seq;
  }

  /** About to run: a repeating one goes back into the heap, ticks that were missed left out. */
  void next(long nowNs) {
    if (!repeats) {
      active = false;
      return;
    }
    dueNs += periodNs;
    if (dueNs <= nowNs) {
      dueNs = nowNs + periodNs - (nowNs - dueNs) % periodNs;
    }
    mgr.timers.add(this);
  }

  @Override
  public void cancel() {
    mgr.checkOwner();
    active = false;
    mgr.timers.remove(this);
  }

  @Override
  public boolean isActive() {
    return active;
  }
}
