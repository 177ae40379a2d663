package dev.mg.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The owner and the other threads. */
interface LoopThreadPromises extends LoopHolder {
  @Test
  default void callsByAnotherThread_areRefusedNamingBothAndTheRemedy() throws Exception {
    LoopRig loop = open();
    LoopRig.Pair pair = loop.accepted(new EventLog());
    List<Runnable> calls =
        List.of(
            () -> loop.mgr.poll(0),
            loop.mgr::close,
            () -> loop.mgr.connect("tcp://127.0.0.1:1", new EventLog(), null),
            () -> loop.mgr.timerAdd(1, MgTimer.ONCE, () -> {}),
            () -> pair.c().send("x"),
            pair.c()::close,
            pair.c()::drain,
            pair.c()::checkThread,
            () -> pair.c().full(true));
    for (Runnable call : calls) {
      FutureTask<IllegalStateException> refused =
          TransportRig.elsewhere(() -> assertThrows(IllegalStateException.class, call::run));
      String text = String.valueOf(refused.get().getMessage());
      assertTrue(text.contains(Thread.currentThread().getName()), text);
      assertTrue(text.contains("contract-elsewhere"), text);
      assertTrue(text.contains("execute"), text);
    }
  }

  @Test
  default void pollWithinPoll_isRefusedAndTheOuterOneGoesOn() throws Exception {
    LoopRig loop = open();
    List<String> texts = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> c.mgr().poll(0));
                texts.add(String.valueOf(e.getMessage()));
              }
              LoopRig.echo(c, ev, evData, fnData);
            });
    LoopRig.Pair pair = loop.accepted(log);
    loop.assertEcho(pair);
    assertEquals(1, texts.size());
    assertTrue(texts.get(0).contains(Thread.currentThread().getName()), texts::toString);
  }

  @Test
  default void execute_runsOnTheOwnerInOrderAndEndsTheWait() throws Exception {
    MgManager mgr = open().mgr;
    Semaphore go = new Semaphore(0);
    AtomicLong at = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    TransportRig.elsewhere(
        () -> {
          while (go.tryAcquire(Patience.USUAL_MS, TimeUnit.MILLISECONDS)) {
            LockSupport.parkNanos(500_000);
            at.set(System.nanoTime());
            mgr.execute(() -> threads.add(Thread.currentThread()));
          }
          return null;
        });
    Timing.assertMedian(
        "from execute by another thread to its run",
        1_000_000,
        () -> {
          int before = threads.size();
          go.release();
          Patience patience = new Patience("the task");
          while (threads.size() == before) {
            patience.check();
            mgr.poll(1_000);
          }
          return System.nanoTime() - at.get();
        });
    threads.forEach(thread -> assertSame(Thread.currentThread(), thread));
  }

  @Test
  default void executeFromManyThreads_losesNothingAndKeepsEachOnesOrder() throws Exception {
    MgManager mgr = open().mgr;
    int threads = 4;
    int each = Scale.of(2_000, 20_000);
    int[] next = new int[threads];
    int[] ran = {0};
    CountDownLatch start = new CountDownLatch(1);
    for (int t = 0; t < threads; t++) {
      int me = t;
      TransportRig.elsewhere(
          () -> {
            start.await();
            for (int i = 0; i < each; i++) {
              int expected = i;
              assertTrue(
                  mgr.execute(
                      () -> {
                        ran[0]++;
                        next[me] = next[me] == expected ? expected + 1 : Integer.MIN_VALUE;
                      }));
            }
            return null;
          });
    }
    start.countDown();
    Pump.until(mgr, () -> ran[0] == threads * each, "all tasks");
    for (int n : next) {
      assertEquals(each, n, "tasks of one thread in their order");
    }
  }

  @Test
  default void taskPostedByATaskOrAHandler_runsInTheNextPoll() throws Exception {
    LoopRig loop = open();
    MgManager mgr = loop.mgr;
    int[] polls = {0};
    List<Integer> ranIn = new ArrayList<>();
    mgr.execute(
        () -> {
          ranIn.add(polls[0]);
          mgr.execute(
              () -> {
                ranIn.add(polls[0]);
                mgr.execute(() -> ranIn.add(polls[0]));
              });
        });
    for (; polls[0] < 3; polls[0]++) {
      long from = System.nanoTime();
      mgr.poll(5_000);
      assertTrue(System.nanoTime() - from < 4_000_000_000L, "a poll with tasks waited");
    }
    assertEquals(List.of(0, 1, 2), ranIn);
    List<String> order = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                mgr.execute(() -> order.add("task"));
                order.add("handler");
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(new byte[1]);
    loop.until(() -> order.contains("task"), "the task");
    assertEquals(List.of("handler", "task"), order);
  }

  @Test
  default void taskThatThrows_isNobodysEnd() throws Exception {
    LoopRig loop = open();
    MgLog.setFn((level, line, thrown) -> {});
    int[] ran = {0};
    loop.mgr.execute(
        () -> {
          throw new IllegalStateException("thrown by a task");
        });
    loop.mgr.execute(() -> ran[0]++);
    loop.mgr.poll(1_000);
    assertEquals(1, ran[0]);
  }

  @Test
  default void wakeup_bringsItsBytesToItsConnection() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    MgConnection listener = loop.listen(log);
    LoopRig.Pair one = loop.accepted(listener, log);
    LoopRig.Pair two = loop.accepted(listener, log);
    assertNotEquals(one.c().id(), two.c().id());
    FutureTask<Boolean> queued =
        TransportRig.elsewhere(() -> loop.mgr.wakeup(one.c().id(), LoopRig.ascii("news")));
    loop.until(log, "WAKEUP news");
    assertTrue(queued.get());
    log.expect(one.c(), "OPEN", "ACCEPT", "WAKEUP news");
    log.expect(two.c(), "OPEN", "ACCEPT");
  }

  @Test
  default void wakeupOfAnUnknownOrClosedId_isDroppedOnTheLoop() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    MgConnection listener = loop.listen(log);
    LoopRig.Pair gone = loop.accepted(listener, log);
    LoopRig.Pair other = loop.accepted(listener, log);
    gone.c().close();
    loop.until(log, "CLOSE");
    assertTrue(loop.mgr.wakeup(gone.c().id(), new byte[1]));
    assertTrue(loop.mgr.wakeup(999_999, new byte[1]));
    Pump.times(loop.mgr, 3);
    assertEquals(0, log.count("WAKEUP"));
    loop.assertEcho(other);
  }

  @Test
  default void afterClose_executeAndWakeupSayFalse() throws Exception {
    LoopRig loop = open();
    loop.mgr.close();
    assertFalse(loop.mgr.execute(() -> {}));
    assertFalse(loop.mgr.wakeup(1, new byte[1]));
  }

  /** Each thread has its own manager; they share the process and nothing else. */
  @Test
  default void managersOnTwoThreads_talkToEachOther() throws Exception {
    LoopRig server = open();
    EventLog log = new EventLog(LoopRig::echo);
    MgConnection listener = server.listen(log);
    String url = LoopRig.url(listener.loc().toSocketAddress());
    int rounds = Scale.of(200, 5_000);
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    FutureTask<Integer> client =
        TransportRig.elsewhere(
            () -> {
              int[] echoes = {0};
              try (MgManager own = MgManager.create(server.mgr.options())) {
                own.connect(
                    url,
                    (c, ev, evData, fnData) -> {
                      if (ev == MgEvent.ERROR) {
                        wrong.add(String.valueOf(evData));
                      }
                      if (ev == MgEvent.CONNECT || (ev == MgEvent.READ && ++echoes[0] < rounds)) {
                        c.recv.clear();
                        c.send("x");
                      }
                    },
                    null);
                Pump.until(own, () -> echoes[0] == rounds, "the echoes");
              }
              return echoes[0];
            });
    Pump.until(server.mgr, client::isDone, "the client");
    assertEquals(rounds, client.get());
    assertTrue(wrong.isEmpty(), wrong::toString);
    server.until(log, "CLOSE");
  }
}
