package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleBenchTest {
  private static final Pattern HEAP =
      Pattern.compile("\"heapBytesPerIdle\":\\{\"median\":([0-9.]+)");

  @TempDir Path out;

  @Test
  void idleConnections_areMeasuredAndStayOpen() throws IOException {
    assumeTrue(Wrk.isInstalled(), "no wrk");
    Path printed = out.resolve("printed.txt");
    try (PrintStream to = new PrintStream(printed.toFile(), StandardCharsets.UTF_8)) {
      List<String> words =
          List.of(
              "bench",
              "idle",
              "--rounds",
              "1",
              "--seconds",
              "1",
              "--warmup",
              "0",
              "--idle",
              "1000",
              "--active",
              "4",
              "--transports",
              "nio",
              "--kinds",
              "http,ws-deflate",
              "--no-floor",
              "--out",
              out.toString());

      assertThat(Main.run(words, to, to)).as(Files.readString(printed)).isZero();
    }

    String report = Files.readString(out.resolve("idle.json"));
    assertThat(report)
        .contains("\"cpuOverAlone\"", "\"cpuUsPerQuietSecond\"")
        .contains("1000 idle connections", "1000 idle WebSockets that compress");
    List<Double> heap =
        HEAP.matcher(report).results().map(one -> Double.parseDouble(one.group(1))).toList();
    assertThat(heap).as("bytes each, of both kinds").hasSize(2).allMatch(bytes -> bytes <= 1_100);
    assertThat(ProcessHandle.current().children().map(ProcessHandle::info)).isEmpty();
  }
}
