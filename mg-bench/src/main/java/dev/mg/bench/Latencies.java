package dev.mg.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Durations up to an hour, to three digits; what is longer counts as one. Not thread safe. */
final class Latencies {
  private static final long MAX_NS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  private final Histogram counts;

  Latencies() {
    this(new Histogram(MAX_NS, DIGITS));
  }

  private Latencies(Histogram counts) {
    this.counts = counts;
  }

  /** One more; less than 0 counts as 0. */
  void add(long ns) {
    counts.recordValue(Math.min(Math.max(ns, 0), MAX_NS));
  }

  /** How many there are. */
  long count() {
    return counts.getTotalCount();
  }

  /** Nanoseconds that this share of all, within 0..1, did not exceed; 0 if there are none. */
  long percentile(double share) {
    return counts.getValueAtPercentile(100 * share);
  }

  /**
   * The same with those that a sender left out who waited for an answer when the next request was
   * due: one of so many intervals stands for those that would have begun within it, each an
   * interval shorter than the one before. Thus coordinated omission is made up for afterwards.
   *
   * @param intervalNs from one request of a connection to its next, at least 1
   */
  Latencies corrected(long intervalNs) {
    return new Latencies(counts.copyCorrectedForCoordinatedOmission(intervalNs));
  }

  /** Those of both. */
  Latencies plus(Latencies more) {
    Histogram both = counts.copy();
    both.add(more.counts);
    return new Latencies(both);
  }

  /** Forgets all. */
  void clear() {
    counts.reset();
  }
}
