package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench http}: servers side by side. Each round starts every server anew, one after the
 * other, so that neither the order nor one lucky compilation decides.
 */
final class HttpBench {
  private HttpBench() {}

  private static CommandLine commandLine() {
    return PeerContender.option(
        Harness.options(
            new CommandLine(
                    "bench http",
                    "Servers side by side under load from wrk, each a process on a core of its own;"
                        + " the floor\nis a C server that does the least possible.")
                .value("rounds", "N", "5", "rounds, each with all servers")
                .value("seconds", "S", "5", "length of one measurement")
                .value("warmup", "S", "3", "load before each measurement")
                .value("connections", "N", "64", "open at once")
                .value("transports", "A,B", String.join(",", Transports.ALL), "mg on these")
                .value("workloads", "A,B", String.join(",", Workload.NAMES), "these loads")
                .value(
                    "server",
                    "NAME=COMMAND",
                    "",
                    "one server more: COMMAND prints 'listening on"
                        + " http://127.0.0.1:PORT' and answers GET /plaintext and POST /echo")
                .flag("no-floor", "leave the C server out")));
  }

  static void run(List<String> words, PrintStream out, PrintStream err) {
    CommandLine line = commandLine();
    Args args = line.parse(words);
    if (args.has("help")) {
      out.print(line.help());
      return;
    }
    int rounds = args.number("rounds", 1, 1000);
    int seconds = args.number("seconds", 1, 3600);
    int warmUp = args.number("warmup", 0, 3600);
    List<Workload> workloads = workloads(args);
    Path peers = PeerContender.asked(args);
    List<Contender> asked = contenders(args, peers);
    Harness harness = new Harness(args);
    Report report = harness.report("http", "HTTP servers side by side", Harness.COLUMNS);
    List<Contender> contenders = Harness.available(asked, report);
    if (contenders.isEmpty() || workloads.isEmpty()) {
      throw new UsageException("nothing to measure: see bench http --help");
    }
    if (peers != null) {
      report.facts.put("peers", PeerContender.versions(peers));
    }
    report.facts.put(
        "rounds",
        rounds
            + " of "
            + seconds
            + " s, each after "
            + warmUp
            + " s of warm-up; median (least..greatest)");

    double step = seconds + warmUp;
    try (Progress progress =
        new Progress(err, step * rounds * contenders.size() * workloads.size())) {
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : Harness.rotated(contenders, round)) {
          try (Server server = harness.start(contender)) {
            for (Workload workload : Harness.rotated(workloads, round)) {
              String what = contender.name() + ", " + workload.name();
              progress.step("round " + (round + 1) + "/" + rounds + ": " + what, step);
              String why = contender.cannot(workload);
              if (why != null) {
                report.facts.put("left out: " + what, why);
                continue;
              }
              Report.Row row = report.row(workload.title(), contender.name());
              server.check(workload);
              harness.measure(server, workload, warmUp, seconds, row);
            }
          }
        }
        harness.save(report);
      }
    }
    report.relate(Harness.CPU, FloorContender.NAME, Harness.FLOOR);
    harness.write(report, out);
  }

  private static List<Workload> workloads(Args args) {
    int connections = args.number("connections", 1, 10_000);
    return args.names("workloads", Workload.NAMES).stream()
        .map(name -> Workload.of(name, connections))
        .toList();
  }

  private static List<Contender> contenders(Args args, @Nullable Path peers) {
    List<Contender> all = new ArrayList<>();
    if (!args.has("no-floor")) {
      all.add(new FloorContender());
    }
    for (String transport : args.names("transports", Transports.ALL)) {
      all.add(new MgContender(transport, List.of()));
    }
    if (peers != null) {
      all.addAll(PeerContender.all(peers));
    }
    if (args.has("server")) {
      all.add(CommandContender.parse(args.text("server")));
    }
    return all;
  }
}
