package dev.mg.bench;

import java.util.Locale;

/**
 * One figure of a report.
 *
 * @param key its name in JSON, with the unit
 * @param title the heading of its column
 * @param decimals shown to people; JSON has them all
 */
record Metric(String key, String title, int decimals) {
  /** A value as people read it. */
  String show(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Median with least and greatest; the median alone if there is one value. */
  String show(Spread spread) {
    return spread.values().size() == 1
        ? show(spread.median())
        : show(spread.median()) + " (" + show(spread.min()) + ".." + show(spread.max()) + ")";
  }
}
