package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

  private final Latencies latencies = new Latencies();

  @Test
  void percentiles_ofFewNanoseconds_areExact() {
    for (int ns = 1; ns <= 100; ns++) {
      latencies.add(ns);
    }

    assertThat(latencies.percentile(0.5)).isEqualTo(50);
    assertThat(latencies.percentile(0.99)).isEqualTo(99);
    assertThat(latencies.percentile(0.999)).isEqualTo(100);
    assertThat(latencies.percentile(0)).isEqualTo(1);
  }

  @Test
  void everyDuration_isToldWithinOneThousandth() {
    for (long ns = 0; ns < HOUR_NS - 2; ns = 3 * ns + 1) {
      for (long near = Math.max(0, ns - 2); near <= ns + 2; near++) {
        latencies.clear();
        latencies.add(near);

        assertThat(latencies.percentile(1)).isBetween(near, near + near / 1000);
      }
    }
  }

  @Test
  void moreThanAnHour_isOne() {
    latencies.add(Long.MAX_VALUE);

    assertThat(latencies.percentile(1)).isBetween(HOUR_NS, HOUR_NS + HOUR_NS / 1000);
  }

  @Test
  void aClockThatWentBack_countsAsNothing() {
    latencies.add(-5);

    assertThat(latencies.percentile(1)).isZero();
  }

  @Test
  void ofNone_allAreZero() {
    assertThat(latencies.percentile(0.99)).isZero();
    assertThat(latencies.count()).isZero();
  }

  @Test
  void corrected_aPauseStandsForAllThatWouldHaveBegunWithinIt() {
    latencies.add(10);
    latencies.add(1000);

    Latencies corrected = latencies.corrected(100);

    // 10, and 1000, 900, ... 100.
    assertThat(corrected.count()).isEqualTo(11);
    assertThat(corrected.percentile(0.5)).isEqualTo(500);
    assertThat(latencies.count()).isEqualTo(2);
  }
}
