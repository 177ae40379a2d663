package dev.mg;

/** Floating point of {@link MgPrintf}: e f g, laid out as C does from exactly rounded digits. */
final class MgPrintfReal {
  private MgPrintfReal() {}

  static void print(MgIobuf out, MgPrintfSpec spec) {
    Object arg = spec.argument();
    double d;
    if (arg instanceof Double given) {
      d = given;
    } else if (arg instanceof Float given) {
      d = given;
    } else {
      throw spec.wrongClass(arg, "a Double or Float");
    }
    boolean upper = spec.conversion < 'a';
    int from = out.len();
    MgPrintfInt.sign(out, d < 0 || d == 0 && 1 / d < 0, spec);
    int digitsFrom = out.len();
    boolean finite = Double.isFinite(d);
    if (finite) {
      number(out, Math.abs(d), spec);
    } else {
      out.add(d != d ? upper ? "NAN" : "nan" : upper ? "INF" : "inf");
    }
    boolean zeros = finite && spec.has(MgPrintfSpec.ZERO);
    MgPrintfText.pad(out, from, zeros ? digitsFrom : from, zeros, out.len() - from, spec);
  }

  private static void number(MgIobuf out, double abs, MgPrintfSpec spec) {
    int precision = spec.digits(6);
    boolean point = spec.has(MgPrintfSpec.ALT);
    int at = out.len();
    switch (spec.conversion | 0x20) {
      case 'f' -> {
        MgDecimal.fixed(out, abs, precision);
        if (precision == 0 && point) {
          out.addByte('.');
        }
      }
      case 'e' -> {
        int exponent = MgDecimal.significant(out, abs, precision + 1);
        scientific(out, at, exponent, point, spec.conversion);
      }
      default -> general(out, at, abs, Math.max(precision, 1), point, spec.conversion);
    }
  }

  /** C11 7.21.6.1 paragraph 8: the shorter of the styles, zeros at the end dropped unless asked. */
  private static void general(
      MgIobuf out, int at, double abs, int precision, boolean keep, int letter) {
    int exponent = MgDecimal.significant(out, abs, precision);
    boolean fixed = exponent >= -4 && exponent < precision;
    if (!keep) {
      int least = at + Math.max(1, fixed ? exponent + 1 : 1);
      int end = out.len();
      while (end > least && out.at(end - 1) == '0') {
        end--;
      }
      out.truncate(end);
    }
    if (!fixed) {
      scientific(out, at, exponent, keep, letter - 2);
    } else if (exponent < 0) {
      MgPrintfText.insert(out, at, -exponent, '0');
      MgPrintfText.insert(out, at + 1, 1, '.');
    } else if (keep || out.len() > at + exponent + 1) {
      MgPrintfText.insert(out, at + exponent + 1, 1, '.');
    }
  }

  /** Digits from {@code at} on become d.ddde+dd. */
  private static void scientific(MgIobuf out, int at, int exponent, boolean point, int letter) {
    if (point || out.len() > at + 1) {
      MgPrintfText.insert(out, at + 1, 1, '.');
    }
    out.addByte(letter);
    out.addByte(exponent < 0 ? '-' : '+');
    MgDigits.decimal(out, Math.abs(exponent), 2);
  }
}
