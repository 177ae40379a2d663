package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpBenchTest extends BenchCase {
  private static final int MAX_SECONDS = 30;

  HttpBenchTest() {
    super("http", "--quick");
  }

  @BeforeEach
  void needsFloor() {
    String why = FloorContender.HTTP.unavailableBecause();
    assumeTrue(why == null, () -> String.valueOf(why));
  }

  @Test
  void everyWorkload_isInTheReport() throws IOException {
    String markdown = report("--transports", "nio", "--load", "mg", "--no-floor");

    assertThat(rows(markdown, "mg nio")).hasSize(4);
    assertThat(markdown).contains("## keep-alive", "## pipelined", "## post-16k", "## connection");
  }

  @Test
  void everyContender_isInTheReportBesideTheFloor() throws IOException {
    List<String> loads = some(Workload.NAMES, "keep-alive");
    String names = String.join(",", loads);

    String markdown = report("--transports", "nio", "--load", "mg", "--workloads", names);

    assertThat(rows(markdown, "C epoll (floor)")).hasSize(loads.size());
    assertThat(rows(markdown, "mg nio")).hasSize(loads.size());
    assertThat(markdown)
        .contains("× floor", "p99.9 µs", "load busy %", "load's ceiling /s", "- machine: ")
        .contains("B allocated a request")
        .contains("- load generator: ours, one thread on a selector. Closed loop: ")
        .contains("- × floor: over C epoll (floor) in the 0.1 s just before");
    assertThat(rows(markdown, "mg nio"))
        .as("a ratio in the second column")
        .allMatch(line -> line.matches("\\| mg nio \\| [0-9.]+ \\| [0-9]+\\.[0-9]{2} \\|.*"));
    assertThat(Files.readString(out.resolve("http.json")))
        .contains("\"cpuUsPerRequest\"", "\"cpuOverFloor\"", "\"p99Us\"", "\"rssMiB\"")
        .contains("\"p90Us\"", "\"p9999Us\"", "\"allocatedBytesPerRequest\"");
  }

  @Test
  void wrk_putsOnEveryWorkload() throws IOException {
    assumeTrue(Wrk.isInstalled(), "no wrk");
    List<String> loads = some(Workload.NAMES, "keep-alive", "pipelined");
    String names = String.join(",", loads);

    String markdown = report("--transports", "nio", "--no-floor", "--workloads", names);

    assertThat(rows(markdown, "mg nio")).hasSize(loads.size());
    assertThat(markdown)
        .contains("p99.9 µs", "load busy %", "load's ceiling /s", "- load generator: wrk ");
  }

  @Test
  void aRate_isOursAndAnOpenLoop() throws IOException {
    String markdown = report("--transports=", "--workloads", "keep-alive", "--rate", "200");

    assertThat(markdown)
        .contains("- load generator: ours, one thread on a selector. 200 requests a second", "Open")
        .doesNotContain("load busy %", "load's ceiling");
  }

  @Test
  void aRateByWrk_isMisuse() {
    assertThat(bench("--load", "wrk", "--rate", "200")).isEqualTo(2);
    assertThat(said()).contains("--rate is for our own client");
  }

  @Test
  void anAnswerThatIsNoSuccess_failsTheRunOfOurs() {
    int status =
        bench(
            "--load",
            "mg",
            "--transports=",
            "--no-floor",
            "--server",
            "bad=" + java(FailingServer.class));

    assertThat(status).isEqualTo(1);
    assertThat(said())
        .contains("mg-bench: bad, keep-alive: http-client ended", "answered by 'HTTP/1.1 500 ");
    assertThat(out.resolve("http.md")).doesNotExist();
  }

  @Test
  void anAnswerThatIsNoSuccess_failsTheRun() {
    assumeTrue(Wrk.isInstalled(), "no wrk");

    int status =
        bench("--transports=", "--no-floor", "--server", "bad=" + java(FailingServer.class));

    assertThat(status).isEqualTo(1);
    assertThat(said()).contains("mg-bench: bad, keep-alive: ", " errors beside ");
    assertThat(out.resolve("http.md")).doesNotExist();
  }

  @Test
  void anAnswerThatIsNotTheLoads_failsTheRun() {
    int status =
        bench(
            "--transports=",
            "--no-floor",
            "--workloads",
            "post-16k",
            "--server",
            "bad=" + java(FailingServer.class));

    assertThat(status).isEqualTo(1);
    assertThat(said())
        .contains("mg-bench: bad, post-16k: answered by 13 bytes and not 16384: 'HTTP/1.1 200 ");
  }

  @Test
  void aServerThatDoesNotStart_failsTheRunWithWhatItSaid() {
    int status = bench("--transports=", "--no-floor", "--server", "bad=sh -c 'echo no >&2'");

    assertThat(status).isEqualTo(1);
    assertThat(said()).contains("mg-bench: bad ended before it printed", "it said: no");
  }

  @Test
  void sigterm_endsTheServersToo() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec " + java(Main.class) + " \"$@\"", "sh"));
    command.addAll(
        List.of("bench", "http", "--seconds", "600", "--transports=", "--out", out.toString()));
    Process bench = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader said = bench.inputReader()) {
      assertThat(said.readLine()).startsWith("round 1/5: C epoll (floor), keep-alive");
      List<ProcessHandle> children = bench.descendants().collect(Collectors.toList());
      assertThat(children).as("processes under load").isNotEmpty();

      bench.destroy();

      assertThat(bench.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).as("the bench ends").isTrue();
      for (ProcessHandle child : children) {
        child.onExit().get(MAX_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      bench.descendants().forEach(ProcessHandle::destroyForcibly);
      bench.destroyForcibly();
    }
  }
}
