package dev.mg.bench;

/**
 * When writes are due that are made at a rate, whether or not answers come. They are numbered from
 * 0.
 *
 * @param startNs when the first is due
 * @param perSecond requests, within 1..1,000,000, for an hour at most
 * @param depth requests in a write
 */
record Pace(long startNs, int perSecond, int depth) {
  private static final long SECOND_NS = 1_000_000_000;

  /** When that one is due. */
  long dueNs(long number) {
    return startNs + number * depth * SECOND_NS / perSecond;
  }

  /** How many are due by then. */
  long due(long nowNs) {
    return nowNs - startNs < 0 ? 0 : (nowNs - startNs) * perSecond / (depth * SECOND_NS) + 1;
  }
}
