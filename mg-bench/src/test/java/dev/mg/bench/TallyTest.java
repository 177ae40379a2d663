package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Latencies latencies = new Latencies();

  @Test
  void ofClosedLoop_aPauseCountsForAllThatWouldHaveBeenSentInIt() {
    // Two connections within 1,000 ns, two answers each: one in 500.
    latencies.add(100);
    latencies.add(100);
    latencies.add(100);
    latencies.add(2_000);

    assertThat(new Tally(4, 1_000, latencies).result())
        .isEqualTo(new LoadResult(4, 1e-6, List.of(0.1, 0.1, 2.0, 2.0, 2.0, 2.0)));
    // With 1,500, 1,000 and 500 there are seven.
    assertThat(Tally.ofClosedLoop(4, 1_000, 2, latencies).result())
        .isEqualTo(new LoadResult(4, 1e-6, List.of(0.5, 1.5, 2.0, 2.0, 2.0, 2.0)));
  }

  @Test
  void ofClosedLoop_fewerThanConnections_standAsTheyAre() {
    latencies.add(1_000);

    assertThat(Tally.ofClosedLoop(1, 2_000_000_000, 2, latencies).result())
        .isEqualTo(new LoadResult(1, 2, Collections.nCopies(6, 1.0)));
  }

  @Test
  void ofNone_allIsZero() {
    assertThat(Tally.ofClosedLoop(0, 1_000_000_000, 2, latencies).result())
        .isEqualTo(new LoadResult(0, 1, Collections.nCopies(6, 0.0)));
  }

  @Test
  void plus_isOfBothAsLongAsTheLonger() {
    latencies.add(1_000);
    Latencies slow = new Latencies();
    slow.add(5_000);

    Tally both = new Tally(1, 2_000, latencies).plus(new Tally(3, 1_000, slow));

    assertThat(both.result().count()).isEqualTo(4);
    assertThat(both.result().seconds()).isEqualTo(2e-6);
    assertThat(both.latencies().percentile(0.5)).isEqualTo(1_000);
    assertThat(both.latencies().count()).isEqualTo(2);
    assertThat(latencies.count()).as("what it was made of").isEqualTo(1);
  }
}
