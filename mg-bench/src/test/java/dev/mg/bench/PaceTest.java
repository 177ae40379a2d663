package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void writes_areDueAtTheRateFromTheStartOn() {
    Pace pace = new Pace(-500, 1_000, 1);

    assertThat(pace.dueNs(0)).isEqualTo(-500);
    assertThat(pace.dueNs(3)).isEqualTo(3_000_000 - 500);
    assertThat(pace.due(-501)).isZero();
    assertThat(pace.due(-500)).isEqualTo(1);
    assertThat(pace.due(1_000_000 - 501)).isEqualTo(1);
    assertThat(pace.due(1_000_000 - 500)).isEqualTo(2);
  }

  @Test
  void aWriteOfSixteen_isDueEverySixteenthTime() {
    Pace pace = new Pace(0, 1_000, 16);

    assertThat(pace.dueNs(1)).isEqualTo(16_000_000);
    assertThat(pace.due(15_999_999)).isEqualTo(1);
    assertThat(pace.due(16_000_000)).isEqualTo(2);
  }

  @Test
  void anHourOfTheHighestRate_isCountedRight() {
    Pace pace = new Pace(0, HttpClient.MAX_RATE, 1);
    long hourNs = TimeUnit.HOURS.toNanos(1);

    assertThat(pace.due(hourNs - 1)).isEqualTo(3_600_000_000L);
    assertThat(pace.dueNs(3_600_000_000L)).isEqualTo(hourNs);
  }
}
