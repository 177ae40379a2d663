package dev.mg.testkit;

import java.io.File;
import org.junit.jupiter.api.Assumptions;

/** Counts the descriptors of this process. */
final class Descriptors {
  private static final File DIR = new File("/proc/self/fd");

  private Descriptors() {}

  static void assumeCountable(boolean used) {
    Assumptions.assumeTrue(used, "this transport uses no descriptors");
    Assumptions.assumeTrue(DIR.isDirectory(), DIR + " is not there to count descriptors");
  }

  /** Open ones, that of the directory listing itself included each time. */
  static int count() {
    String[] names = DIR.list();
    if (names == null) {
      throw new AssertionError(DIR + " cannot be listed");
    }
    return names.length;
  }

  /**
   * Fails if more than {@code base} stay open. Other threads of the JVM open files for a moment, to
   * load a class: so it looks again for a while, without giving the transport another poll.
   */
  static void assertBackTo(int base) {
    long end = System.nanoTime() + 1_000_000_000L;
    int now;
    while ((now = count()) > base) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(now + " descriptors are open, " + base + " were before");
      }
      Thread.yield();
    }
  }
}
