package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine is asked, in which order and where, and that it is let go of once. */
class TlsEngineUseTest {
  private static void echo(
      MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (ev == MgEvent.READ) {
      c.send(c.recv);
      c.recv.clear();
    }
  }

  private static final class Rig implements AutoCloseable {
    final MemoryRig memory = new MemoryRig((c, ev, evData, fnData) -> {});
    final EventLog log = new EventLog(TlsEngineUseTest::echo);
    final FakeTls tls;

    Rig(FakeTls tls) {
      this.tls = tls;
      tls.listen(memory, log);
    }

    MemoryPeer peer() throws Exception {
      return memory.net.connect(444);
    }

    MgConnection accepted() {
      List<MgConnection> all = log.accepted();
      return all.get(all.size() - 1);
    }

    void poll(int n) {
      Pump.times(memory.mgr, n);
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void heapAndDirectBuffers_carryTheSame(boolean direct) throws Exception {
    try (Rig rig = new Rig(FakeTls.plain(direct))) {
      MemoryPeer peer = rig.peer();
      byte[] data = TlsRig.pattern(0, 16_384);
      peer.write(TlsHelloTest.join(FakeTls.HELLO, FakeTls.record(data), FakeTls.record("x")));
      rig.poll(2);
      byte[] expected =
          TlsHelloTest.join(FakeTls.FINISHED, FakeTls.record(data), FakeTls.record("x"));
      assertThat(peer.received()).isEqualTo(expected);
      peer.write(TlsHelloTest.hex("15 03 03 00 02 01 00"));
      rig.poll(3);
      assertThat(peer.received()).isEqualTo(TlsHelloTest.hex("15 03 03 00 02 01 00"));
      assertThat(peer.isEof()).isTrue();
      rig.log.expect(
          rig.accepted(), "OPEN", "ACCEPT", "TLS_HS", "READ 16385", "WRITE 16385", "CLOSE EOF");
      assertThat(rig.tls.released).hasValue(1);
    }
  }

  /** 128 in a row are let pass, as is any number with data between. */
  @Test
  void emptyRecords_areLetPassUpToABound() throws Exception {
    try (Rig rig = new Rig(FakeTls.plain(false))) {
      MemoryPeer peer = rig.peer();
      byte[] many = new byte[128 * 5];
      for (int i = 0; i < 128; i++) {
        System.arraycopy(FakeTls.record(""), 0, many, i * 5, 5);
      }
      peer.write(TlsHelloTest.join(FakeTls.HELLO, many, FakeTls.record("x"), many));
      rig.poll(3);
      MgConnection c = rig.accepted();
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 1", "WRITE 1");
      peer.write(FakeTls.record(""));
      rig.poll(1);
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 1", "WRITE 1", "ERROR TLS");
    }
  }

  @Test
  void tasksOnTheLoop_runOneAVisit() throws Exception {
    StringBuilder ran = new StringBuilder();
    Supplier<List<Runnable>> three =
        () -> List.of(() -> ran.append('1'), () -> ran.append('2'), () -> ran.append('3'));
    try (Rig rig = new Rig(new FakeTls(false, null, three))) {
      MemoryPeer peer = rig.peer();
      peer.write(FakeTls.HELLO);
      for (int i = 1; i <= 3; i++) {
        rig.memory.mgr.poll(10_000);
        assertThat(ran).hasSize(i);
      }
      assertThat(rig.memory.mgr.nowMs()).as("time waited").isZero();
      assertThat(peer.received()).isEqualTo(FakeTls.FINISHED);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "TLS_HS");
    }
  }

  @Test
  void tasksOfAPool_runThereAndTheLoopGoesOnWhenTheyAreDone() throws Exception {
    Deque<Runnable> pool = new ArrayDeque<>();
    int[] ran = {0};
    Supplier<List<Runnable>> two = () -> List.of(() -> ran[0]++, () -> ran[0]++);
    try (Rig rig = new Rig(new FakeTls(false, pool::add, two))) {
      MemoryPeer peer = rig.peer();
      peer.write(TlsHelloTest.join(FakeTls.HELLO, FakeTls.record("early")));
      rig.poll(3);
      assertThat(pool).hasSize(1);
      assertThat(ran).containsExactly(0);
      // It does not read on meanwhile, and does not spin for what waits there.
      peer.write(FakeTls.record("late"));
      rig.poll(1);
      long before = rig.memory.mgr.nowMs();
      rig.memory.mgr.poll(50);
      rig.poll(1);
      assertThat(rig.memory.mgr.nowMs() - before).isEqualTo(50);
      pool.remove().run();
      assertThat(ran).containsExactly(2);
      rig.memory.mgr.poll(10_000);
      rig.poll(2);
      assertThat(rig.memory.mgr.nowMs() - before).isEqualTo(50);
      rig.log.expect(
          rig.accepted(), "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5", "READ 4", "WRITE 4");
      assertThat(peer.received())
          .startsWith(FakeTls.FINISHED)
          .endsWith(Arrays.copyOfRange(TlsRig.bytes("..late"), 2, 6));
    }
  }

  @Test
  void closedWhileATaskIsQueued_itNeverRuns() throws Exception {
    Deque<Runnable> pool = new ArrayDeque<>();
    int[] ran = {0};
    try (Rig rig = new Rig(new FakeTls(false, pool::add, () -> List.of(() -> ran[0]++)))) {
      rig.peer().write(FakeTls.HELLO);
      rig.poll(2);
      rig.accepted().close();
      rig.poll(2);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "CLOSE LOCAL");
      assertThat(rig.tls.released).hasValue(1);
      pool.remove().run();
      assertThat(ran).containsExactly(0);
      assertThat(rig.tls.released).hasValue(1);
    }
  }

  @Test
  void closedWhileATaskRuns_thePoolReleasesTheEngine() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Runnable slow =
        () -> {
          started.countDown();
          await(goOn);
        };
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (Rig rig = new Rig(new FakeTls(false, pool, () -> List.of(slow)))) {
      rig.peer().write(FakeTls.HELLO);
      rig.poll(2);
      await(started);
      rig.accepted().close();
      rig.poll(2);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "CLOSE LOCAL");
      assertThat(rig.tls.released).hasValue(0);
      goOn.countDown();
      pool.shutdown();
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThat(rig.tls.released).hasValue(1);
      rig.poll(2);
    } finally {
      pool.shutdownNow();
    }
    // The manager is closed too by now.
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void managerClosedAfterATaskWasDone_theEngineIsReleasedOnce() throws Exception {
    Deque<Runnable> pool = new ArrayDeque<>();
    FakeTls tls = new FakeTls(false, pool::add, () -> List.of(() -> {}));
    try (Rig rig = new Rig(tls)) {
      rig.peer().write(FakeTls.HELLO);
      rig.poll(2);
      pool.remove().run();
    }
    assertThat(tls.released).hasValue(1);
  }

  @Test
  void aTaskThatThrows_isAnError() throws Exception {
    for (boolean onPool : new boolean[] {false, true}) {
      Runnable bad =
          () -> {
            throw new IllegalStateException("no entropy");
          };
      FakeTls tls = new FakeTls(false, onPool ? Runnable::run : null, () -> List.of(bad));
      try (Rig rig = new Rig(tls)) {
        MemoryPeer peer = rig.peer();
        peer.write(FakeTls.HELLO);
        rig.poll(3);
        peer.close();
        rig.poll(2);
        rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
        assertThat(tls.released).hasValue(1);
      }
    }
  }

  @Test
  void aPoolThatRefuses_isAnError() throws Exception {
    FakeTls tls =
        new FakeTls(
            false,
            task -> {
              throw new RejectedExecutionException("full");
            },
            () -> List.of(() -> {}));
    try (Rig rig = new Rig(tls)) {
      MemoryPeer peer = rig.peer();
      peer.write(FakeTls.HELLO);
      rig.poll(2);
      peer.close();
      rig.poll(2);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
      assertThat(tls.released).hasValue(1);
    }
  }

  @Test
  void everyEngine_isReleasedOnceWhateverHappened() throws Exception {
    FakeTls tls = FakeTls.plain(true);
    try (Rig rig = new Rig(tls)) {
      for (int way = 0; way < 6; way++) {
        MemoryPeer peer = rig.peer();
        peer.write(way == 0 ? Arrays.copyOf(FakeTls.HELLO, 20) : FakeTls.HELLO);
        rig.poll(2);
        switch (way) {
          case 1 -> peer.close();
          case 2 -> peer.reset();
          case 3 -> rig.accepted().close();
          case 4 -> rig.accepted().drain();
          case 5 -> peer.write(new byte[10]);
          default -> {}
        }
        rig.poll(2);
      }
    }
    assertThat(tls.engines).hasSize(5);
    assertThat(tls.released).hasValue(5);
  }

  /**
   * The engine makes its results; that one makes none, so what is left is ours. The first half of a
   * record has come each time, and is kept without a new array.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recordsInARow_allocateNothingOfOurs(boolean direct) throws Exception {
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      FakeTls.plain(direct).listen(rig, TlsEngineUseTest::echo);
      MemoryPeer peer = rig.net.connect(444);
      byte[] record = FakeTls.record(TlsRig.pattern(0, 4_000));
      int half = 2_000;
      peer.write(TlsHelloTest.join(FakeTls.HELLO, Arrays.copyOf(record, half)));
      Pump.times(rig.mgr, 3);
      assertThat(peer.received()).isEqualTo(FakeTls.FINISHED);
      com.sun.management.ThreadMXBean threads =
          (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      byte[] back = new byte[record.length];
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 20; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 50; i++) {
          peer.write(record, half, record.length - half);
          peer.write(record, 0, half);
          rig.mgr.poll(0);
          readN(peer, back);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(back).isEqualTo(record);
      assertThat(least).as("bytes for 50 records both ways").isZero();
    }
  }

  private static void readN(MemoryPeer peer, byte[] into) throws Exception {
    for (int at = 0; at < into.length; ) {
      at += peer.read(into, at, into.length - at);
    }
  }
}
