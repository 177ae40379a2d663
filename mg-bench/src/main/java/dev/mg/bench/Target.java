package dev.mg.bench;

import java.time.Duration;

/** The server that load generators are pointed at, on one loop or several. */
interface Target extends AutoCloseable {
  /** The port it listens on. */
  int port();

  /** What it runs on, for people. */
  String about();

  /** Serves until {@link #stop}. */
  void run();

  /** Ends {@link #run} when those who are there are served, or the time is over. Any thread. */
  void stop(Duration atMost);

  @Override
  void close();
}
