package dev.mg.bench;

import java.util.List;

/** Writes a report for people: its facts, then a table a workload. */
final class Markdown {
  private Markdown() {}

  /** The whole text. A figure is the median with, in brackets, the least and the greatest. */
  static String of(Report report) {
    StringBuilder to = new StringBuilder("# ").append(report.title).append("\n\n");
    report.facts.forEach(
        (name, value) -> to.append("- ").append(name).append(": ").append(value).append('\n'));
    for (String workload : report.workloads()) {
      List<Report.Row> rows =
          report.rows().stream().filter(row -> row.workload.equals(workload)).toList();
      List<Metric> columns =
          report.columns.stream()
              .filter(metric -> rows.stream().anyMatch(row -> row.spread(metric) != null))
              .toList();
      to.append("\n## ").append(workload).append("\n\n");
      table(to, columns, rows);
      notes(to, rows);
    }
    return to.toString();
  }

  private static void table(StringBuilder to, List<Metric> columns, List<Report.Row> rows) {
    to.append("| |");
    columns.forEach(metric -> to.append(' ').append(metric.title()).append(" |"));
    to.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
    for (Report.Row row : rows) {
      to.append("| ").append(cell(row.contender)).append(" |");
      for (Metric metric : columns) {
        Spread spread = row.spread(metric);
        to.append(spread == null ? " |" : " " + metric.show(spread) + " |");
      }
      to.append('\n');
    }
  }

  private static void notes(StringBuilder to, List<Report.Row> rows) {
    String before = "\n";
    for (Report.Row row : rows) {
      for (String note : row.notes) {
        to.append(before).append("- ").append(row.contender).append(": ").append(note);
        to.append('\n');
        before = "";
      }
    }
  }

  /** A bar would end the cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
