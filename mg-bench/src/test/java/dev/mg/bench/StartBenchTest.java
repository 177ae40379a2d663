package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StartBenchTest extends BenchCase {
  StartBenchTest() {
    super("start", "--rounds", "1");
  }

  @Test
  void starts_areMeasuredBesideTheJdks() throws IOException {
    assertThat(report("--transports", "nio"))
        .contains("| JDK HttpServer |", "| mg nio |", "× JDK HttpServer");
  }
}
