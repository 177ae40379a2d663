package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Servers side by side: their command line and their report. */
final class SideBySide {
  /** What is spoken: what {@code bench http}, {@code ws} and {@code tls} differ in. */
  interface Kind {
    /** Its name on the command line, and that of the report's files. */
    String name();

    /** What it does, for its help. */
    String about();

    /** Heads the report. */
    String title();

    /** Of the URLs that servers say they listen on. */
    default String scheme() {
      return "http";
    }

    /**
     * What a server must do that the user names, after it has said where it listens; null if ours
     * are compared to each other alone.
     */
    default @Nullable String serverMust() {
      return null;
    }

    /** Options of its own. */
    default CommandLine options(CommandLine line) {
      return line;
    }

    /** mg on a transport, once or in several ways. */
    default List<Contender> ours(String transport, Args args, Harness harness) {
      return List.of(new MgContender(transport, List.of()));
    }

    /** What peers are told besides their name. */
    default List<String> forPeers(Harness harness) {
      return List.of();
    }

    /** What its loads are counted in. */
    Unit unit();

    /** Where servers and load run. */
    default Pinning pinning() {
      return Pinning.detect();
    }

    /** The report's. */
    default List<Metric> columns() {
      return unit().columns();
    }

    /** What the others are compared to, which no JVM runs: its name in the report; null = none. */
    default @Nullable String floorName() {
      return null;
    }

    /** The same, as a contender; null = none. */
    default @Nullable Contender floor(Harness harness) {
      return null;
    }

    /** Adds ratios of its own to a report that is whole. */
    default void relate(Report report, List<Contender> contenders) {}

    /** What puts the load on, for the report. */
    String loadGenerator(Args args);

    /** Its loads, in the order of the reports. */
    List<String> scenarios();

    /** One of them. */
    Scenario scenario(String name, int connections, Args args, Harness harness);
  }

  private final Kind kind;

  private SideBySide(Kind kind) {
    this.kind = kind;
  }

  private CommandLine commandLine() {
    CommandLine line =
        Timing.options(new CommandLine("bench " + kind.name(), kind.about()), 5, 5, 2)
            .value("connections", "N", "64", "open at once")
            .value("transports", "A,B", Choice.TRANSPORTS.all(), "mg on these");
    kind.options(line).value("workloads", "A,B", String.join(",", kind.scenarios()), "these loads");
    if (kind.floorName() == null) {
      return Harness.options(line);
    }
    return PeerContender.option(
        Harness.options(
            line.value(
                    "server",
                    "NAME=COMMAND",
                    "",
                    "one server more: COMMAND prints 'listening on "
                        + kind.scheme()
                        + "://127.0.0.1:PORT' and "
                        + kind.serverMust())
                .value("only", "REGEX", "", "of all these servers those whose name has it")
                .flag("no-floor", "leave out " + kind.floorName())));
  }

  static void run(Kind kind, List<String> words, PrintStream out, PrintStream err) {
    new SideBySide(kind).run(words, out, err);
  }

  private void run(List<String> words, PrintStream out, PrintStream err) {
    CommandLine line = commandLine();
    Args args = line.parse(words);
    if (args.has("help")) {
      out.print(line.help());
      return;
    }
    Timing timing = Timing.of(args);
    int connections = args.number("connections", 1, 10_000);
    List<String> names = args.names("workloads", kind.scenarios());
    boolean hasOthers = kind.floorName() != null;
    Path peers = hasOthers ? PeerContender.asked(args) : null;
    Harness harness = new Harness(args, kind.unit(), kind.pinning());
    Contender floor = hasOthers && !args.has("no-floor") ? kind.floor(harness) : null;
    Pattern only = pattern(hasOthers ? args.text("only") : "");
    List<Contender> asked =
        contenders(args, floor, peers, harness).stream()
            .filter(contender -> only.matcher(contender.name()).find())
            .toList();
    List<Scenario> scenarios =
        names.stream().map(name -> kind.scenario(name, connections, args, harness)).toList();
    Report report =
        harness.report(kind.name(), kind.title(), kind.columns(), kind.loadGenerator(args));
    List<Contender> contenders = Harness.available(asked, report);
    if (contenders.isEmpty() || scenarios.isEmpty()) {
      throw new UsageException("nothing to measure: see bench " + kind.name() + " --help");
    }
    if (peers != null) {
      report.facts.put("peers", PeerContender.versions(peers));
    }
    report.facts.put("rounds", timing.text());

    Rounds plan = new Rounds(contenders, scenarios, timing);
    if (floor != null && floor.unavailableBecause() == null) {
      report.facts.put(Unit.FLOOR.title(), Yardstick.about(floor, timing));
      try (Yardstick yardstick = new Yardstick(floor, harness, timing)) {
        plan.run(harness, yardstick, report, err);
      }
    } else {
      plan.run(harness, null, report, err);
    }
    kind.relate(report, contenders);
    for (Contender contender : contenders) {
      String raw = contender.rawNetty();
      if (raw != null) {
        report.relate(contender.name(), Unit.FLOOR, raw, Unit.NETTY);
        report.relate(contender.name(), kind.unit().cpu(), raw, Unit.NETTY);
      }
    }
    harness.write(report, out);
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new UsageException("--only takes a regular expression: " + e.getMessage());
    }
  }

  private List<Contender> contenders(
      Args args, @Nullable Contender floor, @Nullable Path peers, Harness harness) {
    List<Contender> all = new ArrayList<>();
    if (floor != null) {
      all.add(floor);
    }
    for (String transport : args.names("transports", Choice.TRANSPORTS.names)) {
      all.addAll(kind.ours(transport, args, harness));
    }
    if (peers != null) {
      all.addAll(PeerContender.all(kind.name(), peers, kind.forPeers(harness)));
    }
    if (args.has("server")) {
      all.add(CommandContender.parse(args.text("server")));
    }
    return all;
  }
}
