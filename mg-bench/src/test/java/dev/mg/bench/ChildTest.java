package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
  private static final Duration MAX = Duration.ofSeconds(20);

  @TempDir Path folder;

  @BeforeEach
  void needsAShell() {
    assumeTrue(Tools.find("sh") != null, "no sh");
  }

  private Child shell(String script) {
    return Child.start("it", folder, List.of("sh", "-c", script));
  }

  @Test
  void await_skipsToTheLineAndGivesItsGroups() {
    try (Child child = shell("echo one; echo port 17; echo port 18; read x")) {
      assertThat(child.await(Pattern.compile("port (\\d+)"), MAX).group(1)).isEqualTo("17");
    }
  }

  @Test
  void await_tellsWhatAProcessThatEndedSaid() {
    try (Child child = shell("echo why >&2; exit 3")) {
      assertThatThrownBy(() -> child.await(Pattern.compile("ready"), MAX))
          .isInstanceOf(BenchException.class)
          .hasMessage("it ended before it printed 'ready'; it said: why");
    }
  }

  @Test
  void await_givesUpAfterItsTime() {
    try (Child child = shell("read x")) {
      assertThatThrownBy(() -> child.await(Pattern.compile("ready"), Duration.ofMillis(50)))
          .isInstanceOf(BenchException.class)
          .hasMessageStartingWith("it did not print 'ready' within");
    }
  }

  @Test
  void send_reachesStandardInput() {
    try (Child child = shell("read x; echo got $x")) {
      child.send("this");
      assertThat(child.output(MAX)).isEqualTo("got this\n");
    }
  }

  @Test
  void output_refusesAFailure() {
    try (Child child = shell("echo some; exit 3")) {
      assertThatThrownBy(() -> child.output(MAX))
          .isInstanceOf(BenchException.class)
          .hasMessage("it ended with status 3");
    }
  }

  @Test
  void close_endsAProcessThatIgnoresSigterm() {
    Child child = shell("trap '' TERM; echo ready; while :; do read x || sleep 1; done");
    child.await(Pattern.compile("ready"), MAX);
    ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();

    child.close();
    child.close();

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aProgramThatIsNotThere_isNamed() {
    assertThatThrownBy(() -> Child.start("it", folder, List.of("/no/such/program")))
        .isInstanceOf(BenchException.class)
        .hasMessageStartingWith("it does not start: ")
        .hasMessageContaining("/no/such/program");
  }
}
