package dev.mg;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Decimal digits of a double, rounded from its exact binary value, ties to even, as glibc does it.
 *
 * <p>A double is m * 2^-k with m below 2^53. Multiplied by a power of ten up to 10^18 it fits 128
 * bits, so nearly every number is rounded without big arithmetic, and exactly.
 */
final class MgDecimal {
  private static final long[] POW10 = new long[19];

  /** No double has more decimals, and none more significant digits. */
  private static final int MOST_DECIMALS = 1074;

  static {
    POW10[0] = 1;
    for (int i = 1; i < POW10.length; i++) {
      POW10[i] = POW10[i - 1] * 10;
    }
  }

  private MgDecimal() {}

  /** Appends {@code abs}, finite and not negative, with so many decimals, no point if none. */
  static void fixed(MgIobuf out, double abs, int decimals) {
    if (decimals < POW10.length && abs * POW10[decimals] < 1e17) {
      MgDigits.decimal(out, scaled(abs, decimals), decimals + 1);
      if (decimals > 0) {
        MgPrintfText.insert(out, out.len() - decimals, 1, '.');
      }
      return;
    }
    int exact = Math.min(decimals, MOST_DECIMALS);
    out.add(new BigDecimal(abs).setScale(exact, RoundingMode.HALF_EVEN).toPlainString());
    MgPrintfText.insert(out, out.len(), decimals - exact, '0');
  }

  /**
   * Appends the first {@code n} significant digits of {@code abs}, finite and not negative,
   * rounded.
   *
   * @return the decimal exponent of the first of them, 0 for zero
   */
  static int significant(MgIobuf out, double abs, int n) {
    if (abs == 0) {
      MgPrintfText.insert(out, out.len(), n, '0');
      return 0;
    }
    if (n <= 17 && abs < 1e17) {
      // Never above the true exponent, and below it only next to a power of ten: too low shows in
      // one
      // digit too many, too high would not show.
      int exponent = (int) Math.floor(Math.log10(abs) - 1e-9);
      int decimals = n - 1 - exponent;
      for (; decimals >= 0 && decimals < POW10.length; decimals--, exponent++) {
        long digits = scaled(abs, decimals);
        if (digits < POW10[n]) {
          MgDigits.decimal(out, digits, n);
          return exponent;
        }
      }
    }
    MathContext rounding = new MathContext(Math.min(n, MOST_DECIMALS), RoundingMode.HALF_EVEN);
    BigDecimal exact = new BigDecimal(abs).round(rounding);
    out.add(exact.unscaledValue().toString());
    MgPrintfText.insert(out, out.len(), n - exact.precision(), '0');
    return exact.precision() - exact.scale() - 1;
  }

  /** {@code abs} * 10^n, at most 10^18, rounded to an integer, ties to even. */
  private static long scaled(double abs, int n) {
    long bits = Double.doubleToRawLongBits(abs);
    int exponent = (int) (bits >>> 52);
    long m = bits & (1L << 52) - 1;
    m = exponent == 0 ? m : m | 1L << 52;
    int k = 1075 - Math.max(exponent, 1);
    if (k <= 0) {
      return (m << -k) * POW10[n];
    }
    long high = Math.multiplyHigh(m, POW10[n]);
    long low = m * POW10[n];
    if (k > 120) {
      // The product has at most 113 bits: less than half of 2^k.
      return 0;
    }
    long quotient;
    int toHalf;
    if (k < 64) {
      quotient = high << 64 - k | low >>> k;
      toHalf = Long.compareUnsigned(low << 64 - k, Long.MIN_VALUE);
    } else {
      int s = k - 64;
      quotient = high >>> s;
      // The remainder with its first bit on top, and whether anything is set below that.
      long top = s == 0 ? low : high << 64 - s | low >>> s;
      boolean more = s != 0 && low << 64 - s != 0;
      toHalf = Long.compareUnsigned(top, Long.MIN_VALUE);
      toHalf = toHalf == 0 && more ? 1 : toHalf;
    }
    boolean up = toHalf > 0 || toHalf == 0 && (quotient & 1) != 0;
    return up ? quotient + 1 : quotient;
  }
}
