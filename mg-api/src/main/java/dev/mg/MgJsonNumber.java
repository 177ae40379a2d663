package dev.mg;

/** Numbers of JSON that the scanner has passed, as integers. */
final class MgJsonNumber {
  private MgJsonNumber() {}

  /**
   * The value of {@code token} if it is an integer that fits a long, in whatever way it is written:
   * {@code 1e3} and {@code 10.0} are. Else {@code orElse}.
   */
  static long integer(MgStr token, long orElse) {
    int n = token.len();
    int mantissa = 0;
    while (mantissa < n && (token.at(mantissa) | 0x20) != 'e') {
      mantissa++;
    }
    int point = token.indexOf('.', 0);
    if (point < 0 && mantissa == n) {
      return token.toLong(orElse);
    }
    // The number is its digits, those behind the last nonzero one left out, times a power of ten.
    int decimals = point < 0 ? 0 : mantissa - point - 1;
    int last = mantissa - 1;
    int zeros = 0;
    while (last >= 0 && (token.at(last) == '0' || token.at(last) == '.')) {
      zeros += token.at(last) == '0' ? 1 : 0;
      last--;
    }
    if (last < 0 || token.at(last) == '-') {
      return 0;
    }
    long power = exponent(token, mantissa) - decimals + zeros;
    boolean negative = token.at(0) == '-';
    long v = 0;
    for (int i = negative ? 1 : 0; i <= last; i++) {
      if (token.at(i) != '.') {
        int digit = token.at(i) - '0';
        if (v < (Long.MIN_VALUE + digit) / 10) {
          return orElse;
        }
        v = v * 10 - digit;
      }
    }
    if (power < 0 || power > 18) {
      return orElse;
    }
    for (; power > 0; power--) {
      if (v < Long.MIN_VALUE / 10) {
        return orElse;
      }
      v *= 10;
    }
    if (negative) {
      return v;
    }
    return v == Long.MIN_VALUE ? orElse : -v;
  }

  /** What stands behind the e at {@code at}, cut to what still cannot matter. */
  private static long exponent(MgStr token, int at) {
    long exponent = 0;
    boolean negative = at + 1 < token.len() && token.at(at + 1) == '-';
    for (int i = at + 1; i < token.len(); i++) {
      int digit = token.at(i) - '0';
      if (digit >= 0 && exponent < 1L << 40) {
        exponent = exponent * 10 + digit;
      }
    }
    return negative ? -exponent : exponent;
  }
}
