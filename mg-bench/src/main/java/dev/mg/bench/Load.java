package dev.mg.bench;

/** What loads one server that is running. */
interface Load extends AutoCloseable {
  /** The process id of a load that has none of its own between its runs. */
  long NO_PROCESS = 0;

  /**
   * Loads it for some time, which wrk rounds up to seconds.
   *
   * @throws BenchException if anything went wrong: an answer that is none, a broken connection
   */
  LoadResult run(int ms);

  /** Answers after which a JVM has compiled what one needs. */
  int warmCount();

  /** Requests a second that are asked for, or 0: as many as are answered. */
  default int rate() {
    return 0;
  }

  /** As many cores it can keep busy. */
  default int threads() {
    return 1;
  }

  /** The process that lives from run to run, or {@link #NO_PROCESS}. */
  long pid();

  @Override
  void close();
}
