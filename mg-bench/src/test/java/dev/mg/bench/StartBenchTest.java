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

class StartBenchTest {
  @TempDir Path out;

  @Test
  void starts_areMeasuredBesideTheJdks() throws IOException {
    Path printed = out.resolve("printed.txt");
    try (PrintStream to = new PrintStream(printed.toFile(), StandardCharsets.UTF_8)) {
      List<String> words =
          List.of("bench", "start", "--rounds", "1", "--transports", "nio", "--out", "" + out);

      assertThat(Main.run(words, to, to)).as(Files.readString(printed)).isZero();
    }

    assertThat(Files.readString(out.resolve("start.md")))
        .contains("| JDK HttpServer |", "| mg nio |", "× JDK HttpServer");
    assertThat(ProcessHandle.current().children().map(ProcessHandle::info)).isEmpty();
  }
}
