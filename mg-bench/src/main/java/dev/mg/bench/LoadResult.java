package dev.mg.bench;

/**
 * What came of a load.
 *
 * @param count answers, or messages delivered
 * @param seconds how long it ran
 * @param p50Us latency in microseconds that half of them stayed below
 * @param p99Us 0 if too few came to tell
 * @param p999Us 0 if it is not known
 */
record LoadResult(long count, double seconds, double p50Us, double p99Us, double p999Us) {
  /** Of a load whose latencies stand as they were taken. */
  static LoadResult of(long count, long ns, Latencies latencies) {
    return new LoadResult(
        count,
        ns / 1e9,
        latencies.percentile(0.5) / 1e3,
        latencies.percentile(0.99) / 1e3,
        latencies.percentile(0.999) / 1e3);
  }

  /**
   * Of a closed loop: each connection sends when it has been answered, and not when it would have
   * otherwise. That is corrected by the mean time from one of its latencies to the next, as wrk
   * does it.
   */
  static LoadResult ofClosedLoop(long count, long ns, int connections, Latencies latencies) {
    long each = latencies.count() / connections;
    return of(count, ns, each == 0 ? latencies : latencies.corrected(Math.max(1, ns / each)));
  }

  /** How many a second. */
  double rate() {
    return count / seconds;
  }
}
