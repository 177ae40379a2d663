package dev.mg.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgException;
import dev.mg.MgGroup;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How several managers start, work and end together. */
interface LoopGroupPromises extends LoopHolder {
  /** A thread that is to end does so within, in milliseconds. */
  long END_MS = 10_000;

  private MgOptions options() {
    return new MgOptions().transport(transport());
  }

  private static void assertEnds(Thread thread) {
    try {
      thread.join(END_MS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertFalse(thread.isAlive(), thread + " to end");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(END_MS, TimeUnit.MILLISECONDS), "the latch to open");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MgGroup group(MgManager mgr) {
    return Objects.requireNonNull(mgr.options().extension(MgGroup.class));
  }

  @Test
  default void setupThatFails_endsThoseStartedAndThrowsItsCause() throws Exception {
    AtomicReference<@Nullable MgManager> first = new AtomicReference<>();
    IllegalStateException cause = new IllegalStateException("no key");
    MgException e =
        assertThrows(
            MgException.class,
            () ->
                MgGroup.start(
                        2,
                        options(),
                        mgr -> {
                          if (!first.compareAndSet(null, mgr)) {
                            throw cause;
                          }
                        })
                    .close());
    assertSame(cause, e.getCause());
    assertEquals("manager 2 of 2 did not start: no key", e.getMessage());
    MgManager started = first.get();
    assertTrue(started != null && !started.execute(() -> {}), "the first has ended");
  }

  @Test
  default void managerThatFailsWhileOthersStart_endsThem() throws Exception {
    // The one thing thrown by a handler or a task that goes up.
    OutOfMemoryError cause = new OutOfMemoryError("of a test");
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    CountDownLatch secondStarts = new CountDownLatch(1);
    MgGroup group =
        MgGroup.start(
            3,
            options(),
            mgr -> {
              threads.add(Thread.currentThread());
              if (threads.size() == 1) {
                mgr.execute(
                    () -> {
                      await(secondStarts);
                      throw cause;
                    });
              } else {
                secondStarts.countDown();
                assertEnds(threads.element());
              }
            });
    try {
      assertEquals(2, threads.size(), "the third is not started any more");
      for (Thread thread : threads) {
        assertEnds(thread);
      }
      assertSame(cause, assertThrows(MgException.class, group::await).getCause());
    } finally {
      group.close();
    }
  }

  @Test
  default void managerThatFailsLater_endsTheOthers() throws Exception {
    OutOfMemoryError cause = new OutOfMemoryError("of a test");
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    MgGroup group = MgGroup.start(2, options(), mgr -> threads.add(Thread.currentThread()));
    try {
      group.execute(
          mgr -> {
            if (Thread.currentThread() == threads.element()) {
              throw cause;
            }
          });
      for (Thread thread : threads) {
        assertEnds(thread);
      }
      MgException e = assertThrows(MgException.class, group::await);
      assertEquals("a manager of the group failed: of a test", e.getMessage());
    } finally {
      group.close();
    }
  }

  @Test
  default void stopWhileOthersStart_isHeardByThemToo() throws Exception {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    MgGroup group =
        MgGroup.start(
            3,
            options(),
            mgr -> {
              threads.add(Thread.currentThread());
              if (threads.size() == 2) {
                group(mgr).stop(Duration.ZERO);
              }
            });
    try {
      assertEquals(2, threads.size(), "the third is not started any more");
      for (Thread thread : threads) {
        assertEnds(thread);
      }
      group.await();
    } finally {
      group.close();
    }
  }

  @Test
  default void stop_letsEachManagerFinish_andAwaitReturns() throws Exception {
    MgGroup group = MgGroup.start(2, options(), mgr -> {});
    AtomicInteger ran = new AtomicInteger();
    assertTrue(group.execute(mgr -> ran.incrementAndGet()));
    group.stop(Duration.ofSeconds(10));
    group.await();
    assertEquals(2, ran.get());
    assertFalse(group.execute(mgr -> ran.incrementAndGet()));
    group.close();
  }

  @Test
  default void waitingForItsOwnEnd_isRefusedOnAManagersThread() throws Exception {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    try (MgGroup group = MgGroup.start(1, options(), mgr -> {})) {
      group.execute(
          mgr -> {
            thrown.set(assertThrows(IllegalStateException.class, group::close));
            done.countDown();
          });
      await(done);
    }
    assertTrue(String.valueOf(thrown.get()).contains("call stop"), String.valueOf(thrown.get()));
  }

  @Test
  default void objectsOfAGroup_areMadeOnceForAllItsManagers() throws Exception {
    Set<Object> seen = ConcurrentHashMap.newKeySet();
    try (MgGroup group =
        MgGroup.start(
            3,
            options(),
            mgr ->
                seen.add(
                    group(mgr)
                        .local(
                            StringBuilder.class,
                            // One may be made of others.
                            () ->
                                new StringBuilder()
                                    .append(group(mgr).local(String.class, () -> "made once")))))) {
      assertEquals(1, seen.size());
      assertSame(seen.iterator().next(), group.local(StringBuilder.class, StringBuilder::new));
      assertEquals("made once", group.local(String.class, () -> "made twice"));
    }
  }
}
