package dev.mg.bench;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code bench http}: requests, by wrk. */
final class HttpBench implements SideBySide.Kind {
  private HttpBench() {}

  static void run(List<String> words, PrintStream out, PrintStream err) {
    SideBySide.run(new HttpBench(), words, out, err);
  }

  /** A workload, put on by wrk. */
  private record ByWrk(Workload workload, Wrk wrk) implements Scenario {
    @Override
    public String name() {
      return workload.name();
    }

    @Override
    public String title() {
      return workload.title();
    }

    @Override
    public @Nullable String cannot(Contender contender) {
      return contender.cannot(workload);
    }

    @Override
    public Load on(Server server) {
      server.check(workload);
      return wrk.on(server, workload);
    }
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String about() {
    return "Servers side by side under load from wrk, each a process on a core of its own;"
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
  public Unit unit() {
    return Unit.REQUEST;
  }

  @Override
  public Contender floor() {
    return FloorContender.HTTP;
  }

  @Override
  public String loadGenerator() {
    return Wrk.version();
  }

  @Override
  public List<String> scenarios() {
    return Workload.NAMES;
  }

  @Override
  public Scenario scenario(String name, int connections, Harness harness) {
    return new ByWrk(Workload.of(name, connections), harness.wrk());
  }
}
