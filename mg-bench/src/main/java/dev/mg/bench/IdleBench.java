package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code bench idle}: what connections cost that say nothing. Each server runs twice, with them and
 * without, and the two are loaded in turns: what a core gets done in a second drifts by more within
 * a minute than idle connections cost.
 */
final class IdleBench {
  private static final Metric HEAP = new Metric("heapBytesPerIdle", "heap B an idle one", 0);
  private static final Metric MEMORY = new Metric("rssBytesPerIdle", "RSS B an idle one", 0);
  private static final Metric SECOND =
      new Metric("cpuUsPerQuietSecond", "CPU µs a quiet second", 0);
  private static final Metric DEARER = new Metric("cpuOverAlone", "× without idle ones", 2);

  private static final List<Metric> COLUMNS =
      Stream.concat(Stream.of(DEARER, HEAP, MEMORY, SECOND), Unit.REQUEST.columns().stream())
          .toList();

  /** In which both are loaded, alone first and last. */
  private static final int TURNS = 4;

  private final Harness harness;
  private final Generator generator;
  private final Report report;
  private final int idle;
  private final List<IdleKind> kinds;
  private final int active;
  private final Timing timing;

  private IdleBench(Args args) {
    idle = args.number("idle", 1, 1_000_000);
    kinds = args.names("kinds", IdleKind.NAMES).stream().map(IdleKind::of).toList();
    active = args.number("active", 1, 10_000);
    timing = Timing.of(args);
    harness = new Harness(args, Unit.REQUEST);
    generator = Generator.of(args, harness);
    report = harness.report("idle", "Idle connections", COLUMNS, Generator.about(args));
  }

  private static CommandLine commandLine() {
    return Generator.options(
        Harness.options(
            Timing.options(
                    new CommandLine(
                        "bench idle",
                        "CPU a request with and without idle connections, and what an idle one costs.\n"
                            + "Server and clients need a descriptor a connection: see ulimit -n."),
                    3,
                    4,
                    3)
                .value(
                    "idle",
                    "N",
                    "10000",
                    "idle connections, each having been answered once; of https at most "
                        + IdleKind.TLS_MOST)
                .value("kinds", "A,B", String.join(",", IdleKind.NAMES), "what they speak")
                .value("active", "N", "32", "connections under load")
                .value("transports", "A,B", Choice.TRANSPORTS.all(), "mg on these")
                .value("engines", "A,B", Choice.ENGINES.all(), "of https with these")
                .flag("no-floor", "leave the C server out")));
  }

  static void run(List<String> words, PrintStream out, PrintStream err) {
    CommandLine line = commandLine();
    Args args = line.parse(words);
    if (args.has("help")) {
      out.print(line.help());
      return;
    }
    IdleBench bench = new IdleBench(args);
    bench.measureAll(bench.pairs(args), out, err);
  }

  /** A server, and what the idle ones speak to it. */
  private record Pair(Contender contender, IdleKind kind) {}

  private List<Pair> pairs(Args args) {
    List<String> transports = args.names("transports", Choice.TRANSPORTS.names);
    List<Pair> pairs = new ArrayList<>();
    for (IdleKind kind : kinds) {
      if (kind == IdleKind.HTTP && !args.has("no-floor")) {
        pairs.add(new Pair(FloorContender.HTTP, kind));
      }
      for (String transport : transports) {
        // No deadline may end what is meant to be idle.
        MgContender mg = new MgContender(transport, List.of("--deadline-ms", "0", "--deflate"));
        if (!kind.isTls()) {
          pairs.add(new Pair(mg, kind));
          continue;
        }
        for (String engine : args.names("engines", Choice.ENGINES.names)) {
          pairs.add(new Pair(mg.overTls(engine, harness.identity()), kind));
        }
      }
    }
    return pairs;
  }

  private void measureAll(List<Pair> asked, PrintStream out, PrintStream err) {
    List<Contender> contenders = asked.stream().map(Pair::contender).toList();
    List<Contender> can = Harness.available(contenders, report);
    List<Pair> pairs = asked.stream().filter(pair -> can.contains(pair.contender)).toList();
    if (pairs.isEmpty()) {
      throw new UsageException("nothing to measure: see bench idle --help");
    }
    report.facts.put("rounds", timing.text());
    int rounds = timing.rounds();
    report.facts.put(
        DEARER.title(),
        "of two processes, in "
            + TURNS
            + " turns of "
            + timing.lookSeconds()
            + " s each; the row of the floor shows how far that can be trusted");
    double step =
        2 * timing.seconds(1) + timing.seconds(0) + (2 * TURNS + 1) * timing.lookSeconds();
    try (Progress progress = new Progress(err, step * rounds * pairs.size())) {
      for (int round = 0; round < rounds; round++) {
        for (Pair pair : Harness.rotated(pairs, round)) {
          String what = pair.contender.name() + ", " + pair.kind.word();
          progress.step("round " + (round + 1) + "/" + rounds + ": " + what, step);
          measure(pair.contender, pair.kind);
        }
      }
    }
    harness.write(report, out);
  }

  private void measure(Contender contender, IdleKind kind) {
    Workload workload = Workload.of(Workload.ACTIVE, active);
    Scenario scenario = new ByRequests(workload, generator);
    int many = kind.of(idle);
    String title = "the same beside " + many + " idle " + kind.plural;
    Report.Row aloneRow = report.row(workload.title(), contender.name());
    Report.Row besideRow = report.row(title, contender.name());
    try (Server alone = harness.start(contender);
        Load onAlone = scenario.on(alone);
        Server beside = harness.startBeside(contender);
        Load onBeside = scenario.on(beside)) {
      boolean heap = beside.isControlled();
      harness.warmUp(alone, onAlone, timing.warmUpMs(), aloneRow);
      harness.warmUp(beside, onBeside, timing.warmUpMs(), besideRow);
      long heapBefore = heap ? beside.heapBytes() : 0;
      long rssBefore = ProcessCpu.rssBytes(beside.pid());
      try (IdleClients clients = IdleClients.start(beside.port(), kind, many, harness)) {
        clients.awaitReady();
        if (heap) {
          besideRow.add(HEAP, (double) (beside.heapBytes() - heapBefore) / many);
        }
        besideRow.add(MEMORY, (double) (ProcessCpu.rssBytes(beside.pid()) - rssBefore) / many);
        besideRow.add(SECOND, quietSecond(beside));
        // The collection has left the caches cold, and its survivors are yet to grow old.
        harness.warmUp(beside, onBeside, timing.warmUpMs(), besideRow);
        besideRow.add(DEARER, inTurns(alone, onAlone, beside, onBeside));
        harness.measure(alone, onAlone, timing.ms(), aloneRow);
        harness.measure(beside, onBeside, timing.ms(), besideRow);
        clients.checkOpen();
      }
    }
  }

  /** CPU of an answer of the second over that of the first. */
  private double inTurns(Server alone, Load onAlone, Server beside, Load onBeside) {
    double aloneUs = 0;
    double besideUs = 0;
    double before = harness.cpuUs(alone, onAlone, timing.lookMs());
    for (int i = 0; i < TURNS; i++) {
      besideUs += harness.cpuUs(beside, onBeside, timing.lookMs());
      double after = harness.cpuUs(alone, onAlone, timing.lookMs());
      aloneUs += (before + after) / 2;
      before = after;
    }
    return besideUs / aloneUs;
  }

  /** Microseconds of CPU a second the server takes while nobody asks for anything. */
  private double quietSecond(Server server) {
    ProcessCpu start = ProcessCpu.now(server.pid());
    long startNs = System.nanoTime();
    try {
      Thread.sleep(timing.ms());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
    double cpuNs = ProcessCpu.now(server.pid()).since(start);
    return cpuNs / 1e3 / ((System.nanoTime() - startNs) / 1e9);
  }
}
