package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WrkResultTest {
  private static final String CLEAN =
      """
      Running 2s test @ http://127.0.0.1:18777/plaintext
        1 threads and 64 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     1.66ms    2.69ms  23.64ms   88.98%
          Req/Sec    52.55k     7.72k   62.69k    75.00%
        Latency Distribution
           50%  395.00us
           75%    2.29ms
           90%    4.50ms
           99%   14.37ms
        105161 requests in 2.00s, 11.53MB read
      Requests/sec:  52580.50
      Transfer/sec:      5.74MB
      p99.9 21390
      """;

  @Test
  void aCleanRun_hasItsFigures() {
    WrkResult result = WrkResult.parse(CLEAN);

    assertThat(result).isEqualTo(new WrkResult(new LoadResult(105161, 2.0, 395, 14370, 21390), 0));
    assertThat(result.answers().rate()).isEqualTo(52580.5);
  }

  @Test
  void units_areAllKnown() {
    WrkResult result =
        WrkResult.parse(
            CLEAN
                .replace("395.00us", "  1.50s ")
                .replace("14.37ms", "1.00m")
                .replace("in 2.00s", "in 1.02m"));

    assertThat(result.answers().p50Us()).isEqualTo(1.5e6);
    assertThat(result.answers().p99Us()).isEqualTo(60e6);
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
    assertThatThrownBy(() -> WrkResult.parse(CLEAN.replace("99%", "98%")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("99%");
    assertThatThrownBy(() -> WrkResult.parse(CLEAN.replace("p99.9", "p99")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p99\\.9");
  }
}
