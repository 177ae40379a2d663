package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** {@code bench scale}: what a second manager on the same port is worth. */
final class ScaleBench implements SideBySide.Kind {
  static final List<String> NAMES = List.of(Workload.HASH, "keep-alive", "connection");
  private static final int MOST_MANAGERS = 64;

  /** A thread of the load asks about as fast as two managers answer. */
  private static final int MANAGERS_A_THREAD = 2;

  /** How much more a second than one manager in the same round. */
  private static final Metric RATE = new Metric("rateOverOneManager", "× 1 manager's", 2);

  /** Near 1 where managers do not stand in each other's way, also on a busy machine. */
  private static final Metric CPU = new Metric("cpuOverOneManager", "CPU × 1 manager's", 2);

  private ScaleBench() {}

  static void run(List<String> words, PrintStream out, PrintStream err) {
    SideBySide.run(new ScaleBench(), words, out, err);
  }

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public String about() {
    return "One manager and several on one port, all cores being there for the server and for the"
        + " load, which takes\nits share of them, a thread for every two managers: see how busy it"
        + " was. A hash is a request that\ncosts CPU in its handler.";
  }

  @Override
  public String title() {
    return "Managers that share a port";
  }

  @Override
  public CommandLine options(CommandLine line) {
    return Generator.options(line)
        .value("managers", "A,B", "1,2", "as many managers")
        .value("hash-kib", "N", "1024", "a hash is of so many KiB")
        .flag("in-turn", "one thread accepts for the managers, in place of the kernel");
  }

  @Override
  public Pinning pinning() {
    return Pinning.none("server and load share all " + Runtime.getRuntime().availableProcessors());
  }

  @Override
  public List<Contender> ours(String transport, Args args, Harness harness) {
    List<String> more = args.has("in-turn") ? List.of("--in-turn") : List.of();
    return managers(args).stream()
        .map(many -> (Contender) new MgContender(transport, more).withManagers(many))
        .toList();
  }

  private static List<Integer> managers(Args args) {
    return Stream.of(args.text("managers").split(",")).map(many -> number(many.strip())).toList();
  }

  private static int threads(Args args) {
    int wanted = (Collections.max(managers(args)) + MANAGERS_A_THREAD - 1) / MANAGERS_A_THREAD;
    return Math.min(wanted, args.number("connections", 1, 10_000));
  }

  private static int number(String text) {
    try {
      int n = Integer.parseInt(text);
      if (n >= 1 && n <= MOST_MANAGERS) {
        return n;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw new UsageException(
        "--managers takes numbers within 1.." + MOST_MANAGERS + ", not '" + text + "'");
  }

  @Override
  public Unit unit() {
    return Unit.REQUEST;
  }

  @Override
  public List<Metric> columns() {
    List<Metric> all = new ArrayList<>(unit().columns());
    all.add(all.indexOf(unit().rate()) + 1, RATE);
    all.add(all.indexOf(unit().cpu()) + 1, CPU);
    return all;
  }

  @Override
  public void relate(Report report, List<Contender> contenders) {
    for (String transport : Choice.TRANSPORTS.names) {
      String one = new MgContender(transport, List.of()).withManagers(1).name();
      for (Contender contender : contenders) {
        if (contender.name().startsWith("mg " + transport + ",")) {
          report.relate(contender.name(), unit().rate(), one, RATE);
          report.relate(contender.name(), unit().cpu(), one, CPU);
        }
      }
    }
  }

  @Override
  public String loadGenerator(Args args) {
    return Generator.about(args, threads(args));
  }

  @Override
  public List<String> scenarios() {
    return NAMES;
  }

  @Override
  public Scenario scenario(String name, int connections, Args args, Harness harness) {
    Workload load =
        name.equals(Workload.HASH)
            ? Workload.hash(connections, args.number("hash-kib", 1, HashWork.MOST_KIB))
            : Workload.of(name, connections);
    return new ByRequests(load, Generator.of(args, threads(args), harness));
  }
}
