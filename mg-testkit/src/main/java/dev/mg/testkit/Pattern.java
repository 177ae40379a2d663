package dev.mg.testkit;

/** Bytes that tell their position, so that a lost, doubled or moved byte shows. */
final class Pattern {
  private Pattern() {}

  static byte at(long i) {
    return (byte) (i ^ i >>> 8 ^ i >>> 16 ^ i >>> 24);
  }

  static byte[] bytes(int n) {
    byte[] all = new byte[n];
    fill(all, 0, n, 0);
    return all;
  }

  /** Stores the bytes of positions {@code from .. from + n}. */
  static void fill(byte[] into, int off, int n, long from) {
    for (int i = 0; i < n; i++) {
      into[off + i] = at(from + i);
    }
  }

  /** Throws unless {@code bytes[off .. off + n)} are those of positions {@code from ..}. */
  static void check(byte[] bytes, int off, int n, long from) {
    for (int i = 0; i < n; i++) {
      if (bytes[off + i] != at(from + i)) {
        throw new AssertionError(
            "byte " + (from + i) + " is " + bytes[off + i] + " and should be " + at(from + i));
      }
    }
  }
}
