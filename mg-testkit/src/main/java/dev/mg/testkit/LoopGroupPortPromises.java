package dev.mg.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgGroup;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.MgTimer;
import dev.mg.MgTlsOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the managers of a group listen on together, and who of them is given what. */
interface LoopGroupPortPromises extends LoopHolder {
  /** So many that the kernel's spreading by hash leaves no manager out. */
  int CLIENTS = 64;

  /** What is to be waited for takes no longer, in seconds. */
  int SECONDS = 10;

  String ANY_PORT = "tcp://127.0.0.1:0";

  private MgOptions options() {
    return new MgOptions().transport(transport());
  }

  private void assumeSockets() {
    Assumptions.assumeFalse(isVirtual(), "each manager there has a network of its own");
  }

  @Test
  default void managersOfAGroup_shareThePortThatTheFirstFound() throws Exception {
    assumeSockets();
    GroupEcho echo = new GroupEcho();
    try (MgGroup group = MgGroup.start(2, options(), mgr -> echo.listen(mgr, ANY_PORT, null))) {
      assertEquals(2, group.size());
      echo.assertServes(CLIENTS);
      assertEquals(2, echo.served.size());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  default void datagramsOfAGroup_areSpreadOverItsManagers() throws Exception {
    assumeSockets();
    GroupEcho echo = new GroupEcho();
    try (MgGroup group =
        MgGroup.start(2, options(), mgr -> echo.listen(mgr, "udp://127.0.0.1:0", null))) {
      echo.assertAnswers(CLIENTS);
      assertEquals(2, echo.served.size());
      assertEquals(2, group.size());
    }
  }

  @Test
  default void acceptInTurn_givesEachManagerAsMuchAsTheOthers() throws Exception {
    assumeSockets();
    GroupEcho echo = new GroupEcho();
    MgOptions options = options().acceptInTurn(true);
    if (!canWrap()) {
      MgException e =
          assertThrows(
              MgException.class,
              () -> MgGroup.start(2, options, mgr -> echo.listen(mgr, ANY_PORT, null)).close());
      assertTrue(
          String.valueOf(e.getMessage()).contains("one thread is to accept for all managers: "),
          e.getMessage());
      return;
    }
    try (MgGroup group = MgGroup.start(3, options, mgr -> echo.listen(mgr, ANY_PORT, null))) {
      echo.assertServes(6);
      assertEquals(List.of(2, 2, 2), List.copyOf(echo.served.values()));
      // One that pauses is passed over.
      AtomicBoolean isPaused = new AtomicBoolean();
      CountDownLatch paused = new CountDownLatch(group.size());
      group.execute(
          mgr -> {
            if (!isPaused.getAndSet(true)) {
              mgr.connections().forEach(c -> c.full(c.isListening()));
            }
            paused.countDown();
          });
      assertTrue(paused.await(SECONDS, TimeUnit.SECONDS), "one manager to pause");
      echo.served.clear();
      echo.assertServes(6);
      assertEquals(List.of(3, 3), List.copyOf(echo.served.values()));
    }
  }

  @Test
  default void tlsOfAGroup_isServedByEachManagerWithTheSameOptions() throws Exception {
    assumeSockets();
    TlsWay.each(
        way -> {
          GroupEcho echo = new GroupEcho();
          MgTlsOptions tls = way.server();
          try (MgGroup group =
              MgGroup.start(
                  2,
                  options().acceptInTurn(canWrap()),
                  mgr -> echo.listen(mgr, "tls://127.0.0.1:0", tls))) {
            echo.assertServes(4, TestCertificates.context(null).getSocketFactory());
            assertEquals(2, group.size());
          }
          int all = echo.served.values().stream().mapToInt(n -> n).sum();
          assertEquals(4, all);
          assertTrue(!canWrap() || echo.served.size() == 2, echo.served.toString());
        });
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not all of Windows has them")
  default void addressThatCannotBeShared_isAcceptedByOneThreadForAll(@TempDir Path dir)
      throws Exception {
    assumeSockets();
    Path path = dir.resolve("s");
    GroupEcho echo = new GroupEcho();
    AtomicInteger closed = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(1);
    if (!canWrap()) {
      MgException e =
          assertThrows(
              MgException.class,
              () ->
                  MgGroup.start(2, options(), mgr -> echo.listen(mgr, "unix:" + path, null))
                      .close());
      assertTrue(String.valueOf(e.getMessage()).contains("manager 1 of 2"), e.getMessage());
      return;
    }
    try (MgGroup group =
        MgGroup.start(
            3,
            options(),
            mgr -> {
              MgConnection listener = echo.listen(mgr, "unix:" + path, null);
              listener.fn(
                  (c, ev, evData, fnData) -> {
                    echo.onEvent(c, ev, evData, fnData);
                    if (ev == MgEvent.CLOSE && c.isListening()) {
                      closed.incrementAndGet();
                      ended.countDown();
                    }
                  });
            })) {
      echo.assertServes(6);
      assertEquals(3, echo.served.size());
      // One that ends leaves its share to the others.
      AtomicInteger first = new AtomicInteger();
      group.execute(
          mgr -> {
            if (first.getAndIncrement() == 0) {
              mgr.close();
            }
          });
      assertTrue(ended.await(SECONDS, TimeUnit.SECONDS), "one manager to end");
      echo.served.clear();
      echo.assertServes(6);
      assertTrue(echo.served.size() <= 2, echo.served.toString());
    }
    assertEquals(3, closed.get());
    assertFalse(Files.exists(path), "the socket's file goes with the last listener");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not all of Windows has them")
  default void pathThatAllHaveLeft_isListenedOnAnew(@TempDir Path dir) throws Exception {
    assumeSockets();
    Assumptions.assumeTrue(canWrap(), "this transport adopts no sockets");
    String url = "unix:" + dir.resolve("s");
    GroupEcho echo = new GroupEcho();
    CountDownLatch left = new CountDownLatch(2);
    try (MgGroup group =
        MgGroup.start(
            2,
            options(),
            mgr ->
                echo.listen(mgr, url, null)
                    .fn(
                        (c, ev, evData, fnData) -> {
                          if (ev == MgEvent.CLOSE) {
                            // Once the poll that closes it is over.
                            c.mgr().timerAdd(1, MgTimer.ONCE, left::countDown);
                          }
                        }))) {
      group.execute(mgr -> mgr.connections().forEach(MgConnection::close));
      assertTrue(left.await(SECONDS, TimeUnit.SECONDS), "both to leave");
      CountDownLatch listening = new CountDownLatch(2);
      group.execute(mgr -> echo.listen(mgr, url, null));
      group.execute(mgr -> listening.countDown());
      assertTrue(listening.await(SECONDS, TimeUnit.SECONDS), "both to listen");
      echo.assertServes(4);
      assertEquals(2, echo.served.size());
    }
  }

  @Test
  default void groupThatClosesWhileItAccepts_keepsNothing() throws Exception {
    Descriptors.assumeCountable(!isVirtual());
    int base = -1;
    // The first round loads classes, which opens files.
    for (int i = 0; i < Scale.of(5, 100); i++) {
      GroupEcho echo = new GroupEcho();
      MgOptions options = options().acceptInTurn(canWrap() && i % 2 == 0);
      MgGroup group = MgGroup.start(2, options, mgr -> echo.listen(mgr, ANY_PORT, null));
      SocketAddress at = echo.address();
      CountDownLatch connected = new CountDownLatch(CLIENTS);
      FutureTask<Integer> clients = new FutureTask<>(() -> connectUntilRefused(at, connected));
      new Thread(clients, "clients").start();
      assertTrue(connected.await(SECONDS, TimeUnit.SECONDS), "some to connect");
      group.close();
      assertTrue(clients.get(SECONDS, TimeUnit.SECONDS) >= CLIENTS);
      if (base < 0) {
        base = Descriptors.count();
      }
    }
    Descriptors.assertBackTo(base);
  }

  /** How many connected before one was refused. */
  private static int connectUntilRefused(SocketAddress at, CountDownLatch connected) {
    int n = 0;
    while (true) {
      try (SocketChannel one = SocketChannel.open()) {
        one.connect(at);
        connected.countDown();
        n++;
      } catch (IOException e) {
        return n;
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  default void portThatIsTaken_isRefused_unlessItIsToBeSharedWithOthers() throws Exception {
    assumeSockets();
    for (String scheme : List.of("tcp://", "udp://")) {
      GroupEcho echo = new GroupEcho();
      try (MgGroup group =
          MgGroup.start(2, options(), mgr -> echo.listen(mgr, scheme + "127.0.0.1:0", null))) {
        String url = scheme + MgAddr.of(echo.address());
        MgException e =
            assertThrows(
                MgException.class,
                () -> MgGroup.start(2, options(), mgr -> echo.listen(mgr, url, null)).close());
        String told = String.valueOf(e.getMessage());
        assertTrue(told.startsWith("manager 1 of 2 did not start: cannot listen on " + url), told);
        Throwable cause = e.getCause() == null ? null : e.getCause().getCause();
        assertEquals(MgNetException.Kind.ADDRESS_IN_USE, ((MgNetException) cause).kind());
        MgOptions sharing = options().reusePort(true);
        try (MgGroup other = MgGroup.start(2, sharing, mgr -> echo.listen(mgr, url, null))) {
          assertEquals(group.size(), other.size());
          echo.address();
        }
      }
    }
  }

  @Test
  default void portZeroAfterTheSetup_isForOneManagerAlone() throws Exception {
    assumeSockets();
    BlockingQueue<Integer> ports = new LinkedBlockingQueue<>();
    try (MgGroup group = MgGroup.start(2, options(), mgr -> {})) {
      group.execute(mgr -> ports.add(mgr.listen(ANY_PORT, new GroupEcho(), null).loc().port()));
      Integer one = ports.poll(SECONDS, TimeUnit.SECONDS);
      Integer other = ports.poll(SECONDS, TimeUnit.SECONDS);
      assertTrue(one != null && other != null, "both to listen");
      assertNotEquals(one, other);
    }
  }
}
