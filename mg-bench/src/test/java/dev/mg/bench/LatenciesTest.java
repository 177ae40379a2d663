package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
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
  void everyDuration_isToldWithinOneSixtyFourth() {
    for (long ns = 0; ns >= 0 && ns < Long.MAX_VALUE / 3; ns = 3 * ns + 1) {
      for (long near = Math.max(0, ns - 2); near <= ns + 2; near++) {
        latencies.clear();
        latencies.add(near);

        assertThat(latencies.percentile(1)).isBetween(near, near + near / 64);
      }
    }
  }

  @Test
  void aClockThatWentBack_countsAsNothing() {
    latencies.add(-5);

    assertThat(latencies.percentile(1)).isZero();
  }

  @Test
  void ofNone_allAreZero() {
    assertThat(latencies.percentile(0.99)).isZero();
  }
}
