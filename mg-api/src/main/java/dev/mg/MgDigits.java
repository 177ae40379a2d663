package dev.mg;

/** Unsigned 64-bit numbers as digits, written where they belong without a string in between. */
final class MgDigits {
  private static final byte[] LOWER = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final byte[] UPPER = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private MgDigits() {}

  /** Appends {@code v}, unsigned, in decimal, with zeros before it up to {@code min} digits. */
  static void decimal(MgIobuf out, long v, int min) {
    int digits = 1;
    for (long rest = Long.divideUnsigned(v, 10); rest != 0; rest /= 10) {
      digits++;
    }
    int n = Math.max(digits, min);
    out.reserve(n);
    byte[] buf = out.buf();
    int i = out.tail() + n;
    if (v < 0) {
      long tenth = Long.divideUnsigned(v, 10);
      buf[--i] = (byte) ('0' + (v - tenth * 10));
      v = tenth;
    }
    for (; i > out.tail(); v /= 10) {
      buf[--i] = (byte) ('0' + v % 10);
    }
    out.commit(n);
  }

  /** Appends {@code v}, signed, in decimal. */
  static void signed(MgIobuf out, long v) {
    if (v < 0) {
      out.addByte('-');
    }
    decimal(out, Math.abs(v), 1);
  }

  /**
   * Appends {@code v}, unsigned, with zeros before it up to {@code min} digits.
   *
   * @param shift bits a digit: 4 for hex, 3 for octal
   */
  static void binary(MgIobuf out, long v, int shift, boolean upper, int min) {
    int bits = 64 - Long.numberOfLeadingZeros(v | 1);
    int n = Math.max((bits + shift - 1) / shift, min);
    out.reserve(n);
    byte[] buf = out.buf();
    byte[] digits = upper ? UPPER : LOWER;
    for (int i = out.tail() + n; i > out.tail(); v >>>= shift) {
      buf[--i] = digits[(int) v & (1 << shift) - 1];
    }
    out.commit(n);
  }

  /** Appends two lower-case hex digits a byte. */
  static void hex(MgIobuf out, byte[] src, int off, int len) {
    out.reserve(Math.multiplyExact(2, len));
    byte[] buf = out.buf();
    int to = out.tail();
    for (int i = off; i < off + len; i++) {
      buf[to++] = LOWER[src[i] >> 4 & 15];
      buf[to++] = LOWER[src[i] & 15];
    }
    out.commit(2 * len);
  }

  /** The value of a hex digit in either case, or -1. */
  static int hexValue(int ch) {
    if (ch >= '0' && ch <= '9') {
      return ch - '0';
    }
    int lower = ch | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
