package dev.mg.core;

import org.jspecify.annotations.Nullable;

/**
 * Small arrays for what is sent outside of a visit, kept when the kernel has taken it: a message to
 * a thousand connections allocates nothing. <b>Owner thread only.</b>
 */
final class SpareArrays {
  /** As many connections as two rounds of {@link Visits#flushDirty} serve. */
  static final int MOST = 2 * Visits.FLUSH_CONNECTIONS;

  /** What is longer is left to the collector. */
  static final int MOST_BYTES = 512;

  private final @Nullable byte[][] spares = new byte[MOST][];
  private int count;

  /** One of them, of any length, or null. */
  byte @Nullable [] take() {
    if (count == 0) {
      return null;
    }
    byte[] last = spares[--count];
    spares[count] = null;
    return last;
  }

  /** Keeps an array that nobody stands on any more. */
  void keep(byte[] array) {
    if (count < MOST && array.length > 0 && array.length <= MOST_BYTES) {
      spares[count++] = array;
    }
  }
}
