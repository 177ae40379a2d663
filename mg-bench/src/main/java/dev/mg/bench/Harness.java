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
import org.jspecify.annotations.Nullable;

/**
 * What the benchmarks of running servers share: where they run, how a load is measured, when a
 * figure is not to be trusted, and where the report goes.
 */
final class Harness {
  /** The share of its time from which on a core has no more to give. */
  private static final double FULL = 0.95;

  /** The share of a rate that counts as all of it. */
  private static final double KEPT = 0.98;

  private final Path out;
  private final Path work;
  private final double maxOthers;
  private final double maxSpread;
  final Pinning pinning;
  final Unit unit;
  private @Nullable Identity identity;

  /** The options that {@link #Harness(Args, Unit)} reads. */
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
            "spread of the rounds' ratios to the floor, or CPU an answer, beyond which it counts as"
                + " unsteady")
        .value("out", "DIR", "target/bench", "where the report goes");
  }

  /** Each server on a core of its own. */
  Harness(Args args, Unit unit) {
    this(args, unit, Pinning.detect());
  }

  /**
   * @param unit what the loads are counted in
   * @throws BenchException where there is no /proc
   */
  Harness(Args args, Unit unit, Pinning pinning) {
    if (!Files.isReadable(Path.of("/proc/self/stat"))) {
      throw new BenchException("CPU is read from /proc: this benchmark needs Linux");
    }
    out = Path.of(args.text("out"));
    work = out.resolve("work");
    maxOthers = args.number("max-others", 0, 100) / 100.0;
    maxSpread = args.number("max-spread", 0, 1000) / 100.0;
    this.unit = unit;
    this.pinning = pinning;
  }

  /**
   * Load by the program wrk.
   *
   * @param threads of it
   * @throws BenchException if there is no wrk
   */
  Wrk wrk(int threads) {
    return new Wrk(pinning, threads, work);
  }

  /** A report with the facts that all of these share. */
  Report report(String kind, String title, List<Metric> columns, String loadGenerator) {
    Report report = new Report(kind, title, columns);
    report.facts.putAll(Environment.facts());
    report.facts.put("load generator", loadGenerator);
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

  /** The certificate of all servers that need one, made when it is first asked for. */
  Identity identity() {
    Identity made = identity;
    if (made == null) {
      made = Identity.in(work);
      identity = made;
    }
    return made;
  }

  Server start(Contender contender) {
    return Server.start(contender, pinning, work);
  }

  /** Starts one that runs beside another of the same name. */
  Server startBeside(Contender contender) {
    return Server.start(contender, contender.name() + " beside", pinning, work);
  }

  /** Starts another program on the load's core. */
  Child startLoad(String name, List<String> command) {
    return Child.start(name, work, pinning.load(command));
  }

  /** Loads a server and adds what it cost to a row; returns CPU of one answer in microseconds. */
  double measure(Server server, Load load, int ms, Report.Row row) {
    boolean isControlled = server.isControlled();
    if (isControlled) {
      // From here on.
      server.allocatedBytes();
    }
    List<ProcessCpu> start = used(server, load);
    Neighbours before = Neighbours.watch(start);
    long startNs = System.nanoTime();
    LoadResult result = run(load, ms, row.contender);
    List<ProcessCpu> end = used(server, load);
    Neighbours after = Neighbours.watch(end);
    double wallNs = System.nanoTime() - startNs;
    double cpuNs = end.get(0).since(start.get(0));
    double cpuUs = cpuNs / 1e3 / result.count();
    row.add(unit.cpu(), cpuUs);
    row.add(unit.rate(), result.rate());
    for (Percentile percentile : Percentile.values()) {
      if (result.us(percentile) > 0) {
        row.add(percentile.metric, result.us(percentile));
      }
    }
    if (isControlled) {
      row.add(unit.allocated(), (double) server.allocatedBytes() / result.count());
    }
    row.add(Unit.BUSY, 100 * cpuNs / wallNs);
    // A load that is a process a run has ended, and been waited for.
    double loadNs =
        start.size() > 1 ? end.get(1).since(start.get(1)) : before.childrenNsUntil(after);
    if (load.rate() == 0 && loadNs > 0) {
      row.add(Unit.LOAD_BUSY, 100 * loadNs / wallNs);
      row.add(Unit.CEILING, result.count() / (loadNs / 1e9));
    }
    row.add(Unit.RSS, ProcessCpu.rssBytes(server.pid()) / 1048576.0);
    Neighbours.Share share = before.until(after);
    double free = wallNs * (1 - share.stolen());
    double loadBusy = loadNs / free / load.threads();
    judgeLoad(load.rate(), result, cpuNs / free / server.loops(), loadBusy, row);
    judge(share, row);
    return cpuUs;
  }

  /** By the server, and by the load if that is a process that lives on. */
  private static List<ProcessCpu> used(Server server, Load load) {
    ProcessCpu mine = ProcessCpu.now(server.pid());
    return load.pid() == Load.NO_PROCESS
        ? List.of(mine)
        : List.of(mine, ProcessCpu.now(load.pid()));
  }

  /** CPU of a server for one answer, in microseconds, over so many milliseconds of load. */
  double cpuUs(Server server, Load load, int ms) {
    return piece(server, load, ms).cpuUs();
  }

  private static WarmUp.Piece piece(Server server, Load load, int ms) {
    ProcessCpu start = ProcessCpu.now(server.pid());
    LoadResult result = run(load, ms, server.name());
    double cpuUs = ProcessCpu.now(server.pid()).since(start) / 1e3 / result.count();
    return new WarmUp.Piece(result.count(), cpuUs);
  }

  private static LoadResult run(Load load, int ms, String contender) {
    LoadResult result;
    try {
      result = load.run(ms);
    } catch (BenchException e) {
      throw new BenchException(contender + ", " + e.getMessage(), e);
    }
    if (result.count() == 0) {
      throw new BenchException(contender + ": no answer within " + ms + " ms");
    }
    return result;
  }

  /** Loads a server before it is measured, and notes in its row if that was not enough. */
  void warmUp(Server server, Load load, int ms, Report.Row row) {
    if (!warmUp(server, load, ms)) {
      row.note("cold: its cost still fell, or the load was slow, after the longest warm-up");
    }
  }

  /**
   * The same without a row.
   *
   * @param ms of each piece; 0 = not at all
   * @return whether it is warm
   */
  boolean warmUp(Server server, Load load, int ms) {
    return ms == 0 || WarmUp.untilSteady(load.warmCount(), () -> piece(server, load, ms));
  }

  /**
   * Whether the load was the limit, and not the server.
   *
   * @param rate asked for; a load that has one is always busy, since it does not sleep
   * @param serverBusy the share of their time in which its loops were
   * @param loadBusy the same of its threads
   */
  static void judgeLoad(
      int rate, LoadResult result, double serverBusy, double loadBusy, Report.Row row) {
    if (rate == 0 && loadBusy > FULL && serverBusy < FULL) {
      row.note(
          "bound by the load, whose cores were the busy ones: rate and latencies are the load's, CPU"
              + " is the server's all the same");
    } else if (result.rate() < KEPT * rate) {
      row.note(
          "behind: of "
              + rate
              + " a second that were asked for "
              + Math.round(result.rate())
              + " were answered");
    }
  }

  private void judge(Neighbours.Share share, Report.Row row) {
    int round = row.values.getOrDefault(unit.cpu(), List.of()).size();
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
    report.noteSpread(maxSpread, Unit.FLOOR, unit.cpu());
    write(report, out, to);
  }

  /** Writes the files of a report to which more is to come: a long run may fail near its end. */
  void save(Report report) {
    save(report, out);
  }

  /** Writes the report's files and shows it. */
  static void write(Report report, Path folder, PrintStream to) {
    save(report, folder);
    to.println(AlignedTables.of(Markdown.of(report)));
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
