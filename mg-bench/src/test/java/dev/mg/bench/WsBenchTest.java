package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole harness, with the smallest sizes. */
class WsBenchTest {
  private static final List<String> SMALL = List.of("bench", "ws", "--quick");

  @TempDir Path out;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @AfterEach
  void nothingIsLeftRunning() {
    assertThat(ProcessHandle.current().children().map(ProcessHandle::info)).isEmpty();
  }

  private int bench(String... more) {
    List<String> words = new ArrayList<>(SMALL);
    words.addAll(List.of("--out", out.toString()));
    words.addAll(List.of(more));
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Main.run(words, to, to);
  }

  @Test
  void floorAndTarget_areInTheReportUnderEveryWorkload() throws IOException {
    String why = FloorContender.WS.unavailableBecause();
    assumeTrue(why == null, () -> String.valueOf(why));

    assertThat(bench("--transports", "nio", "--connections", "4"))
        .as(said.toString(StandardCharsets.UTF_8))
        .isZero();

    String markdown = Files.readString(out.resolve("ws.md"));
    assertThat(markdown.lines().filter(line -> line.startsWith("| C epoll (floor) |"))).hasSize(4);
    assertThat(markdown.lines().filter(line -> line.startsWith("| mg nio |"))).hasSize(4);
    assertThat(markdown)
        .contains("## ping-pong", "## in-flight-16", "## echo-16k", "## publish")
        .contains("CPU µs a message", "× floor", "p99.9 µs", "load busy %");
    assertThat(Files.readString(out.resolve("ws.json")))
        .contains("\"cpuUsPerMessage\"", "\"cpuOverFloor\"", "\"p999Us\"", "\"messagesPerSecond\"");
  }

  @Test
  void aServerThatSpeaksNoWebSocket_failsTheRun() {
    String bad =
        Tools.java()
            + " -cp "
            + System.getProperty("java.class.path")
            + " "
            + FailingServer.class.getName();

    int status = bench("--transports=", "--no-floor", "--server", "bad=" + bad);

    assertThat(status).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("ping-pong: the handshake was answered by HTTP/1.1 200");
  }
}
