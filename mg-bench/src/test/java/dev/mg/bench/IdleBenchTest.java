package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleBenchTest {
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
              "200",
              "--active",
              "4",
              "--transports",
              "nio",
              "--engines",
              "jdk",
              "--kinds",
              "http,https,ws-deflate",
              "--no-floor",
              "--out",
              out.toString());

      assertThat(Main.run(words, to, to)).as(Files.readString(printed)).isZero();
    }

    assertThat(Files.readString(out.resolve("idle.json")))
        .contains("\"heapBytesPerIdle\"", "\"cpuOverAlone\"", "\"cpuUsPerQuietSecond\"")
        .contains("200 idle connections", "200 idle WebSockets that compress")
        .contains("200 idle TLS connections", "\"mg nio jdk\"");
    assertThat(ProcessHandle.current().children().map(ProcessHandle::info)).isEmpty();
  }
}
