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
  /** How many a second. */
  double rate() {
    return count / seconds;
  }
}
