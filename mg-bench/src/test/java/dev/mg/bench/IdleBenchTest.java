package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleBenchTest {
  private static final Pattern HEAP =
      Pattern.compile("\"heapBytesPerIdle\":\\{\"median\":(-?[0-9.]+)");

  private static final List<String> SMALL =
      List.of("bench", "idle", "--quick", "--active", "4", "--transports", "nio");

  @TempDir Path out;

  private String measure(String... more) throws IOException {
    Path printed = out.resolve("printed.txt");
    try (PrintStream to = new PrintStream(printed.toFile(), StandardCharsets.UTF_8)) {
      List<String> words = new ArrayList<>(SMALL);
      words.addAll(List.of("--out", out.toString()));
      words.addAll(List.of(more));
      assertThat(Main.run(words, to, to)).as(Files.readString(printed)).isZero();
    }
    assertThat(ProcessHandle.current().children().map(ProcessHandle::info)).isEmpty();
    return Files.readString(out.resolve("idle.json"));
  }

  private static List<Double> heap(String report) {
    return HEAP.matcher(report).results().map(one -> Double.parseDouble(one.group(1))).toList();
  }

  @Test
  void idleConnections_areMeasuredAndStayOpen() throws IOException {
    String report =
        measure("--load", "mg", "--idle", "100", "--kinds", "http,ws-deflate", "--no-floor");

    assertThat(report)
        .contains("\"cpuOverAlone\"", "in 4 turns of 0.1 s each", "\"cpuUsPerQuietSecond\"")
        .contains("100 idle connections", "100 idle WebSockets that compress");
    // How many bytes is for a run of some length to say: JIT and loading of classes are in it here.
    assertThat(heap(report)).as("bytes each, of both kinds").hasSize(2);
  }

  @Test
  void httpsByOurClient_isLeftOut() throws IOException {
    String report = measure("--load", "mg", "--idle", "1", "--kinds", "http,https", "--no-floor");

    assertThat(report).contains("\"left out: https\":\"our own client speaks no TLS, wrk does\"");
  }

  @Test
  void idleTlsConnections_areMeasuredWithEachEngine() throws IOException {
    assumeTrue(Wrk.isInstalled(), "no wrk");
    String why = Choice.ENGINES.unavailableBecause("openssl");
    assumeTrue(why == null, () -> String.valueOf(why));

    String report = measure("--idle", "20", "--kinds", "https", "--no-floor");

    assertThat(report).contains("20 idle TLS connections", "\"mg nio jdk\"", "\"mg nio openssl\"");
    assertThat(heap(report)).hasSize(2);
  }
}
