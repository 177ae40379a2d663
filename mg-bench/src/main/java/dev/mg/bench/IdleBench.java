package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench idle}: what connections cost that say nothing. Each server is loaded without them,
 * then they come, then it is loaded again beside them.
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
    Contender floor = FloorContender.HTTP;
    boolean beside = !args.has("no-floor") && floor.unavailableBecause() == null;
    bench.run(bench.pairs(args), beside ? floor : null, out, err);
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

  private void run(List<Pair> asked, @Nullable Contender floor, PrintStream out, PrintStream err) {
    List<Contender> contenders = asked.stream().map(Pair::contender).toList();
    List<Contender> can = Harness.available(contenders, report);
    List<Pair> pairs = asked.stream().filter(pair -> can.contains(pair.contender)).toList();
    if (pairs.isEmpty()) {
      throw new UsageException("nothing to measure: see bench idle --help");
    }
    report.facts.put("rounds", timing.text());
    int rounds = timing.rounds();
    if (floor != null) {
      report.facts.put(Unit.FLOOR.title(), Yardstick.about(floor, timing));
    }
    double step = timing.seconds(3) + (floor == null ? 0 : 4 * timing.lookSeconds());
    try (Yardstick yardstick = floor == null ? null : new Yardstick(floor, harness, timing);
        Progress progress = new Progress(err, step * rounds * pairs.size())) {
      for (int round = 0; round < rounds; round++) {
        for (Pair pair : Harness.rotated(pairs, round)) {
          String what = pair.contender.name() + ", " + pair.kind.word();
          progress.step("round " + (round + 1) + "/" + rounds + ": " + what, step);
          measure(pair.contender, pair.kind, yardstick);
        }
      }
    }
    harness.write(report, out);
  }

  private void measure(Contender contender, IdleKind kind, @Nullable Yardstick yardstick) {
    Workload workload = Workload.of(Workload.ACTIVE, active);
    Scenario scenario = new ByRequests(workload, generator);
    Report.Row alone = report.row(workload.title(), contender.name());
    int many = kind.of(idle);
    Report.Row beside =
        report.row("the same beside " + many + " idle " + kind.plural, contender.name());
    try (Server server = harness.start(contender);
        Load load = scenario.on(server)) {
      boolean heap = server.isControlled();
      harness.warmUp(server, load, timing.warmUpMs(), alone);
      double without = cost(server, load, alone, scenario, yardstick);
      long heapBefore = heap ? server.heapBytes() : 0;
      long rssBefore = ProcessCpu.rssBytes(server.pid());
      try (IdleClients clients = IdleClients.start(server.port(), kind, many, harness)) {
        clients.awaitReady();
        if (heap) {
          beside.add(HEAP, (double) (server.heapBytes() - heapBefore) / many);
        }
        beside.add(MEMORY, (double) (ProcessCpu.rssBytes(server.pid()) - rssBefore) / many);
        beside.add(SECOND, quietSecond(server));
        beside.add(DEARER, cost(server, load, beside, scenario, yardstick) / without);
        clients.checkOpen();
      }
    }
  }

  /** CPU of one answer: over the floor around it, since both are minutes apart, or as it is. */
  private double cost(
      Server server, Load load, Report.Row row, Scenario scenario, @Nullable Yardstick yardstick) {
    if (yardstick == null) {
      return harness.measure(server, load, timing.ms(), row);
    }
    double ratio = yardstick.ratio(scenario, () -> harness.measure(server, load, timing.ms(), row));
    row.add(Unit.FLOOR, ratio);
    return ratio;
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
