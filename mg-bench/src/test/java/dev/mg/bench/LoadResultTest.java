package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadResultTest {
  private final Latencies latencies = new Latencies();

  @Test
  void ofClosedLoop_aPauseCountsForAllThatWouldHaveBeenSentInIt() {
    // Two connections within 1,000 ns, two answers each: one in 500.
    latencies.add(100);
    latencies.add(100);
    latencies.add(100);
    latencies.add(2_000);

    assertThat(LoadResult.of(4, 1_000, latencies)).isEqualTo(new LoadResult(4, 1e-6, 0.1, 2, 2));
    // With 1,500, 1,000 and 500 there are seven.
    assertThat(LoadResult.ofClosedLoop(4, 1_000, 2, latencies))
        .isEqualTo(new LoadResult(4, 1e-6, 0.5, 2, 2));
  }

  @Test
  void ofClosedLoop_fewerThanConnections_standAsTheyAre() {
    latencies.add(1_000);

    assertThat(LoadResult.ofClosedLoop(1, 2_000_000_000, 2, latencies))
        .isEqualTo(new LoadResult(1, 2, 1, 1, 1));
  }

  @Test
  void ofNone_allIsZero() {
    assertThat(LoadResult.ofClosedLoop(0, 1_000_000_000, 2, latencies))
        .isEqualTo(new LoadResult(0, 1, 0, 0, 0));
  }
}
