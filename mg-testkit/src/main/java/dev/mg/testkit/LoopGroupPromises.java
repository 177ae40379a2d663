package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgGroup;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several managers that serve one port. */
interface LoopGroupPromises extends LoopHolder {
  /** So many that the kernel's spreading by hash leaves no manager out. */
  int CLIENTS = 64;

  private MgOptions options() {
    return new MgOptions().transport(transport());
  }

  private void assumeSockets() {
    Assumptions.assumeFalse(isVirtual(), "each manager there has a network of its own");
  }

  /** Echoes, and notes the managers that do. */
  private static void echo(
      MgConnection c, int ev, @Nullable Object evData, Set<MgManager> serving) {
    if (ev == MgEvent.ACCEPT) {
      serving.add(c.mgr());
    }
    LoopRig.echo(c, ev, evData, null);
  }

  private static void assertEchoes(SocketAddress at, int clients) throws IOException {
    List<SocketChannel> all = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        SocketChannel one = SocketChannel.open(at);
        all.add(one);
        one.write(ByteBuffer.wrap(ascii("ping")));
      }
      for (SocketChannel one : all) {
        ByteBuffer back = ByteBuffer.allocate(4);
        while (back.hasRemaining() && one.read(back) >= 0) {
          continue;
        }
        assertArrayEquals(ascii("ping"), back.array());
      }
    } finally {
      for (SocketChannel one : all) {
        one.close();
      }
    }
  }

  @Test
  default void managersOfAGroup_shareThePortThatTheFirstFound() throws Exception {
    assumeSockets();
    Set<MgManager> serving = ConcurrentHashMap.newKeySet();
    Set<SocketAddress> addresses = ConcurrentHashMap.newKeySet();
    try (MgGroup group =
        MgGroup.start(
            2,
            options(),
            mgr ->
                addresses.add(
                    mgr.listen(
                            "tcp://127.0.0.1:0",
                            (c, ev, evData, fnData) -> echo(c, ev, evData, serving),
                            null)
                        .loc()
                        .toSocketAddress()))) {
      assertEquals(2, group.size());
      assertEquals(1, addresses.size(), addresses.toString());
      assertEchoes(addresses.iterator().next(), CLIENTS);
      assertEquals(2, serving.size());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not all of Windows has them")
  default void addressThatCannotBeShared_isAcceptedByOneThreadForAll(@TempDir Path dir)
      throws Exception {
    assumeSockets();
    Path path = dir.resolve("s");
    Set<MgManager> serving = ConcurrentHashMap.newKeySet();
    AtomicInteger closed = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(1);
    Consumer<MgManager> setup =
        mgr ->
            mgr.listen(
                "unix:" + path,
                (c, ev, evData, fnData) -> {
                  echo(c, ev, evData, serving);
                  if (ev == MgEvent.CLOSE && c.isListening()) {
                    closed.incrementAndGet();
                    ended.countDown();
                  }
                },
                null);
    if (!canWrap()) {
      MgException e =
          assertThrows(MgException.class, () -> MgGroup.start(2, options(), setup).close());
      assertTrue(String.valueOf(e.getMessage()).contains("manager 1 of 2"), e.getMessage());
      return;
    }
    try (MgGroup group = MgGroup.start(3, options(), setup)) {
      assertEchoes(UnixDomainSocketAddress.of(path), 6);
      assertEquals(3, serving.size());
      // One that ends leaves its share to the others.
      AtomicInteger first = new AtomicInteger();
      group.execute(
          mgr -> {
            if (first.getAndIncrement() == 0) {
              mgr.close();
            }
          });
      assertTrue(ended.await(10, TimeUnit.SECONDS), "one manager to end");
      serving.clear();
      assertEchoes(UnixDomainSocketAddress.of(path), 6);
      assertTrue(serving.size() <= 2, serving.toString());
    }
    assertEquals(3, closed.get());
    assertFalse(Files.exists(path), "the socket's file goes with the last listener");
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
      assertTrue(done.await(10, TimeUnit.SECONDS), "the task to run");
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
            mgr -> {
              MgGroup its = mgr.options().extension(MgGroup.class);
              seen.add(its == null ? "none" : its.local(AtomicInteger.class, AtomicInteger::new));
            })) {
      assertEquals(Set.of(group.local(AtomicInteger.class, AtomicInteger::new)), seen);
    }
  }
}
