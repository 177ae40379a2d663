package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void median_isTheMiddleOrTheMeanOfTheTwoMiddleOnes() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2.0);
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3.0);
    assertThat(Spread.of(List.of(7.0)).median()).isEqualTo(7.0);
  }

  @Test
  void values_keepTheirOrderBesideLeastAndGreatest() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0)))
        .isEqualTo(new Spread(2, 1, 9, List.of(9.0, 1.0, 2.0)));
  }

  @Test
  void relative_isOfTheMedian() {
    assertThat(Spread.of(List.of(9.0, 10.0, 11.0)).relative()).isEqualTo(0.2);
    assertThat(Spread.of(List.of(0.0, 0.0)).relative()).isZero();
  }

  @Test
  void noValueOrNoNumber_isRefused() {
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Spread.of(List.of(1.0, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
