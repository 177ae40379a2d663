package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static dev.mg.spi.MgChannel.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgIobuf;
import dev.mg.spi.MgChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How long a poll waits, and what it reports. */
interface PollPromises extends RigHolder {
  long MS = 1_000_000;

  @Test
  default void poll0_neverWaits() throws Exception {
    RecordingEvents events = rig().events;
    Timing.assertMedian("poll(0) with nothing to report", MS, () -> timed(events, 0));
  }

  @Test
  default void pollN_waitsForNAndReturnsWithin2Ms() throws Exception {
    RecordingEvents events = rig().events;
    events.interest(rig().accepted().stream(), READ);
    Timing.assertMedianAtLeast("poll(5) when idle", 4 * MS, () -> timed(events, 5));
    Timing.assertMedian(
        "poll(5) over its time", 2 * MS, () -> Math.max(0, timed(events, 5) - 5 * MS));
  }

  @Test
  default void idleConnections_causeNoBusyPolls() throws Exception {
    RecordingEvents events = rig().events;
    MgChannel listener = rig().listen();
    for (int i = 0; i < 10; i++) {
      events.interest(rig().accept(listener).stream(), READ);
    }
    long end = System.nanoTime() + Scale.of(300, 1000) * MS;
    int polls = 0;
    while (System.nanoTime() - end < 0) {
      polls++;
      assertEquals(0, events.poll(50), "reports while nothing happens");
    }
    assertTrue(polls <= Scale.of(30, 100), polls + " polls of 50 ms in the time of 6 or 20");
  }

  @Test
  default void poll_returnsWithin1MsOfBytes() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    RecordingEvents events = rig().events;
    events.interest(pair.stream(), READ);
    Semaphore go = new Semaphore(0);
    AtomicLong at = new AtomicLong();
    TransportRig.elsewhere(
        () -> {
          byte[] one = {1};
          while (go.tryAcquire(Patience.USUAL_MS, TimeUnit.MILLISECONDS)) {
            LockSupport.parkNanos(MS / 2);
            at.set(System.nanoTime());
            pair.peer().write(one);
          }
          return null;
        });
    MgIobuf in = new MgIobuf();
    Timing.assertMedian(
        "from a peer's write to the return of poll",
        MS,
        () -> {
          go.release();
          events.until("a byte", () -> events.readyOps(pair.stream()) != 0, 1_000);
          long took = System.nanoTime() - at.get();
          in.clear();
          assertEquals(1, pair.stream().read(in, 100));
          events.poll(0);
          return took;
        });
  }

  @Test
  default void negativeWait_lastsUntilSomethingHappens() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    RecordingEvents events = rig().events;
    events.interest(pair.stream(), READ);
    events.poll(0);
    CountDownLatch done = new CountDownLatch(1);
    TransportRig.elsewhere(
        () -> {
          LockSupport.parkNanos(20 * MS);
          pair.peer().write(new byte[1]);
          // A transport that misses the byte would wait for ever.
          while (!done.await(Patience.USUAL_MS, TimeUnit.MILLISECONDS)) {
            rig().transport.wakeup();
          }
          return null;
        });
    Patience patience = new Patience("a byte");
    int polls = 0;
    while (events.readyOps(pair.stream()) == 0) {
      patience.check();
      events.poll(-1);
      polls++;
    }
    done.countDown();
    assertTrue(polls <= 10, polls + " polls without a limit returned before the one byte came");
  }

  @Test
  default void whatIsLeftReadable_isReportedAgainWithoutWaiting() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    RecordingEvents events = rig().events;
    pair.peer().write(Pattern.bytes(100));
    events.interest(pair.stream(), READ);
    events.expectReady(pair.stream(), READ);
    MgIobuf in = new MgIobuf();
    while (in.len() < 90) {
      assertTrue(pair.stream().read(in, 1) >= 0);
      Timing.assertMedian(
          "poll with bytes left",
          MS,
          () -> {
            long took = timed(events, 1000);
            assertEquals(READ, events.readyOps(pair.stream()) & READ);
            return took;
          });
      in.reserve(1);
      pair.stream().read(in, 9);
    }
    Pattern.check(TransportRig.bytes(in), 0, in.len(), 0);
  }

  @Test
  default void readAndWrite_comeInOneReport() throws Exception {
    TransportRig.Pair pair = rig().connected();
    RecordingEvents events = rig().events;
    pair.peer().write(new byte[1]);
    events.interest(pair.stream(), READ | WRITE);
    events.until("both", () -> events.readyOps(pair.stream()) == (READ | WRITE));
    events.interest(pair.stream(), WRITE);
    events.expectReady(pair.stream(), WRITE);
    events.interest(pair.stream(), 0);
    events.expectSilence(10);
  }

  /** One peer's flood takes nothing from another's turn. */
  @Test
  default void aFloodingPeer_doesNotKeepAnotherUnservedForMoreThanOnePoll() throws Exception {
    RecordingEvents events = rig().events;
    MgChannel listener = rig().listen();
    TransportRig.Pair flood = rig().accept(listener);
    TransportRig.Pair other = rig().accept(listener);
    TransportRig.elsewhere(
        () -> {
          byte[] much = new byte[256 * 1024];
          for (; ; ) {
            flood.peer().write(much);
          }
        });
    events.interest(flood.stream(), READ);
    events.interest(other.stream(), READ);
    MgIobuf in = new MgIobuf();
    for (int i = 0; i < Timing.TRIES; i++) {
      other.peer().write(new byte[1]);
      int polls = 0;
      boolean served = false;
      while (!served) {
        assertTrue(++polls <= 3, "not served by 3 polls after its byte was sent");
        events.poll(1000);
        if (events.readyOps(flood.stream()) != 0) {
          flood.stream().read(in, 64 * 1024);
          in.clear();
        }
        if (events.readyOps(other.stream()) != 0) {
          served = other.stream().read(in, 100) > 0;
          in.clear();
        }
      }
    }
  }

  private static long timed(RecordingEvents events, long ms) {
    long from = System.nanoTime();
    events.poll(ms);
    return System.nanoTime() - from;
  }
}
