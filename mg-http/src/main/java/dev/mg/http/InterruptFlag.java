package dev.mg.http;

/**
 * The flag of an interrupted thread, whose file operations close the file: taken before them by
 * {@link Thread#interrupted()}, and given back after them.
 */
final class InterruptFlag {
  private InterruptFlag() {}

  /** Sets it again if it was. */
  static void restore(boolean was) {
    if (was) {
      Thread.currentThread().interrupt();
    }
  }
}
