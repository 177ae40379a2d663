package dev.mg.bench;

import org.jspecify.annotations.Nullable;

/** A workload, put on by one of the generators. */
record ByRequests(Workload workload, Generator generator) implements Scenario {
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
    // Its client takes up every session it is offered.
    if (workload.name().equals(Workload.HANDSHAKE) && server.resumes()) {
      throw new BenchException(
          server.name()
              + ", handshake: it takes TLS sessions up again, which is no full handshake: switch"
              + " its tickets and its cache of sessions off");
    }
    return generator.on(server, workload);
  }
}
