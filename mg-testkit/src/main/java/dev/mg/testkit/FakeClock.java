package dev.mg.testkit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A monotonic clock that stands still until it is moved; give it to {@link dev.mg.MgOptions#clock}.
 * <b>For any thread.</b>
 *
 * <p>On the {@link MemoryTransportProvider memory transport} a poll that has nothing to report
 * moves it by the wait and returns at once: a test of a deadline of an hour takes no time, and the
 * same things happen in the same order at each run. Work on other threads is not waited for: it may
 * come later on this clock than it would on the wall's.
 */
public final class FakeClock implements LongSupplier {
  private final AtomicLong nowNs;

  /** Starts at 0. */
  public FakeClock() {
    this(0);
  }

  /** Starts at {@code startNs} nanoseconds, which may be negative as those of a real clock. */
  public FakeClock(long startNs) {
    nowNs = new AtomicLong(startNs);
  }

  /** Nanoseconds. */
  @Override
  public long getAsLong() {
    return nowNs.get();
  }

  /** Moves on by {@code ms} milliseconds, which must not be negative. */
  public void advanceMs(long ms) {
    if (ms < 0) {
      throw new IllegalArgumentException("a monotonic clock cannot go back " + -ms + " ms");
    }
    nowNs.addAndGet(ms * 1_000_000);
  }
}
