package dev.mg.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH has measured as rows of a report: a table a class, and in it ours, each followed by the
 * peers that do the same, with its CPU over the least of theirs.
 */
final class MicroRows {
  static final Metric CPU = new Metric("cpuNsPerOp", "CPU ns/op", 1);
  static final Metric RATIO = new Metric("cpuOverBestPeer", "× best peer", 2);
  private static final Metric TIME = new Metric("nsPerOp", "ns/op", 1);
  private static final Metric SPEED = new Metric("gigabytesPerSecond", "GB/s", 2);
  private static final Metric ALLOCATED = new Metric("allocatedBytesPerOp", "B/op", 1);

  /** In the order of the columns. */
  static final List<Metric> COLUMNS = List.of(CPU, RATIO, TIME, SPEED, ALLOCATED);

  private static final String ALLOCATION_RATE = "gc.alloc.rate.norm";
  private static final String CLASS_END = "Benchmark";

  /** The parameter of those that go over so many bytes an operation. */
  private static final String BYTES = "bytes";

  /** Spread of the iterations, as a share, beyond which a row counts as unsteady. */
  private static final double MAX_SPREAD = 0.25;

  /** A result and its row. */
  private record Measured(MicroName name, Report.Row row) {
    double cpuNs() {
      List<Double> all = row.values.get(CPU);
      return all == null ? Double.NaN : Spread.of(all).median();
    }
  }

  private MicroRows() {}

  /** Adds all; their order is JMH's but for peers, which come behind what they are compared to. */
  static void add(Collection<RunResult> results, Report report) {
    Map<String, List<RunResult>> steps = new LinkedHashMap<>();
    for (RunResult result : results) {
      steps.computeIfAbsent(key(result.getParams()), key -> new ArrayList<>()).add(result);
    }
    for (List<RunResult> step : steps.values()) {
      step.sort(Comparator.comparing(result -> !name(result.getParams()).isOurs()));
      relate(step.stream().map(result -> add(result, report)).toList());
    }
    report.noteSpread(MAX_SPREAD, CPU);
  }

  private static void relate(List<Measured> step) {
    double best =
        step.stream()
            .filter(one -> one.name.isPeers())
            .mapToDouble(Measured::cpuNs)
            .min()
            .orElse(Double.NaN);
    step.stream()
        .filter(one -> one.name.isOurs() && one.cpuNs() / best > 0)
        .forEach(one -> one.row.add(RATIO, one.cpuNs() / best));
  }

  /** The same for those that do the same. */
  private static String key(BenchmarkParams params) {
    return workload(params)
        + ' '
        + name(params).step()
        + ' '
        + params.getParamsKeys().stream()
            .map(key -> io(params.getParam(key)))
            .collect(Collectors.joining(" "));
  }

  /** What a transport of ours waits with, as raw Netty's parameter names it; others stay. */
  static String io(String value) {
    return switch (value) {
      case "netty" -> "nio";
      case "netty-epoll" -> "epoll";
      default -> value;
    };
  }

  private static MicroName name(BenchmarkParams params) {
    String benchmark = params.getBenchmark();
    return MicroName.of(benchmark.substring(benchmark.lastIndexOf('.') + 1));
  }

  /** The name of the class, but for how all of them end. */
  private static String workload(BenchmarkParams params) {
    String[] names = params.getBenchmark().split("\\.");
    String simple = names[names.length - 2];
    return simple.endsWith(CLASS_END)
        ? simple.substring(0, simple.length() - CLASS_END.length())
        : simple;
  }

  private static Measured add(RunResult result, Report report) {
    BenchmarkParams params = result.getParams();
    MicroName name = name(params);
    String values =
        params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(" "));
    Report.Row row = report.row(workload(params), name.with(values));
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        double ns = iteration.getPrimaryResult().getScore();
        row.add(TIME, ns);
        if (params.getParamsKeys().contains(BYTES)) {
          row.add(SPEED, Integer.parseInt(params.getParam(BYTES)) / ns);
        }
        iteration
            .getSecondaryResults()
            .forEach(
                (key, second) -> {
                  if (key.endsWith(ALLOCATION_RATE)) {
                    row.add(ALLOCATED, second.getScore());
                  } else if (key.endsWith(CpuProfiler.NAME)) {
                    row.add(CPU, second.getScore());
                  }
                });
      }
    }
    return new Measured(name, row);
  }
}
