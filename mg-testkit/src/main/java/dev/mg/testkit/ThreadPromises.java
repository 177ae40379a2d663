package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgTransport;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Who may call when, wake-ups, and interruption. */
interface ThreadPromises extends RigHolder {
  long MS = 1_000_000;

  @Test
  default void pollByAnotherThread_isRefusedNamingBoth() throws Exception {
    MgTransport transport = rig().transport;
    AtomicReference<String> foreign = new AtomicReference<>();
    FutureTask<IllegalStateException> refused =
        TransportRig.elsewhere(
            () -> {
              foreign.set(Thread.currentThread().getName());
              return assertThrows(IllegalStateException.class, () -> transport.poll(0));
            });
    assertNames(refused.get(), Thread.currentThread().getName(), foreign.get());
    rig().assertEcho(rig().accepted());
  }

  @Test
  default void pollWithinPoll_isRefusedAndTheOuterOneGoesOn() throws Exception {
    MgTransport transport = rig().transport;
    AtomicReference<IllegalStateException> refused = new AtomicReference<>();
    rig()
        .events
        .insideNextReport(
            () -> refused.set(assertThrows(IllegalStateException.class, () -> transport.poll(0))));
    TransportRig.Pair pair = rig().accepted();
    assertNames(refused.get(), Thread.currentThread().getName());
    rig().assertEcho(pair);
  }

  private static void assertNames(IllegalStateException refused, String... names) {
    assertNotNull(refused, "it was not refused");
    for (String name : names) {
      assertTrue(
          String.valueOf(refused.getMessage()).contains(name),
          "'" + refused.getMessage() + "' does not name " + name);
    }
  }

  @Test
  default void afterClose_everyCallButWakeupAndCloseIsRefused() throws Exception {
    MgTransport transport = rig().transport;
    transport.close();
    transport.close();
    transport.wakeup();
    assertThrows(IllegalStateException.class, () -> transport.poll(0));
    assertThrows(
        IllegalStateException.class,
        () -> transport.listen(rig().peers.anyPort(), MgSocketOptions.DEFAULT, null));
    assertThrows(
        IllegalStateException.class,
        () -> transport.connect(rig().peers.refusing(), null, MgSocketOptions.DEFAULT, null));
    transport.wakeup();
    transport.close();
  }

  @Test
  default void wakeupBefore_endsExactlyTheNextPoll() throws Exception {
    Timing.assertMedian(
        "poll(1000) after wakeup",
        MS,
        () -> {
          rig().transport.wakeup();
          return timed(1000);
        });
    Timing.assertMedianAtLeast("the poll after that one", 4 * MS, () -> timed(5));
  }

  @Test
  default void wakeupTwice_endsOnePollOnly() throws Exception {
    Timing.assertMedianAtLeast(
        "the second poll after two wakeups",
        4 * MS,
        () -> {
          rig().transport.wakeup();
          rig().transport.wakeup();
          rig().events.poll(1000);
          return timed(5);
        });
  }

  @Test
  default void wakeupDuring_endsThePollAtOnce() throws Exception {
    Semaphore go = new Semaphore(0);
    AtomicLong at = new AtomicLong();
    TransportRig.elsewhere(
        () -> {
          while (go.tryAcquire(Patience.USUAL_MS, TimeUnit.MILLISECONDS)) {
            LockSupport.parkNanos(MS / 2);
            at.set(System.nanoTime());
            rig().transport.wakeup();
          }
          return null;
        });
    Timing.assertMedian(
        "from wakeup by another thread to the return of poll",
        MS,
        () -> {
          at.set(0);
          go.release();
          rig().events.until("the wakeup", () -> at.get() != 0, 1_000);
          return Math.max(0, System.nanoTime() - at.get());
        });
  }

  @Test
  default void wakeupFromManyThreads_losesNothing() throws Exception {
    int rounds = Scale.of(1_000, 20_000);
    Semaphore go = new Semaphore(0);
    AtomicLong sent = new AtomicLong();
    TransportRig.elsewhere(
        () -> {
          for (int i = 0; i < rounds; i++) {
            go.acquire();
            sent.incrementAndGet();
            rig().transport.wakeup();
          }
          return null;
        });
    for (int i = 1; i <= rounds; i++) {
      go.release();
      long from = System.nanoTime();
      Patience patience = new Patience("a thread to call wakeup");
      while (sent.get() < i) {
        patience.check();
        rig().events.poll(5_000);
      }
      assertTrue(System.nanoTime() - from < 5_000 * MS, "wakeup " + i + " was lost");
    }
  }

  @Test
  default void interruptedThread_keepsItsFlagAndPollsNormally() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    rig().events.interest(pair.stream(), READ);
    Thread.currentThread().interrupt();
    try {
      Timing.assertMedianAtLeast("poll(5) of an interrupted thread", 4 * MS, () -> timed(5));
      assertTrue(Thread.currentThread().isInterrupted(), "poll took the interrupt flag");
      TransportRig.elsewhere(
          () -> {
            pair.peer().write(new byte[] {1});
            return null;
          });
      assertEquals(1, rig().read(pair.stream(), 1)[0]);
      rig().write(pair.stream(), new byte[] {2});
      assertTrue(Thread.currentThread().isInterrupted(), "the interrupt flag was taken");
    } finally {
      Thread.interrupted();
    }
    assertEquals(2, pair.peer().readN(1)[0]);
  }

  private long timed(long ms) {
    long from = System.nanoTime();
    rig().events.poll(ms);
    return System.nanoTime() - from;
  }
}
