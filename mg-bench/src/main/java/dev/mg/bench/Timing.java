package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;

/**
 * How often something is measured, and for how long.
 *
 * @param warmUpMs of each piece of the same load before it; 0 = none
 */
record Timing(int rounds, int ms, int warmUpMs) {
  private static final int QUICK_MS = 100;
  private static final int MAX_SECONDS = 3600;
  private static final int LOOK_MS = 1000;

  /** The options that {@link #of} reads, and their defaults. */
  static CommandLine options(CommandLine line, int rounds, int seconds, int warmUp) {
    return line.value("rounds", "N", "" + rounds, "rounds, each with all servers")
        .value("seconds", "S", "" + seconds, "length of one measurement")
        .value(
            "warmup",
            "S",
            "" + warmUp,
            "of each piece of the load before it, of which there are "
                + WarmUp.LEAST_PIECES
                + " to "
                + WarmUp.MOST_PIECES
                + ", until the cost falls no longer")
        .flag(
            "quick",
            "one round of " + QUICK_MS + " ms each, cold, to see that all runs; by wrk a second");
  }

  static Timing of(Args args) {
    int rounds = args.number("rounds", 1, 1000);
    int seconds = args.number("seconds", 1, MAX_SECONDS);
    int warmUp = args.number("warmup", 0, MAX_SECONDS);
    return args.has("quick")
        ? new Timing(1, QUICK_MS, 0)
        : new Timing(rounds, 1000 * seconds, 1000 * warmUp);
  }

  /** Of the shortest warm-up and so many measurements after it. */
  double seconds(int measurements) {
    return (WarmUp.LEAST_PIECES * warmUpMs + (double) measurements * ms) / 1000;
  }

  /** The length of a look at the floor, before and after a measurement. */
  int lookMs() {
    return Math.min(ms, LOOK_MS);
  }

  /** The same in seconds. */
  double lookSeconds() {
    return lookMs() / 1000.0;
  }

  /** For the report. */
  String text() {
    return rounds + " of " + ms / 1000.0 + " s; " + warmUp() + "; median (least..greatest)";
  }

  private String warmUp() {
    if (warmUpMs == 0) {
      return "no warm-up";
    }
    return "warmed up in pieces of "
        + warmUpMs / 1000.0
        + " s, "
        + WarmUp.LEAST_PIECES
        + " to "
        + WarmUp.MOST_PIECES
        + " of them, until the cost falls no longer";
  }
}
