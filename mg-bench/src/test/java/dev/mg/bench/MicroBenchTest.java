package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

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
            "Tls",
            "Unmask")) {
      assertThat(markdown).contains("## " + name + "\n");
    }
    assertThat(markdown)
        .contains(
            "| | CPU ns/op | × best peer | ns/op | B/op |",
            "| | CPU ns/op | ns/op | GB/s | B/op |",
            "| mg 1024 |",
            "| mg roundTrip 0 nio |",
            "| netty roundTrip 20 nio |",
            "| mg nothingReady 20 nio |",
            "| jdk nothingReady 20 |",
            "| netty parse |",
            "| jackson write |",
            "| wheelFire |");
    assertThat(markdown.lines().filter(line -> line.startsWith("| mg encode |")))
        .as("ours over the JDK's")
        .singleElement(STRING)
        .matches("\\| mg encode \\| [0-9.,]+ \\| [0-9.]+ \\| [0-9.,]+ \\| [0-9.,]+ \\|");
    assertThat(printed)
        .content()
        .as("progress, and what JMH says not")
        .contains("PollBenchmark mgRoundTrip 0 nio, ", " left")
        .doesNotContain("# Warmup");
  }

  @Test
  void aNameThatNoBenchmarkHas_isMisuse() throws IOException {
    Path printed = out.resolve("printed.txt");
    try (PrintStream to = new PrintStream(printed.toFile(), StandardCharsets.UTF_8)) {
      List<String> words =
          List.of("bench", "micro", "nothingOfOurs", "--quick", "--out", out.toString());

      assertThat(Main.run(words, to, to)).isEqualTo(2);
    }
    assertThat(printed).content().contains("no benchmark has that name", "nothingOfOurs");
  }
}
