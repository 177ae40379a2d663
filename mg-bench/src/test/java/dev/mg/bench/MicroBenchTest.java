package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroBenchTest {
  @TempDir Path out;

  @Test
  void everyBenchmark_runsAndIsInTheReport() throws IOException {
    Path printed = out.resolve("printed.txt");
    try (PrintStream to = new PrintStream(printed.toFile(), StandardCharsets.UTF_8)) {
      List<String> words =
          List.of(
              "bench",
              "micro",
              "--quick",
              "--forks",
              "0",
              "--transports",
              "nio",
              "--idle",
              "0,20",
              "--out",
              out.toString());

      assertThat(Main.run(words, to, to)).as(Files.readString(printed)).isZero();
    }

    String markdown = Files.readString(out.resolve("micro.md"));
    for (String name :
        List.of(
            "Base64",
            "Chunked",
            "Deflate",
            "Dispatch",
            "Echo",
            "Frame",
            "HeadParser",
            "Iobuf",
            "Json",
            "Mask",
            "Match",
            "Poll",
            "Publish",
            "Reply",
            "Timers",
            "Tls")) {
      assertThat(markdown).contains("## " + name + "Benchmark");
    }
    assertThat(markdown)
        .contains(
            "| | ns/op | B/op |",
            "| | ns/op | GB/s | B/op |",
            "| mg 1024 |",
            "| roundTrip nio |",
            "| nothingReady 20 nio |",
            "| jdkNothingReady 20 |",
            "| netty |",
            "| jackson |",
            "| wheelFire |");
  }
}
