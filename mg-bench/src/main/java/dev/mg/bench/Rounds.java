package dev.mg.bench;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of measurements. Each starts every server anew, one after the other, so that neither the
 * order nor one lucky compilation decides.
 */
record Rounds(List<Contender> contenders, List<Scenario> scenarios, Timing timing) {

  /**
   * Fills a report, and saves it after each round.
   *
   * @param yardstick what all are compared to, or null
   * @param err for the progress
   */
  void run(Harness harness, @Nullable Yardstick yardstick, Report report, PrintStream err) {
    // A peer that fails costs its own row, and not the run.
    Map<String, String> failed = new HashMap<>();
    double step = timing.seconds(1) + (yardstick == null ? 0 : 2 * timing.lookSeconds());
    int rounds = timing.rounds();
    try (Progress progress =
        new Progress(err, step * rounds * contenders.size() * scenarios.size())) {
      for (int round = 0; round < rounds; round++) {
        for (Contender contender : Harness.rotated(contenders, round)) {
          if (scenarios.stream().allMatch(one -> failed.containsKey(what(contender, one)))) {
            continue;
          }
          try (Server server = harness.start(contender)) {
            for (Scenario scenario : Harness.rotated(scenarios, round)) {
              String what = what(contender, scenario);
              progress.step("round " + (round + 1) + "/" + rounds + ": " + what, step);
              String why = failed.getOrDefault(what, scenario.cannot(contender));
              if (why != null) {
                report.facts.put("left out: " + what, why);
                continue;
              }
              try {
                measure(harness, server, scenario, yardstick, report);
              } catch (BenchException e) {
                failed.put(what, peerFailed(contender, round, e));
                report.facts.put("left out: " + what, String.valueOf(failed.get(what)));
              }
            }
          } catch (BenchException e) {
            // It does not start.
            for (Scenario scenario : scenarios) {
              String what = what(contender, scenario);
              failed.put(what, peerFailed(contender, round, e));
              report.facts.put("left out: " + what, String.valueOf(failed.get(what)));
            }
          }
        }
        harness.save(report);
      }
    }
  }

  private static String what(Contender contender, Scenario scenario) {
    return contender.name() + ", " + scenario.name();
  }

  /** For the report; throws the same if it was none of the peers. */
  private static String peerFailed(Contender contender, int round, BenchException e) {
    if (!(contender instanceof PeerContender)) {
      throw e;
    }
    // From now on: raw Netty's rounds are related to others' by their order.
    return "from round " + (round + 1) + " on: " + e.getMessage();
  }

  private void measure(
      Harness harness,
      Server server,
      Scenario scenario,
      @Nullable Yardstick yardstick,
      Report report) {
    Report.Row row = report.row(scenario.title(), server.name());
    try (Load load = scenario.on(server)) {
      harness.warmUp(server, load, timing.warmUpMs(), row);
      if (yardstick == null || !yardstick.fits(scenario)) {
        harness.measure(server, load, timing.ms(), row);
        return;
      }
      row.add(
          Unit.FLOOR,
          yardstick.ratio(scenario, () -> harness.measure(server, load, timing.ms(), row)));
    }
  }
}
