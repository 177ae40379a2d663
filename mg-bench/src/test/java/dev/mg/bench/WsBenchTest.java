package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class WsBenchTest extends BenchCase {
  WsBenchTest() {
    super("ws", "--quick");
  }

  @Test
  void everyWorkload_isInTheReport() throws IOException {
    String markdown = report("--transports", "nio", "--connections", "4", "--no-floor");

    assertThat(rows(markdown, "mg nio")).hasSize(4);
    assertThat(markdown).contains("## ping-pong", "## in-flight-16", "## echo-16k", "## publish");
  }

  @Test
  void floorAndTarget_areInTheReport() throws IOException {
    String why = FloorContender.WS.unavailableBecause();
    assumeTrue(why == null, () -> String.valueOf(why));
    List<String> loads = some(WsWorkload.NAMES, "ping-pong");
    String names = String.join(",", loads);

    String markdown = report("--transports", "nio", "--connections", "4", "--workloads", names);

    assertThat(rows(markdown, "C epoll (floor)")).hasSize(loads.size());
    assertThat(rows(markdown, "mg nio")).hasSize(loads.size());
    assertThat(markdown).contains("CPU µs a message", "× floor", "p99.9 µs", "load busy %");
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
