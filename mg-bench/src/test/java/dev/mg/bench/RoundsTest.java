package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.examples.cli.CommandLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
  @TempDir Path out;

  private final Report report = new Report("k", "t", List.of());

  private void run(Contender contender) {
    List<String> words = List.of("--out", out.toString());
    Harness harness =
        new Harness(Harness.options(new CommandLine("x", "")).parse(words), Unit.REQUEST);
    Scenario scenario =
        new ByRequests(Workload.of("keep-alive", 1), new HttpGenerator(0, 1, harness));
    PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    new Rounds(List.of(contender), List.of(scenario), new Timing(2, 100, 0))
        .run(harness, null, report, err);
  }

  @Test
  void aPeerThatDoesNotStart_costsItsRowAndNotTheRun() {
    run(new PeerContender("http", "gone", out.resolve("no.jar"), List.of()));

    assertThat(report.facts).hasSize(1);
    assertThat(report.facts.get("left out: gone, keep-alive"))
        .startsWith("from round 1 on: " + out.resolve("no.jar") + " cannot be read");
    assertThat(report.rows()).isEmpty();
  }

  @Test
  void anotherThatDoesNotStart_failsTheRun() {
    assertThatThrownBy(() -> run(new CommandContender("gone", "true")))
        .isInstanceOf(BenchException.class)
        .hasMessageStartingWith("gone ended before it printed");
  }
}
