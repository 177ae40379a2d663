package dev.mg.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of one kind of benchmark: a table a workload, a row a contender, a column a metric.
 * Filled round by round; {@link Markdown} and {@link Json} write it down. Not thread safe.
 */
final class Report {
  /** A row: one contender under one workload. */
  static final class Row {
    final String workload;
    final String contender;
    final Map<Metric, List<Double>> values = new LinkedHashMap<>();
    final Set<String> notes = new LinkedHashSet<>();

    private Row(String workload, String contender) {
      this.workload = workload;
      this.contender = contender;
    }

    /** One more value of a metric. */
    void add(Metric metric, double value) {
      values.computeIfAbsent(metric, m -> new ArrayList<>()).add(value);
    }

    /** Something the reader must know about this row; the same note again is one note. */
    void note(String note) {
      notes.add(note);
    }

    /** What was measured, or null if nothing was. */
    @Nullable Spread spread(Metric metric) {
      List<Double> all = values.get(metric);
      return all == null ? null : Spread.of(all);
    }
  }

  final String kind;
  final String title;

  /** What it ran on and how: shown above the tables, in this order. */
  final Map<String, String> facts = new LinkedHashMap<>();

  /** The metrics in the order of the columns; a table leaves out those none of its rows has. */
  final List<Metric> columns;

  private final List<Row> rows = new ArrayList<>();

  /**
   * @param kind names the files
   * @param title heads the report
   */
  Report(String kind, String title, List<Metric> columns) {
    this.kind = kind;
    this.title = title;
    this.columns = List.copyOf(columns);
  }

  /** The row of a contender under a workload, made at the first call. */
  Row row(String workload, String contender) {
    Row row = find(workload, contender);
    if (row == null) {
      row = new Row(workload, contender);
      rows.add(row);
    }
    return row;
  }

  private @Nullable Row find(String workload, String contender) {
    for (Row row : rows) {
      if (row.workload.equals(workload) && row.contender.equals(contender)) {
        return row;
      }
    }
    return null;
  }

  /** Rows in the order in which they were made. */
  List<Row> rows() {
    return rows;
  }

  /** Workloads in the order in which they came up. */
  Set<String> workloads() {
    Set<String> all = new LinkedHashSet<>();
    rows.forEach(row -> all.add(row.workload));
    return all;
  }

  /**
   * Adds {@code ratio} to every row: each round's value of {@code of} over that of the contender
   * {@code base} in the same round, since what disturbs a round disturbs both. Rows that have the
   * ratio already, or of a workload where one of both lacks the value, stay as they are.
   */
  void relate(Metric of, String base, Metric ratio) {
    rows.forEach(row -> relate(row, of, base, ratio));
  }

  /** The same for the rows of one contender. */
  void relate(String contender, Metric of, String base, Metric ratio) {
    rows.stream()
        .filter(row -> row.contender.equals(contender))
        .forEach(row -> relate(row, of, base, ratio));
  }

  private void relate(Row row, Metric of, String base, Metric ratio) {
    if (row.values.containsKey(ratio)) {
      return;
    }
    Row baseRow = find(row.workload, base);
    List<Double> mine = row.values.getOrDefault(of, List.of());
    List<Double> units = baseRow == null ? List.of() : baseRow.values.getOrDefault(of, List.of());
    for (int i = 0; i < Math.min(mine.size(), units.size()); i++) {
      if (units.get(i) > 0) {
        row.add(ratio, mine.get(i) / units.get(i));
      }
    }
  }

  /** Notes on the rows where the first metric that they have spread over more than that share. */
  void noteSpread(double max, Metric... firstOf) {
    for (Row row : rows) {
      for (Metric metric : firstOf) {
        Spread spread = row.spread(metric);
        if (spread != null) {
          noteSpread(row, metric, spread, max);
          break;
        }
      }
    }
  }

  private static void noteSpread(Row row, Metric metric, Spread spread, double max) {
    if (spread.relative() > max) {
      row.note(
          "unsteady: "
              + metric.title()
              + " spread over "
              + Math.round(100 * spread.relative())
              + " %");
    }
  }
}
