package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.MgStats;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The manager itself: its list, its listeners, its end. */
interface LoopManagerPromises extends LoopHolder {
  @Test
  default void manager_runsOnTheTransportNamed() throws Exception {
    assertEquals(transport(), open().mgr.transport());
  }

  @Test
  default void unknownTransport_isRefusedNamingThoseThere() throws Exception {
    MgException e =
        assertThrows(
            MgException.class, () -> MgManager.create(new MgOptions().transport("carrier-pigeon")));
    assertTrue(String.valueOf(e.getMessage()).contains("carrier-pigeon"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains(transport()), e.getMessage());
  }

  @Test
  default void ids_startAt1AndAreNeverUsedAgain() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    MgConnection listener = loop.listen(log);
    assertEquals(1, listener.id());
    long last = 1;
    for (int i = 0; i < 50; i++) {
      LoopRig.Pair pair = loop.accepted(listener, log);
      assertTrue(pair.c().id() > last, pair.c().id() + " after " + last);
      last = pair.c().id();
      assertSame(pair.c(), loop.mgr.connection(last));
      pair.c().close();
      loop.until(log, pair.c(), "CLOSE");
      assertNull(loop.mgr.connection(last));
    }
  }

  @Test
  default void connections_areListedNewestFirst() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    MgConnection listener = loop.listen(log);
    MgConnection a = loop.accepted(listener, log).c();
    MgConnection b = loop.accepted(listener, log).c();
    assertEquals(List.of(b, a, listener), list(loop.mgr));
    a.close();
    loop.until(log, a, "CLOSE");
    assertEquals(List.of(b, listener), list(loop.mgr));
  }

  private static List<MgConnection> list(MgManager mgr) {
    List<MgConnection> all = new ArrayList<>();
    mgr.connections().forEach(all::add);
    return all;
  }

  @Test
  default void close_endsEveryConnectionOnceWithPollThenClose() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog().withPolls();
    MgConnection listener = loop.listen(log);
    LoopRig.Pair accepted = loop.accepted(listener, log);
    LoopRig.Pair connected = loop.connected(log);
    MgConnection pending = loop.connect(loop.peers.refusing(), log);
    var address = listener.loc().toSocketAddress();
    List<MgConnection> all = List.of(listener, accepted.c(), connected.c(), pending);
    loop.mgr.close();
    loop.mgr.close();
    for (MgConnection c : all) {
      List<String> events = log.events(c);
      assertEquals(
          List.of("POLL", "CLOSE STOPPED"), events.subList(events.size() - 2, events.size()));
      assertEquals(1, log.count(c, "CLOSE"));
    }
    assertTrue(ended(accepted.peer()));
    assertTrue(ended(connected.peer()));
    assertThrows(IOException.class, () -> loop.peers.connect(address));
  }

  private static boolean ended(ContractPeer peer) throws IOException {
    return peer.read(new byte[1], 0, 1) < 0;
  }

  @Test
  default void afterClose_everyCallIsRefused() throws Exception {
    MgManager mgr = open().mgr;
    mgr.close();
    assertThrows(IllegalStateException.class, () -> mgr.poll(0));
    assertThrows(
        IllegalStateException.class, () -> mgr.listen("tcp://127.0.0.1:0", new EventLog(), null));
    assertThrows(
        IllegalStateException.class, () -> mgr.connect("tcp://127.0.0.1:1", new EventLog(), null));
    assertThrows(IllegalStateException.class, mgr::connections);
  }

  @Test
  default void closeFromAHandler_endsTheRunningPollFirst() throws Exception {
    LoopRig loop = open();
    List<String> order = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.mgr().close();
                order.add("after close");
              }
              if (ev == MgEvent.CLOSE) {
                order.add("CLOSE");
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("x"));
    for (int polls = 0; loop.mgr.poll(1_000); polls++) {
      assertFalse(log.has("CLOSE"), "closed in a poll that says the manager goes on");
      assertTrue(polls < 10, "the manager goes on after its close");
    }
    assertEquals(List.of("after close", "CLOSE", "CLOSE"), order);
    assertThrows(IllegalStateException.class, () -> loop.mgr.poll(0));
  }

  @Test
  default void stop_closesListenersAndDrainsTheRest() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    MgConnection listener = loop.listen(log);
    LoopRig.Pair pair = loop.accepted(listener, log);
    int n = 4 << 20;
    pair.c().send(Pattern.bytes(n));
    loop.mgr.stop(Duration.ofSeconds(30));
    assertTrue(loop.mgr.isStopping());
    var reader = TransportRig.elsewhere(() -> pair.peer().readN(n));
    Patience patience = new Patience("the manager to stop");
    while (loop.mgr.poll(50)) {
      patience.check();
    }
    Pattern.check(reader.get(), 0, n, 0);
    log.expect(listener, "OPEN", "CLOSE DRAINED");
    log.expect(pair.c(), "OPEN", "ACCEPT", "STOP", "WRITE..", "CLOSE DRAINED");
  }

  @Test
  default void stop_cutsWhatIsLeftAtItsTime() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().resp(true);
    loop.mgr.stop(Duration.ofMillis(30));
    Patience patience = new Patience("the manager to stop");
    while (loop.mgr.poll(50)) {
      patience.check();
    }
    log.expect(pair.c(), "OPEN", "ACCEPT", "STOP", "CLOSE STOPPED");
  }

  @Test
  default void listenThatFails_throwsTheCauseAndLeavesNothing() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    MgConnection taken = loop.listen(log);
    MgException e =
        assertThrows(
            MgException.class,
            () -> loop.mgr.listen(LoopRig.url(taken.loc().toSocketAddress()), log, null));
    assertEquals(MgNetException.Kind.ADDRESS_IN_USE, ((MgNetException) e.getCause()).kind());
    log.expect("OPEN");
    assertEquals(List.of(taken), list(loop.mgr));
  }

  @Test
  default void urlThatIsNone_isRefusedAtTheCall() throws Exception {
    MgManager mgr = open().mgr;
    for (String url : List.of("", "gopher://127.0.0.1:70", "tcp://127.0.0.1:99999", "tcp://:")) {
      assertThrows(MgException.class, () -> mgr.connect(url, new EventLog(), null), url);
      assertThrows(MgException.class, () -> mgr.listen(url, new EventLog(), null), url);
    }
    assertEquals(List.of(), list(mgr));
  }

  @Test
  default void stats_countWhatHappened() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("hello"));
    loop.readText(pair.peer(), 5);
    MgStats open = loop.mgr.stats();
    assertEquals(2, open.connections());
    assertEquals(1, open.listeners());
    assertEquals(1, open.accepted());
    assertEquals(5, open.bytesIn());
    assertEquals(5, open.bytesOut());
    assertEquals(2L, open.events().get("OPEN"));
    pair.peer().close();
    loop.until(log, "CLOSE");
    assertEquals(1, loop.mgr.stats().connections());
    assertEquals(1, loop.mgr.stats().closed());
  }

  @Test
  default void local_isMadeOnceAManager() throws Exception {
    MgManager mgr = open().mgr;
    StringBuilder first = mgr.local(StringBuilder.class, StringBuilder::new);
    assertSame(first, mgr.local(StringBuilder.class, StringBuilder::new));
    MgManager other = open().mgr;
    assertFalse(first == other.local(StringBuilder.class, StringBuilder::new));
  }

  @Test
  default void local_thatCanBeClosed_isClosedAfterTheLastClose_newestFirst() throws Exception {
    LoopRig loop = open();
    List<String> order = new ArrayList<>();
    loop.mgr.local(AutoCloseable.class, () -> () -> order.add("older"));
    loop.mgr.local(
        Closeable.class,
        () ->
            () -> {
              order.add("newer");
              throw new IOException("does not close");
            });
    loop.listen(
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CLOSE) {
            order.add("CLOSE");
          }
        });
    loop.mgr.close();
    loop.mgr.close();
    assertEquals(List.of("CLOSE", "newer", "older"), order);
  }
}
