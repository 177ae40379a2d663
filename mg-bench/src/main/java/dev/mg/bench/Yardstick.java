package dev.mg.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The floor once more, running beside all others and measured shortly before and after each of
 * them. What a core gets done in a second drifts by tens of percent within minutes on a shared
 * machine, and a ratio to a floor of another minute would tell of that drift.
 */
final class Yardstick implements AutoCloseable {
  private final Contender floor;
  private final Harness harness;
  private final Timing timing;
  private final Server server;
  private final Map<String, Load> loads = new HashMap<>();

  /** Starts it. */
  Yardstick(Contender floor, Harness harness, Timing timing) {
    this.floor = floor;
    this.harness = harness;
    this.timing = timing;
    this.server = harness.startBeside(floor);
  }

  /** For the report. */
  static String about(Contender floor, Timing timing) {
    return "over "
        + floor.name()
        + " in the "
        + timing.lookSeconds()
        + " s just before and after; the row of the floor itself shows how far that can be trusted";
  }

  /** Whether it answers that load at all. */
  boolean fits(Scenario scenario) {
    return scenario.cannot(floor) == null;
  }

  /** A measurement of CPU an answer, in microseconds, over that of the floor around it. */
  double ratio(Scenario scenario, DoubleSupplier measurement) {
    double before = cpuUs(scenario);
    double cpuUs = measurement.getAsDouble();
    return cpuUs / ((before + cpuUs(scenario)) / 2);
  }

  private double cpuUs(Scenario scenario) {
    Load load = loads.get(scenario.name());
    if (load == null) {
      load = scenario.on(server);
      loads.put(scenario.name(), load);
      harness.warmUp(server, load, timing.warmUpMs());
    }
    return harness.cpuUs(server, load, timing.lookMs());
  }

  @Override
  public void close() {
    loads.values().forEach(Load::close);
    server.close();
  }
}
