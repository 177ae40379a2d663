package dev.mg.bench;

import java.io.PrintStream;

/** Tells a person what is being measured and how long it will take; the only line on a terminal. */
final class Progress implements AutoCloseable {
  private final PrintStream to;
  private final boolean terminal = System.console() != null;
  private final double plannedSeconds;
  private final long startNs = System.nanoTime();
  private double doneSeconds;

  /**
   * @param plannedSeconds the sum of all steps to come
   */
  Progress(PrintStream to, double plannedSeconds) {
    this.to = to;
    this.plannedSeconds = plannedSeconds;
  }

  /** A step begins that was planned to take so long; the one before is over. */
  void step(String what, double seconds) {
    double elapsed = (System.nanoTime() - startNs) / 1e9;
    // Steps take longer than planned by what starting a process costs: as they did so far.
    double pace = doneSeconds == 0 ? 1 : Math.max(1, elapsed / doneSeconds);
    long left = Math.round((plannedSeconds - doneSeconds) * pace);
    show(what, (left / 60) + ":" + (left % 60 < 10 ? "0" : "") + left % 60);
    doneSeconds += seconds;
  }

  /** A step begins, where another knows how long all will take. */
  void show(String what, String left) {
    String line = what + ", " + left + " left";
    to.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
    to.flush();
  }

  /** The last step is over, or one has failed: what is printed next stands on a line of its own. */
  @Override
  public void close() {
    to.print(terminal ? "\r\033[K" : "");
    to.flush();
  }
}
