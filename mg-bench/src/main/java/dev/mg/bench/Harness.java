package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the benchmarks of running servers share: where they run, how a load is measured, when a
 * figure is not to be trusted, and where the report goes.
 */
final class Harness {
  static final Metric CPU = new Metric("cpuUsPerRequest", "CPU µs a request", 3);
  static final Metric FLOOR = new Metric("cpuOverFloor", "× floor", 2);
  static final Metric RATE = new Metric("requestsPerSecond", "requests/s", 0);
  static final Metric P50 = new Metric("p50Us", "p50 µs", 0);
  static final Metric P99 = new Metric("p99Us", "p99 µs", 0);
  static final Metric BUSY = new Metric("coreBusyPercent", "core busy %", 0);
  static final Metric RSS = new Metric("rssMiB", "RSS MiB", 1);

  /** What {@link #measure} adds, and the ratio of {@link Report#relate}, as columns. */
  static final List<Metric> COLUMNS = List.of(CPU, FLOOR, RATE, P50, P99, BUSY, RSS);

  private static final int MOST_WARM_UPS = 5;

  private final Path out;
  private final Path work;
  private final double maxOthers;
  private final double maxSpread;
  final Pinning pinning = Pinning.detect();
  final Wrk wrk;

  /** The options that {@link #Harness(Args)} reads. */
  static CommandLine options(CommandLine line) {
    return line.value(
            "max-others",
            "PERCENT",
            "3",
            "other processes' share of the machine beyond" + " which a round counts as disturbed")
        .value(
            "max-spread",
            "PERCENT",
            "15",
            "spread of the rounds' CPU a request beyond which it" + " counts as unsteady")
        .value("out", "DIR", "target/bench", "where the report goes");
  }

  /**
   * @throws BenchException where there is no /proc or no wrk
   */
  Harness(Args args) {
    if (!Files.isReadable(Path.of("/proc/self/stat"))) {
      throw new BenchException("CPU a request is read from /proc: this benchmark needs Linux");
    }
    out = Path.of(args.text("out"));
    work = out.resolve("work");
    maxOthers = args.number("max-others", 0, 100) / 100.0;
    maxSpread = args.number("max-spread", 0, 1000) / 100.0;
    wrk = new Wrk(pinning, work);
  }

  /** A report with the facts that all of these share. */
  Report report(String kind, String title, List<Metric> columns) {
    Report report = new Report(kind, title, columns);
    report.facts.putAll(Environment.facts());
    report.facts.put("load generator", Wrk.version());
    report.facts.put("cores", pinning.note());
    report.facts.put("JVM flags of the servers", String.join(" ", MgContender.JVM_FLAGS));
    return report;
  }

  /** Those that can run here; the others are told in the report. */
  static List<Contender> available(List<Contender> contenders, Report report) {
    List<Contender> can = new ArrayList<>();
    for (Contender contender : contenders) {
      String why = contender.unavailableBecause();
      if (why == null) {
        can.add(contender);
      } else {
        report.facts.put("left out: " + contender.name(), why);
      }
    }
    return can;
  }

  /** A list that starts with another element each round, so that none is always first. */
  static <T> List<T> rotated(List<T> all, int round) {
    List<T> rotated = new ArrayList<>(all);
    Collections.rotate(rotated, -round);
    return rotated;
  }

  Server start(Contender contender) {
    return Server.start(contender, pinning, work);
  }

  /** Starts another program on the load's core. */
  Child startLoad(String name, List<String> command) {
    return Child.start(name, work, pinning.load(command));
  }

  /**
   * Loads a server and adds what it cost to a row.
   *
   * @param warmUpSeconds of the same load before; 0 = none
   */
  void measure(Server server, Workload workload, int warmUpSeconds, int seconds, Report.Row row) {
    warmUp(server, workload, warmUpSeconds, row);
    Neighbours before = Neighbours.watch(server.pid());
    long startNs = System.nanoTime();
    ProcessCpu start = ProcessCpu.now(server.pid());
    WrkResult load = load(server, workload, seconds, row);
    double cpuNs = ProcessCpu.now(server.pid()).since(start);
    double wallNs = System.nanoTime() - startNs;
    row.add(CPU, cpuNs / 1e3 / load.requests());
    row.add(RATE, load.rate());
    row.add(P50, load.p50Us());
    // wrk prints 0 when too few answers came to tell.
    if (load.p99Us() > 0) {
      row.add(P99, load.p99Us());
    }
    row.add(BUSY, 100 * cpuNs / wallNs);
    row.add(RSS, ProcessCpu.rssBytes(server.pid()) / 1048576.0);
    judge(before.until(Neighbours.watch(server.pid())), row);
  }

  private WrkResult load(Server server, Workload workload, int seconds, Report.Row row) {
    try {
      return wrk.run(workload, server.port(), seconds);
    } catch (BenchException e) {
      throw new BenchException(row.contender + ", " + e.getMessage(), e);
    }
  }

  /** On a busy machine the time given may not do, so it counts requests, too. */
  private void warmUp(Server server, Workload workload, int seconds, Report.Row row) {
    long requests = 0;
    int runs = 0;
    while (seconds > 0 && runs < MOST_WARM_UPS && requests < workload.warmRequests()) {
      requests += load(server, workload, seconds, row).requests();
      runs++;
    }
    if (runs == MOST_WARM_UPS && requests < workload.warmRequests()) {
      row.note("cold: warm-ups of less than " + workload.warmRequests() + " requests");
    }
  }

  private void judge(Neighbours.Share share, Report.Row row) {
    int round = row.values.getOrDefault(CPU, List.of()).size();
    if (share.others() > maxOthers) {
      row.note(
          "disturbed: other processes took "
              + Math.round(100 * share.others())
              + " % of the machine in round "
              + round);
    }
    if (share.stolen() > maxOthers) {
      row.note(
          "disturbed: the hypervisor took "
              + Math.round(100 * share.stolen())
              + " % of the machine in round "
              + round);
    }
  }

  /** Judges the spread, writes the report's files and shows it. */
  void write(Report report, PrintStream to) {
    report.noteSpread(CPU, maxSpread);
    write(report, out, to);
  }

  /** Writes the files of a report to which more is to come: a long run may fail near its end. */
  void save(Report report) {
    save(report, out);
  }

  /** Writes the report's files and shows it. */
  static void write(Report report, Path folder, PrintStream to) {
    save(report, folder);
    to.println(Markdown.of(report));
    to.println(
        "written to "
            + file(report, folder, ".html")
            + ", with "
            + file(report, folder, ".md")
            + " and "
            + file(report, folder, ".json"));
  }

  private static Path file(Report report, Path folder, String end) {
    return folder.resolve(report.kind + end);
  }

  private static void save(Report report, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(file(report, folder, ".md"), Markdown.of(report));
      Files.writeString(file(report, folder, ".json"), Json.of(report));
      Files.writeString(file(report, folder, ".html"), Html.of(report));
    } catch (IOException e) {
      throw new BenchException("the report cannot be written: " + e.getMessage(), e);
    }
  }
}
