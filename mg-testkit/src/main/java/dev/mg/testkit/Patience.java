package dev.mg.testkit;

/** The bound of a wait: each round asks {@link #check}, and in the end it says what for. */
final class Patience {
  static final long USUAL_MS = 10_000;

  private final String what;
  private final long ms;
  private final long fromNs = System.nanoTime();

  /** For what comes within moments or never. */
  Patience(String what) {
    this(what, USUAL_MS);
  }

  Patience(String what, long ms) {
    this.what = what;
    this.ms = ms;
  }

  /** Throws once the time is over. */
  void check() {
    if (System.nanoTime() - fromNs > ms * 1_000_000) {
      throw new AssertionError("waited " + ms + " ms for " + what);
    }
  }
}
