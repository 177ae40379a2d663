package dev.mg.bench;

import java.util.List;

/**
 * What came of a load.
 *
 * @param count answers, or messages delivered
 * @param seconds how long it ran
 * @param latencyUs in microseconds, in the order of {@link Percentile}; 0 = not known
 */
record LoadResult(long count, double seconds, List<Double> latencyUs) {
  LoadResult {
    latencyUs = List.copyOf(latencyUs);
  }

  /** A latency in microseconds; 0 = not known. */
  double us(Percentile percentile) {
    return latencyUs.get(percentile.ordinal());
  }

  /** How many a second. */
  double rate() {
    return count / seconds;
  }
}
