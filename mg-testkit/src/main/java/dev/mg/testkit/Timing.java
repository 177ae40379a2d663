package dev.mg.testkit;

import java.util.Arrays;

/**
 * Times as medians of 50 tries. A median fails only past 20 times its target, so that a busy
 * machine does not fail it: what is caught is a wait where there must be none.
 */
final class Timing {
  static final int TRIES = 50;
  private static final int SLACK = 20;

  /** So often the machine may have been busy all the time; a transport that waits always is. */
  private static final int ROUNDS = 3;

  /** One measurement in nanoseconds. */
  interface Try {
    long ns() throws Exception;
  }

  private Timing() {}

  static void assertMedian(String what, long targetNs, Try one) throws Exception {
    long bound = targetNs * SLACK;
    for (int round = 1; ; round++) {
      long slow = firstSlowMedian(bound, one);
      if (slow == 0) {
        return;
      }
      if (round == ROUNDS) {
        throw new AssertionError(
            "%s: most tries took more than %d times the target of %.3f ms, the last %.3f ms"
                .formatted(what, SLACK, targetNs / 1e6, slow / 1e6));
      }
    }
  }

  /** The try with which the median is over the bound, 0 if it stays below. */
  private static long firstSlowMedian(long bound, Try one) throws Exception {
    int over = 0;
    for (int i = 0; i < TRIES; i++) {
      long ns = one.ns();
      if (ns > bound && ++over > TRIES / 2) {
        return ns;
      }
    }
    return 0;
  }

  static void assertMedianAtLeast(String what, long leastNs, Try one) throws Exception {
    long median = median(one);
    if (median < leastNs) {
      throw new AssertionError(
          "%s: median of %d tries %.3f ms, at least %.3f ms expected"
              .formatted(what, TRIES, median / 1e6, leastNs / 1e6));
    }
  }

  private static long median(Try one) throws Exception {
    long[] ns = new long[TRIES];
    for (int i = 0; i < TRIES; i++) {
      ns[i] = one.ns();
    }
    Arrays.sort(ns);
    return ns[TRIES / 2];
  }
}
