package dev.mg.bench;

import java.util.List;

/**
 * What repeated measurements of one thing say together.
 *
 * @param median the middle value, or the mean of the two middle ones
 */
record Spread(double median, double min, double max, List<Double> values) {
  /**
   * Of at least one value.
   *
   * @throws IllegalArgumentException if there is none, or one is not a number
   */
  static Spread of(List<Double> values) {
    if (values.isEmpty() || values.stream().anyMatch(v -> v.isNaN())) {
      throw new IllegalArgumentException("no spread of " + values);
    }
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(n - 1), List.copyOf(values));
  }

  /** The distance from the least to the greatest, as a share of the median; 0 if that is 0. */
  double relative() {
    return median == 0 ? 0 : (max - min) / median;
  }
}
