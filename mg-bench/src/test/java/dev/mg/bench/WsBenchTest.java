package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class WsBenchTest extends BenchCase {
  WsBenchTest() {
    super("ws", "--quick");
  }

  @Test
  void floorAndTarget_areInTheReportUnderEveryWorkload() throws IOException {
    String why = FloorContender.WS.unavailableBecause();
    assumeTrue(why == null, () -> String.valueOf(why));

    String markdown = report("--transports", "nio", "--connections", "4");

    assertThat(rows(markdown, "C epoll (floor)")).hasSize(4);
    assertThat(rows(markdown, "mg nio")).hasSize(4);
    assertThat(markdown)
        .contains("## ping-pong", "## in-flight-16", "## echo-16k", "## publish")
        .contains("CPU µs a message", "× floor", "p99.9 µs", "load busy %");
    assertThat(Files.readString(out.resolve("ws.json")))
        .contains("\"cpuUsPerMessage\"", "\"cpuOverFloor\"", "\"p999Us\"", "\"messagesPerSecond\"");
  }

  @Test
  void aServerThatSpeaksNoWebSocket_failsTheRun() {
    String bad = "bad=" + java(FailingServer.class);

    assertThat(bench("--transports=", "--no-floor", "--server", bad)).isEqualTo(1);
    assertThat(said()).contains("ping-pong: the handshake was answered by HTTP/1.1 200");
  }
}
