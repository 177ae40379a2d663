package dev.mg.bench;

import dev.mg.MgIobuf;
import dev.mg.MgJsonWriter;
import java.util.List;
import java.util.Map;

/**
 * Writes a report as JSON: its facts, its metrics, and each row with the spread and all values of
 * each metric.
 */
final class Json {
  private final MgIobuf out = new MgIobuf();
  private final MgJsonWriter to = new MgJsonWriter(out);

  private Json() {}

  /** The whole document. */
  static String of(Report report) {
    Json json = new Json();
    json.report(report);
    return json.out.toString();
  }

  private void report(Report report) {
    to.object();
    to.name("kind").value(report.kind).name("title").value(report.title);
    to.name("facts").object();
    report.facts.forEach((name, value) -> to.name(name).value(value));
    to.end().name("columns").array();
    report.columns.forEach(this::column);
    to.end().name("rows").array();
    report.rows().forEach(this::row);
    to.end().end();
  }

  private void column(Metric metric) {
    to.object().name("key").value(metric.key()).name("title").value(metric.title());
    to.name("decimals").value(metric.decimals()).end();
  }

  private void row(Report.Row row) {
    to.object().name("workload").value(row.workload).name("contender").value(row.contender);
    to.name("metrics").object();
    for (Map.Entry<Metric, List<Double>> metric : row.values.entrySet()) {
      Spread spread = Spread.of(metric.getValue());
      to.name(metric.getKey().key()).object();
      to.name("median").value(spread.median());
      to.name("min").value(spread.min()).name("max").value(spread.max());
      to.name("values").array();
      spread.values().forEach(to::value);
      to.end().end();
    }
    to.end().name("notes").array();
    row.notes.forEach(to::value);
    to.end().end();
  }
}
