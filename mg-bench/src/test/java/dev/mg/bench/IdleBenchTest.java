package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IdleBenchTest extends BenchCase {
  private static final Pattern HEAP =
      Pattern.compile("\"heapBytesPerIdle\":\\{\"median\":(-?[0-9.]+)");

  IdleBenchTest() {
    super("idle", "--quick", "--active", "4", "--transports", "nio", "--load", "mg");
  }

  private static List<Double> heap(String report) {
    return HEAP.matcher(report).results().map(one -> Double.parseDouble(one.group(1))).toList();
  }

  @Test
  void idleConnections_areMeasuredAndStayOpen() throws IOException {
    String report = json("--idle", "100", "--kinds", "http,ws-deflate", "--no-floor");

    assertThat(report)
        .contains("\"cpuOverAlone\"", "in 4 turns of 0.1 s each", "\"cpuUsPerQuietSecond\"")
        .contains("100 idle connections", "100 idle WebSockets that compress");
    // How many bytes is for a run of some length to say: JIT and loading of classes are in it here.
    assertThat(heap(report)).as("bytes each, of both kinds").hasSize(2);
  }

  @Test
  void idleTlsConnections_areMeasuredWithEachEngine() throws IOException {
    String why = Choice.ENGINES.unavailableBecause("openssl");
    assumeTrue(why == null, () -> String.valueOf(why));

    List<String> engines = some(Choice.ENGINES.names, "openssl");

    String report =
        json(
            "--idle",
            "20",
            "--kinds",
            "https",
            "--no-floor",
            "--engines",
            String.join(",", engines));

    assertThat(report).contains("20 idle TLS connections");
    engines.forEach(engine -> assertThat(report).contains("\"mg nio " + engine + "\""));
    assertThat(heap(report)).hasSize(engines.size());
  }
}
