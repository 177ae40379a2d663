package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.io.PrintStream;
import java.util.List;

/** {@code bench http}: requests. */
final class HttpBench implements SideBySide.Kind {
  private HttpBench() {}

  static void run(List<String> words, PrintStream out, PrintStream err) {
    SideBySide.run(new HttpBench(), words, out, err);
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String about() {
    return "Servers side by side under load, each a process on a core of its own;"
        + " the floor\nis a C server that does the least possible.";
  }

  @Override
  public String title() {
    return "HTTP servers side by side";
  }

  @Override
  public String serverMust() {
    return "answers GET /plaintext and POST /echo";
  }

  @Override
  public CommandLine options(CommandLine line) {
    return Generator.options(line);
  }

  @Override
  public Unit unit() {
    return Unit.REQUEST;
  }

  @Override
  public String floorName() {
    return FloorContender.NAME;
  }

  @Override
  public Contender floor(Harness harness) {
    return FloorContender.HTTP;
  }

  @Override
  public String loadGenerator(Args args) {
    return Generator.about(args);
  }

  @Override
  public List<String> scenarios() {
    return Workload.NAMES;
  }

  @Override
  public Scenario scenario(String name, int connections, Args args, Harness harness) {
    return new ByRequests(Workload.of(name, connections), Generator.of(args, harness));
  }
}
