package dev.mg.bench;

import dev.mg.examples.cli.Args;
import java.io.PrintStream;
import java.util.List;

/** {@code bench ws}: WebSocket messages, there and back, and from one to many. */
final class WsBench implements SideBySide.Kind {
  private WsBench() {}

  static void run(List<String> words, PrintStream out, PrintStream err) {
    SideBySide.run(new WsBench(), words, out, err);
  }

  /** A workload, put on by a client of ours. */
  private record ByClient(WsWorkload workload, Harness harness) implements Scenario {
    @Override
    public String name() {
      return workload.name();
    }

    @Override
    public String title() {
      return workload.title();
    }

    @Override
    public Load on(Server server) {
      return RemoteLoad.start(
          server,
          new RemoteLoad.Job(workload.name(), workload.warmMessages(), 0, 1),
          List.of(
              WsClient.COMMAND,
              "--workload",
              workload.name(),
              "--connections",
              Integer.toString(workload.connections())),
          harness);
    }
  }

  @Override
  public String name() {
    return "ws";
  }

  @Override
  public String about() {
    return "WebSocket servers side by side, each a process on a core of its own, without"
        + " compression; the\nfloor is a C server that does the least possible.";
  }

  @Override
  public String title() {
    return "WebSocket servers side by side";
  }

  @Override
  public String serverMust() {
    return "sends back what comes on /ws, and what comes on /topic to all that opened it";
  }

  @Override
  public Unit unit() {
    return Unit.MESSAGE;
  }

  @Override
  public String floorName() {
    return FloorContender.NAME;
  }

  @Override
  public Contender floor(Harness harness) {
    return FloorContender.WS;
  }

  @Override
  public String loadGenerator(Args args) {
    return "ours, one thread on a selector. " + Generator.CLOSED_LOOP;
  }

  @Override
  public List<String> scenarios() {
    return WsWorkload.NAMES;
  }

  @Override
  public Scenario scenario(String name, int connections, Args args, Harness harness) {
    return new ByClient(WsWorkload.of(name, connections), harness);
  }
}
