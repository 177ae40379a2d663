package dev.mg.bench;

import java.util.function.Supplier;

/**
 * The load before a measurement, in pieces: until an answer costs no less than it did one piece
 * before. How long a JVM takes to compile what a server needs differs from one to the next by
 * several times, most of all on one core, and a fixed time would compare compilers.
 */
final class WarmUp {
  /** So many at most. */
  static final int MOST_PIECES = 6;

  /** So many at least, as a first one has nothing to be compared to. */
  static final int LEAST_PIECES = 2;

  /** The part of its predecessor's cost below which a piece shows that more would be won. */
  private static final double FALLING = 0.95;

  /**
   * What a piece of it came to.
   *
   * @param answers how many there were
   * @param cpuUs of one of them
   */
  record Piece(long answers, double cpuUs) {}

  private WarmUp() {}

  /**
   * Runs pieces until the cost falls no longer.
   *
   * @param warmCount answers that it takes in any case
   * @return whether it came to that
   */
  static boolean untilSteady(int warmCount, Supplier<Piece> pieces) {
    long answers = 0;
    double beforeUs = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MOST_PIECES; i++) {
      Piece piece = pieces.get();
      answers += piece.answers();
      if (answers >= warmCount && piece.cpuUs() >= FALLING * beforeUs) {
        return true;
      }
      beforeUs = piece.cpuUs();
    }
    return false;
  }
}
