package dev.mg.bench;

/** The server that load generators are pointed at, on one loop or several. */
interface Target extends AutoCloseable {
  /** The port it listens on. */
  int port();

  /** What it runs on, for people. */
  String about();

  /** Serves until {@link #stop}. */
  void run();

  /** Ends {@link #run}. Any thread. */
  void stop();

  @Override
  void close();
}
