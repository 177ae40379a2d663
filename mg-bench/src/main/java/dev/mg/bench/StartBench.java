package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code bench start}: how long a new JVM takes to the first answer of a server, beside the JDK's
 * own in the same jar.
 */
final class StartBench {
  private static final Metric ANSWER = new Metric("startMs", "ms to the first answer", 0);
  private static final Metric RATIO = new Metric("startOverJdk", "× JDK HttpServer", 2);
  private static final Metric CPU = new Metric("cpuMs", "CPU ms by then", 0);

  private StartBench() {}

  static void run(List<String> words, PrintStream out, PrintStream err) {
    CommandLine line =
        Harness.options(
            new CommandLine("bench start", "From the start of a JVM to the first answer.")
                .value("rounds", "N", "11", "starts of each server")
                .value("transports", "A,B", Choice.TRANSPORTS.all(), "mg on these"));
    Args args = line.parse(words);
    if (args.has("help")) {
      out.print(line.help());
      return;
    }
    int rounds = args.number("rounds", 1, 1000);
    Harness harness = new Harness(args, Unit.REQUEST);
    Report report =
        harness.report("start", "Start", List.of(ANSWER, RATIO, CPU, Unit.RSS), "one request");
    List<Contender> asked = new ArrayList<>(List.of(new JdkHello()));
    for (String transport : args.names("transports", Choice.TRANSPORTS.names)) {
      asked.add(new MgContender(transport, List.of()));
    }
    List<Contender> contenders = Harness.available(asked, report);
    report.facts.put("rounds", rounds + "; median (least..greatest)");
    Workload hello = Workload.of("keep-alive", 1);
    try (Progress progress = new Progress(err, rounds * contenders.size())) {
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : Harness.rotated(contenders, round)) {
          progress.step("round " + (round + 1) + "/" + rounds + ": " + contender.name(), 1);
          measure(harness, contender, hello, report.row("GET " + hello.path(), contender.name()));
        }
      }
    }
    report.relate(ANSWER, JdkHello.NAME, RATIO);
    harness.write(report, out);
  }

  private static void measure(
      Harness harness, Contender contender, Workload hello, Report.Row row) {
    long startNs = System.nanoTime();
    try (Server server = harness.start(contender)) {
      server.check(hello);
      row.add(ANSWER, (System.nanoTime() - startNs) / 1e6);
      row.add(CPU, ProcessCpu.now(server.pid()).sinceStart() / 1e6);
      row.add(Unit.RSS, ProcessCpu.rssBytes(server.pid()) / 1048576.0);
    }
  }
}
