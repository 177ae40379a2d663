package dev.mg.bench;

import java.util.stream.Stream;

/**
 * What clients counted during one run.
 *
 * @param count answers, or messages delivered
 * @param ns how long it ran
 */
record Tally(long count, long ns, Latencies latencies) {
  /**
   * Of a closed loop: each connection sends when it has been answered, and not when it would have
   * otherwise. That is corrected by the mean time from one of its latencies to the next, as wrk
   * does it.
   */
  static Tally ofClosedLoop(long count, long ns, int connections, Latencies latencies) {
    long each = latencies.count() / connections;
    return new Tally(
        count, ns, each == 0 ? latencies : latencies.corrected(Math.max(1, ns / each)));
  }

  /** Together with what another client counted at the same time. */
  Tally plus(Tally other) {
    return new Tally(count + other.count, Math.max(ns, other.ns), latencies.plus(other.latencies));
  }

  /** As figures. */
  LoadResult result() {
    return new LoadResult(
        count,
        ns / 1e9,
        Stream.of(Percentile.values()).map(p -> latencies.percentile(p.share) / 1e3).toList());
  }
}
