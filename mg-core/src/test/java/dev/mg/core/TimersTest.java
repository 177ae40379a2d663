package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTimer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timers of a manager on a clock that the test sets. */
class TimersTest {
  private final long[] nowNs = {0};
  private final List<String> fired = new ArrayList<>();
  private final MgManager mgr =
      MgManager.create(new MgOptions().transport("memory").clock(() -> nowNs[0]));

  @AfterEach
  void close() {
    mgr.close();
  }

  private void at(long ms) {
    nowNs[0] = ms * 1_000_000;
    mgr.poll(0);
  }

  @Test
  void once_firesWhenDueAndOnlyOnce() {
    MgTimer t = mgr.timerAdd(10, MgTimer.ONCE, () -> fired.add("a"));
    at(9);
    assertThat(fired).isEmpty();
    at(10);
    at(30);
    assertThat(fired).containsExactly("a");
    assertThat(t.isActive()).isFalse();
  }

  @Test
  void runNow_firesInTheNextPollAndThenByThePeriod() {
    mgr.timerAdd(10, MgTimer.REPEAT | MgTimer.RUN_NOW, () -> fired.add("a"));
    assertThat(fired).isEmpty();
    at(0);
    assertThat(fired).hasSize(1);
    at(9);
    assertThat(fired).hasSize(1);
    at(10);
    assertThat(fired).hasSize(2);
  }

  @Test
  void lateTicks_fireOnceAndKeepThePhase() {
    mgr.timerAdd(10, MgTimer.REPEAT, () -> fired.add("a"));
    at(57);
    assertThat(fired).hasSize(1);
    at(59);
    assertThat(fired).hasSize(1);
    at(60);
    assertThat(fired).hasSize(2);
  }

  @Test
  void aClockThatGoesBack_neitherLosesNorRepeatsATick() {
    mgr.timerAdd(12, MgTimer.ONCE, () -> fired.add("once"));
    mgr.timerAdd(10, MgTimer.REPEAT, () -> fired.add("again"));
    at(10);
    at(5);
    at(11);
    assertThat(fired).containsExactly("again");
    at(12);
    at(3);
    at(19);
    assertThat(fired).containsExactly("again", "once");
    at(20);
    assertThat(fired).containsExactly("again", "once", "again");
  }

  @Test
  void zeroMsTimerThatStartsAnother_doesNotKeepThePoll() {
    Runnable[] again = {null};
    again[0] =
        () -> {
          fired.add("a");
          mgr.timerAdd(0, MgTimer.ONCE, again[0]);
        };
    mgr.timerAdd(0, MgTimer.ONCE, again[0]);
    at(1);
    assertThat(fired).hasSize(1);
    at(1);
    assertThat(fired).hasSize(2);
  }

  @Test
  void cancelled_doesNotFireEvenWhenDueInTheSamePoll() {
    MgTimer[] second = {null};
    mgr.timerAdd(5, MgTimer.ONCE, () -> second[0].cancel());
    second[0] = mgr.timerAdd(5, MgTimer.ONCE, () -> fired.add("second"));
    at(5);
    assertThat(fired).isEmpty();
  }

  @Test
  void throwingTimer_keepsRepeatingAndHurtsNobody() {
    mgr.timerAdd(
        10,
        MgTimer.REPEAT,
        () -> {
          fired.add("bad");
          throw new IllegalStateException("on purpose");
        });
    mgr.timerAdd(10, MgTimer.ONCE, () -> fired.add("good"));
    at(10);
    at(20);
    assertThat(fired).containsExactly("bad", "good", "bad");
  }

  @Test
  void randomTimers_fireInOrderOfTimeAndThenOfCreation() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    record Due(long ms, int n) {}
    List<Due> expected = new ArrayList<>();
    List<MgTimer> timers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int n = i;
      long ms = 1 + random.nextInt(500);
      expected.add(new Due(ms, n));
      timers.add(mgr.timerAdd(ms, MgTimer.ONCE, () -> fired.add(Integer.toString(n))));
    }
    List<Due> kept = new ArrayList<>();
    for (Due due : expected) {
      if (random.nextInt(3) == 0) {
        timers.get(due.n()).cancel();
      } else {
        kept.add(due);
      }
    }
    kept.sort(Comparator.comparingLong(Due::ms).thenComparingInt(Due::n));
    for (long ms = 1; ms <= 500; ms++) {
      at(ms);
    }
    assertThat(fired)
        .as("seed %d", seed)
        .containsExactlyElementsOf(kept.stream().map(d -> Integer.toString(d.n())).toList());
  }
}
