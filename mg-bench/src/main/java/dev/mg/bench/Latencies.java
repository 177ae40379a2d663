package dev.mg.bench;

import java.util.Arrays;

/**
 * Counts of durations, in steps of 1.6 % of their length at most: small, and quick to add to. Not
 * thread safe.
 */
final class Latencies {
  /** Up to twice as many nanoseconds each has a step of its own; then the steps double. */
  private static final int STEPS = 64;

  private static final int STEP_BITS = 6;

  private final long[] counts = new long[STEPS * (Long.SIZE - STEP_BITS)];
  private long total;

  /** One more; less than 0 counts as 0. */
  void add(long ns) {
    counts[index(Math.max(ns, 0))]++;
    total++;
  }

  private static int index(long ns) {
    int shift = Math.max(0, Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(ns));
    return shift * STEPS + (int) (ns >>> shift);
  }

  /** Nanoseconds that this share of all, within 0..1, did not exceed; 0 if there are none. */
  long percentile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return greatest(i);
      }
    }
    return 0;
  }

  /** The greatest duration that has that index. */
  private static long greatest(int index) {
    int shift = Math.max(0, index / STEPS - 1);
    return ((index - (long) shift * STEPS + 1) << shift) - 1;
  }

  /** Forgets all. */
  void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }
}
