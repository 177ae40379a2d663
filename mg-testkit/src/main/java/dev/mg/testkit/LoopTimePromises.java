package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgTimer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timers, deadlines, POLL rounds. */
interface LoopTimePromises extends LoopHolder {
  @Test
  default void onceTimer_firesOnceAndNeverEarly() throws Exception {
    LoopRig loop = open();
    MgManager mgr = loop.mgr;
    List<Long> fired = new ArrayList<>();
    for (int ms : new int[] {0, 1, 7, 20}) {
      fired.clear();
      long from = mgr.nowMs();
      MgTimer timer = mgr.timerAdd(ms, MgTimer.ONCE, () -> fired.add(mgr.nowMs()));
      assertTrue(timer.isActive());
      loop.until(() -> !fired.isEmpty(), "the timer");
      assertTrue(fired.get(0) - from >= ms, (fired.get(0) - from) + " ms instead of " + ms);
      assertFalse(timer.isActive());
      Pump.forMs(mgr, ms + 2L);
      assertEquals(1, fired.size());
    }
  }

  @Test
  default void poll_waitsNoLongerThanToTheNextTimer() throws Exception {
    MgManager mgr = open().mgr;
    int[] fired = {0};
    Timing.assertMedian(
        "poll(1_000) past its timer of 5 ms",
        2_000_000,
        () -> {
          int before = fired[0];
          mgr.timerAdd(5, MgTimer.ONCE, () -> fired[0]++);
          long from = System.nanoTime();
          Patience patience = new Patience("the timer");
          while (fired[0] == before) {
            patience.check();
            mgr.poll(1_000);
          }
          return System.nanoTime() - from - 5_000_000;
        });
  }

  @Test
  default void repeatTimer_firesAgainAndAgainUntilCancelled() throws Exception {
    LoopRig loop = open();
    int[] fired = {0};
    MgTimer[] timer = new MgTimer[1];
    timer[0] =
        loop.mgr.timerAdd(
            2,
            MgTimer.REPEAT,
            () -> {
              if (++fired[0] == 5) {
                timer[0].cancel();
              }
            });
    loop.until(() -> fired[0] == 5, "5 ticks");
    assertFalse(timer[0].isActive());
    Pump.forMs(loop.mgr, 10);
    assertEquals(5, fired[0]);
  }

  @Test
  default void runNow_firesInTheNextPollFirst() throws Exception {
    MgManager mgr = open().mgr;
    int[] fired = {0, 0};
    mgr.timerAdd(60_000, MgTimer.REPEAT | MgTimer.RUN_NOW, () -> fired[0]++);
    mgr.timerAdd(60_000, MgTimer.ONCE | MgTimer.RUN_NOW, () -> fired[1]++);
    assertEquals(0, fired[0] + fired[1], "nothing is run by adding it");
    mgr.poll(5_000);
    Pump.times(mgr, 3);
    assertEquals(1, fired[0]);
    assertEquals(1, fired[1]);
  }

  /** A wait in whole milliseconds must not end just before the timer, to be filled by polling. */
  @Test
  default void pollsTowardsATimer_areFew() throws Exception {
    MgManager mgr = open().mgr;
    int[] fired = {0};
    int polls = 0;
    int timers = 20;
    for (int i = 0; i < timers; i++) {
      int before = fired[0];
      mgr.timerAdd(3, MgTimer.ONCE, () -> fired[0]++);
      Patience patience = new Patience("the timer");
      while (fired[0] == before) {
        patience.check();
        mgr.poll(1_000);
        polls++;
      }
    }
    assertTrue(polls <= 5 * timers, polls + " polls for " + timers + " timers");
  }

  @Test
  default void timerCancelledByAnotherDueInThisPoll_doesNotFire() throws Exception {
    MgManager mgr = open().mgr;
    List<String> fired = new ArrayList<>();
    MgTimer[] both = new MgTimer[2];
    both[0] =
        mgr.timerAdd(
            0,
            MgTimer.ONCE,
            () -> {
              fired.add("first");
              both[1].cancel();
              both[1].cancel();
            });
    both[1] = mgr.timerAdd(0, MgTimer.ONCE, () -> fired.add("second"));
    Pump.forMs(mgr, 5);
    assertEquals(List.of("first"), fired);
  }

  /** A timer of 0 ms that starts the next one must not keep the poll. */
  @Test
  default void timerAddedByATimer_waitsForAnotherPoll() throws Exception {
    MgManager mgr = open().mgr;
    int[] fired = {0};
    Runnable[] chain = new Runnable[1];
    chain[0] =
        () -> {
          fired[0]++;
          mgr.timerAdd(0, MgTimer.ONCE, chain[0]);
        };
    mgr.timerAdd(0, MgTimer.ONCE, chain[0]);
    for (int i = 1; i <= 5; i++) {
      mgr.poll(1_000);
      assertEquals(i, fired[0]);
    }
  }

  @Test
  default void timerThatThrows_staysIfItRepeats() throws Exception {
    LoopRig loop = open();
    MgLog.setFn((level, line, thrown) -> {});
    int[] fired = {0};
    MgTimer timer =
        loop.mgr.timerAdd(
            1,
            MgTimer.REPEAT,
            () -> {
              fired[0]++;
              throw new IllegalStateException("thrown by a timer");
            });
    loop.until(() -> fired[0] >= 3, "3 ticks");
    assertTrue(timer.isActive());
  }

  @Test
  default void timerOutOfRange_isRefused() throws Exception {
    MgManager mgr = open().mgr;
    assertThrows(MgException.class, () -> mgr.timerAdd(0, MgTimer.REPEAT, () -> {}));
    assertThrows(MgException.class, () -> mgr.timerAdd(-1, MgTimer.ONCE, () -> {}));
  }

  @Test
  default void deadline_isAnErrorWithItsTextThenTheEnd() throws Exception {
    LoopRig loop = open();
    List<String> texts = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ERROR) {
                texts.add(String.valueOf(((MgNetException) evData).getMessage()));
                // Failures of the network cannot be vetoed.
                c.keep();
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    long from = loop.mgr.nowMs();
    pair.c().deadline(40, "the head took too long");
    loop.until(log, "CLOSE");
    long took = loop.mgr.nowMs() - from;
    log.expect(pair.c(), "OPEN", "ACCEPT", "ERROR TIMEOUT", "CLOSE TIMEOUT");
    assertEquals(List.of("the head took too long"), texts);
    assertTrue(took >= 40, "after " + took + " ms of 40");
    assertTrue(took <= 40 * 20, "after " + took + " ms of 40");
  }

  @Test
  default void deadlineReplacedOrTakenBack_doesNotFire() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    MgConnection listener = loop.listen(log);
    LoopRig.Pair replaced = loop.accepted(listener, log);
    LoopRig.Pair taken = loop.accepted(listener, log);
    replaced.c().deadline(20, "the old one");
    replaced.c().deadline(60_000, "the new one");
    taken.c().deadline(20, "taken back");
    taken.c().deadline(0, "");
    Pump.forMs(loop.mgr, 60);
    loop.assertEcho(replaced);
    loop.assertEcho(taken);
    assertEquals(0, log.count("ERROR"));
  }

  @Test
  default void deadline_leavesAHandlerALastWord() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ERROR) {
                c.send("408");
                c.drain();
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().deadline(20, "too late");
    assertEquals("408", loop.readText(pair.peer(), 3));
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "ERROR TIMEOUT", "WRITE 3", "CLOSE TIMEOUT");
  }

  @Test
  default void pollEvents_comeEachIterationWithPeriod0() throws Exception {
    LoopRig loop = open(options -> options.pollEventMs(0));
    List<Long> polls = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.POLL) {
            polls.add(((dev.mg.MgLong) evData).get());
          }
        };
    MgConnection listener = loop.listen(fn);
    Pump.times(loop.mgr, 5);
    assertEquals(5, polls.size());
    assertTrue(Math.abs(polls.get(4) - loop.mgr.nowMs()) < 1_000, "the data is the loop's time");
    listener.pollEvents(false);
    Pump.times(loop.mgr, 5);
    assertEquals(5, polls.size());
    listener.pollEvents(true);
    Pump.times(loop.mgr, 5);
    assertEquals(10, polls.size());
  }

  @Test
  default void pollEvents_areAtMostOneRoundAPeriodElse() throws Exception {
    LoopRig loop = open(options -> options.pollEventMs(50));
    EventLog log = new EventLog().withPolls();
    int[] polls = {0};
    loop.listen(
        (c, ev, evData, fnData) -> {
          log.onEvent(c, ev, evData, fnData);
          polls[0] += ev == MgEvent.POLL ? 1 : 0;
        });
    long from = loop.mgr.nowMs();
    Pump.until(loop.mgr, () -> polls[0] == 3, "3 rounds of POLL");
    assertTrue(loop.mgr.nowMs() - from >= 99, "3 rounds in " + (loop.mgr.nowMs() - from) + " ms");
    log.expect("OPEN", "POLL");
  }

  @Test
  default void idleConnectionsWithoutTimers_letThePollWait() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("x"));
    loop.until(log, "READ");
    long from = System.nanoTime();
    int polls = 0;
    while (System.nanoTime() - from < Scale.of(300, 1_000) * 1_000_000L) {
      loop.mgr.poll(50);
      polls++;
    }
    assertTrue(polls <= Scale.of(30, 100), polls + " polls of 50 ms in the time of 6 or 20");
  }
}
