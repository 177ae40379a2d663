package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrkResultTest {
  private static final String CLEAN =
      """
      Running 2s test @ http://127.0.0.1:18777/plaintext
        1 threads and 64 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     1.66ms    2.69ms  23.64ms   88.98%
          Req/Sec    52.55k     7.72k   62.69k    75.00%
        105161 requests in 2.00s, 11.53MB read
      Requests/sec:  52580.50
      Transfer/sec:      5.74MB
      p50 395
      p75 2290
      p90 4500
      p99 14370
      p99.9 21390
      p99.99 23000.5
      """;

  @Test
  void aCleanRun_hasItsFigures() {
    WrkResult result = WrkResult.parse(CLEAN);

    assertThat(result)
        .isEqualTo(
            new WrkResult(
                new LoadResult(
                    105161, 2.0, List.of(395.0, 2290.0, 4500.0, 14370.0, 21390.0, 23000.5)),
                0));
    assertThat(result.answers().rate()).isEqualTo(52580.5);
  }

  @Test
  void minutes_areToldAsSuch() {
    WrkResult result = WrkResult.parse(CLEAN.replace("in 2.00s", "in 1.02m"));

    assertThat(result.answers().seconds()).isCloseTo(61.2, within(1e-9));
  }

  @Test
  void errorsOfEveryKind_areSummed() {
    String errors =
        "  Socket errors: connect 1, read 20, write 300, timeout 4000\n"
            + "  Non-2xx or 3xx responses: 50000\n";

    assertThat(WrkResult.parse(CLEAN.replace("Requests/sec", errors + "Requests/sec")).errors())
        .isEqualTo(54321);
  }

  @Test
  void anythingElse_isRefusedWithItsText() {
    assertThatThrownBy(() -> WrkResult.parse("unable to connect"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unable to connect");
    assertThatThrownBy(() -> WrkResult.parse(CLEAN.replace("p99 ", "p98 ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("^p99 ");
    assertThatThrownBy(() -> WrkResult.parse(CLEAN.replace("p99.99", "p99")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("^p99\\.99 ");
  }
}
