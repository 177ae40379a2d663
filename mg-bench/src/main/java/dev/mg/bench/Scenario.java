package dev.mg.bench;

import org.jspecify.annotations.Nullable;

/** One load that servers are compared under. */
interface Scenario {
  /** Its name on the command line. */
  String name();

  /** What the report calls it. */
  String title();

  /** Null if that server can be loaded with it, else why not. */
  default @Nullable String cannot(Contender contender) {
    return null;
  }

  /**
   * The load on a server, which has shown by then that it answers as it must.
   *
   * @throws BenchException if it does not
   */
  Load on(Server server);
}
