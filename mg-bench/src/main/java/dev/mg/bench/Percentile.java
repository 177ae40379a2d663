package dev.mg.bench;

import java.util.Locale;

/** The points of a latency curve: as many as that of all answers came within it. */
enum Percentile {
  P50("50", 0.5),
  P75("75", 0.75),
  P90("90", 0.9),
  P99("99", 0.99),
  P999("99.9", 0.999),
  P9999("99.99", 0.9999);

  /** In percent. */
  final String text;

  /** Of all, within 0..1. */
  final double share;

  /** The latency there, in microseconds. */
  final Metric metric;

  Percentile(String text, double share) {
    this.text = text;
    this.share = share;
    metric = new Metric(name().toLowerCase(Locale.ROOT) + "Us", "p" + text + " µs", 0);
  }
}
