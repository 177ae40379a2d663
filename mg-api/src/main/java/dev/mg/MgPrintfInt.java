package dev.mg;

import org.jspecify.annotations.Nullable;

/** Integers of {@link MgPrintf}: d i u x X o, and p. */
final class MgPrintfInt {
  private MgPrintfInt() {}

  static void print(MgIobuf out, MgPrintfSpec spec) {
    Object arg = spec.argument();
    long v = value(arg, spec);
    int from = out.len();
    switch (spec.conversion) {
      case 'd', 'i' -> {
        spec.refuseAlternate();
        v = spec.length == MgPrintfSpec.HH ? (byte) v : v;
        sign(out, v < 0, spec);
        digits(out, Math.abs(v), 0, from, spec);
      }
      case 'u' -> {
        spec.refuseAlternate();
        digits(out, v & mask(arg, spec), 0, from, spec);
      }
      case 'o' -> digits(out, v & mask(arg, spec), 3, from, spec);
      default -> {
        v &= mask(arg, spec);
        if (spec.has(MgPrintfSpec.ALT) && v != 0) {
          out.addByte('0');
          out.addByte(spec.conversion);
        }
        digits(out, v, 4, from, spec);
      }
    }
  }

  /** %p: there are no addresses, so an object's identity hash. */
  static void identity(MgIobuf out, MgPrintfSpec spec) {
    spec.refuseNumberFlags();
    if (spec.precision >= 0) {
      throw spec.failure("it takes no precision");
    }
    Object arg = spec.argument();
    int from = out.len();
    out.addByte('0');
    out.addByte('x');
    digits(out, System.identityHashCode(arg) & 0xFFFF_FFFFL, 4, from, spec);
  }

  /** Appends the sign that a negative number has and a positive one may be given. */
  static void sign(MgIobuf out, boolean negative, MgPrintfSpec spec) {
    if (negative) {
      out.addByte('-');
    } else if (spec.has(MgPrintfSpec.PLUS)) {
      out.addByte('+');
    } else if (spec.has(MgPrintfSpec.SPACE)) {
      out.addByte(' ');
    }
  }

  /** The digits after sign and prefix, which start at {@code from}; shift 0 = decimal. */
  private static void digits(MgIobuf out, long v, int shift, int from, MgPrintfSpec spec) {
    int digitsFrom = out.len();
    int min = spec.digits(1);
    // C prints nothing for a zero with precision 0.
    if (v != 0 || min != 0) {
      if (shift == 0) {
        MgDigits.decimal(out, v, min);
      } else {
        MgDigits.binary(out, v, shift, spec.conversion == 'X', min);
      }
    }
    if (shift == 3
        && spec.has(MgPrintfSpec.ALT)
        && (out.len() == digitsFrom || out.at(digitsFrom) != '0')) {
      MgPrintfText.insert(out, digitsFrom, 1, '0');
    }
    boolean zeros = spec.has(MgPrintfSpec.ZERO) && spec.precision < 0;
    MgPrintfText.pad(out, from, zeros ? digitsFrom : from, zeros, out.len() - from, spec);
  }

  private static long value(@Nullable Object arg, MgPrintfSpec spec) {
    if (arg instanceof Integer i) {
      return i;
    }
    if (arg instanceof Long l) {
      return l;
    }
    if (arg instanceof MgLong l) {
      return l.get();
    }
    if (arg instanceof Short || arg instanceof Byte) {
      return ((Number) arg).longValue();
    }
    if (arg instanceof Character ch) {
      return ch;
    }
    throw spec.wrongClass(arg, "an integer: Byte, Short, Integer, Long, Character or MgLong");
  }

  /** The bits that an unsigned number of the class of {@code arg} has. */
  private static long mask(@Nullable Object arg, MgPrintfSpec spec) {
    if (spec.length == MgPrintfSpec.HH || arg instanceof Byte) {
      return 0xFF;
    }
    if (arg instanceof Short || arg instanceof Character) {
      return 0xFFFF;
    }
    return arg instanceof Integer ? 0xFFFF_FFFFL : -1;
  }
}
