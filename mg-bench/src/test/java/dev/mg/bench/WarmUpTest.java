package dev.mg.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WarmUpTest {
  private int run;

  private boolean isSteady(int warmCount, int answers, double... costs) {
    run = 0;
    return WarmUp.untilSteady(warmCount, () -> new WarmUp.Piece(answers, costs[run++]));
  }

  @Test
  void aCostThatFallsNoLonger_ends() {
    assertTrue(isSteady(0, 1, 90, 40, 20, 19.5));
    assertEquals(4, run);
  }

  @Test
  void aCostThatRises_ends() {
    assertTrue(isSteady(0, 1, 10, 12));
    assertEquals(2, run);
  }

  @Test
  void tooFewAnswers_areNotEnough() {
    assertTrue(isSteady(30, 10, 10, 10, 10));
    assertEquals(3, run);
  }

  @Test
  void aCostThatStillFalls_endsAndIsTold() {
    assertFalse(isSteady(0, 1, 600, 500, 400, 300, 200, 100));
    assertEquals(WarmUp.MOST_PIECES, run);
  }
}
