package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The orders of events. */
interface LoopOrderPromises extends LoopHolder {
  @Test
  default void acceptedConnection_opensAcceptsReadsWritesCloses() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    MgConnection listener = loop.listen(log);
    log.expect("OPEN");
    LoopRig.Pair pair = loop.accepted(listener, log);
    pair.peer().write(ascii("hello"));
    assertEquals("hello", loop.readText(pair.peer(), 5));
    pair.peer().close();
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 5", "WRITE 5", "CLOSE EOF");
    log.expect(listener, "OPEN");
  }

  @Test
  default void bytesThatCameWithTheConnection_areReadAfterAccept() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    ContractPeer peer = loop.peer(loop.listen(log));
    peer.write(ascii("hello"));
    log.clear();
    loop.until(log, "WRITE");
    log.expect("OPEN", "ACCEPT", "READ 5", "WRITE 5");
  }

  @Test
  default void outgoingConnection_opensResolvesConnectsWritesReadsCloses() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.CONNECT) {
                c.send("hello");
              }
            });
    try (ContractPeers.Listener far = loop.peers.listen()) {
      MgConnection c = loop.connect(far.address(), log);
      log.expect("OPEN");
      assertTrue(c.isResolving());
      loop.until(log, "CONNECT");
      ContractPeer peer = far.accept();
      assertEquals("hello", loop.readText(peer, 5));
      peer.write(ascii("answer"));
      loop.until(log, "READ");
      peer.close();
      loop.until(log, "CLOSE");
      log.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 5", "READ 6", "CLOSE EOF");
    }
  }

  @Test
  default void refusedConnection_opensResolvesErrsCloses() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    loop.connect(loop.peers.refusing(), log);
    log.expect("OPEN");
    loop.until(log, "CLOSE");
    log.expect("OPEN", "RESOLVE", "ERROR REFUSED", "CLOSE ERROR");
  }

  @Test
  default void connectByName_resolvesOffTheCallAndTriesEachAddress() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    try (ContractPeers.Listener far = loop.peers.listen()) {
      int port = ((InetSocketAddress) far.address()).getPort();
      loop.mgr.connect("tcp://localhost:" + port, log, null);
      log.expect("OPEN");
      loop.until(log, "CONNECT");
      log.expect("OPEN", "RESOLVE", "CONNECT");
    }
  }

  /** A label of 64 bytes is none (RFC 1035 section 2.3.4): nobody needs to be asked. */
  @Test
  default void nameThatDoesNotResolve_opensErrsCloses() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    loop.mgr.connect("tcp://" + "x".repeat(64) + ":80", log, null);
    loop.until(log, "CLOSE");
    log.expect("OPEN", "ERROR UNKNOWN_HOST", "CLOSE ERROR");
  }

  @Test
  default void closedByItsHandler_getsNoEventButClose() throws Exception {
    LoopRig loop = open();
    try (ContractPeers.Listener far = loop.peers.listen()) {
      List<String> soFar = new ArrayList<>();
      for (int at : new int[] {MgEvent.OPEN, MgEvent.RESOLVE, MgEvent.CONNECT}) {
        EventLog log = new EventLog(closingIn(at));
        MgConnection c = loop.connect(far.address(), log);
        loop.until(log, c, "CLOSE");
        soFar.add(dev.mg.MgEventType.nameOf(at));
        List<String> expected = new ArrayList<>(soFar);
        expected.add("CLOSE LOCAL");
        log.expect(expected.toArray(String[]::new));
      }
    }
    EventLog log = new EventLog(closingIn(MgEvent.ACCEPT));
    ContractPeer peer = loop.peer(loop.listen(log));
    peer.write(ascii("never read"));
    log.clear();
    loop.until(log, "CLOSE");
    log.expect("OPEN", "ACCEPT", "CLOSE LOCAL");
  }

  private static dev.mg.MgHandler closingIn(int event) {
    return (c, ev, evData, fnData) -> {
      if (ev == event) {
        c.close();
      }
    };
  }

  @Test
  default void allRepliesOfOneRead_leaveInOneWrite() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.send("one ");
                c.send(ascii("two "));
                c.send.add("three");
                c.recv.clear();
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("?"));
    assertEquals("one two three", loop.readText(pair.peer(), 13));
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 1", "WRITE 13");
  }

  @Test
  default void writeEvent_comesAfterTheBytesHaveLeftSend() throws Exception {
    LoopRig loop = open();
    List<Integer> left = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              LoopRig.echo(c, ev, evData, fnData);
              if (ev == MgEvent.WRITE) {
                left.add(c.send.len());
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("hello"));
    loop.until(log, "WRITE 5");
    assertEquals(List.of(0), left);
  }

  @Test
  default void protocolHandler_runsBeforeTheUsersAndIsInheritedWithItsData() throws Exception {
    LoopRig loop = open();
    List<String> order = new ArrayList<>();
    MgConnection listener =
        loop.mgr.listen(
            LoopRig.url(loop.peers.anyPort()),
            (c, ev, evData, fnData) -> order.add("fn " + fnData + " " + ev),
            "user",
            (c, ev, evData, fnData) -> order.add("pfn " + fnData + " " + ev),
            "proto");
    assertEquals(List.of("pfn proto 1", "fn user 1"), withoutPolls(order));
    order.clear();
    loop.peer(listener);
    loop.until(() -> order.contains("fn user " + MgEvent.ACCEPT), "ACCEPT");
    assertEquals(
        List.of("pfn proto 1", "fn user 1", "pfn proto 5", "fn user 5"), withoutPolls(order));
  }

  private static List<String> withoutPolls(List<String> order) {
    return order.stream().filter(event -> !event.endsWith(" " + MgEvent.POLL)).toList();
  }

  @Test
  default void addressesAndReceivedBytes_areReadableInClose() throws Exception {
    LoopRig loop = open();
    List<MgAddr> seen = new ArrayList<>();
    List<String> recv = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ACCEPT || ev == MgEvent.CLOSE) {
                seen.add(c.loc());
                seen.add(c.rem());
                recv.add(c.recv.toString());
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    MgAddr ours = MgAddr.of(pair.peer().remote());
    MgAddr theirs = MgAddr.of(pair.peer().local());
    pair.peer().write(ascii("kept"));
    pair.peer().close();
    loop.until(log, "CLOSE");
    assertEquals(List.of(ours, theirs, ours, theirs), seen);
    assertEquals(List.of("", "kept"), recv);
  }

  @Test
  default void addressesOfAnOutgoingConnection_areThePeersFromConnectOn() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    try (ContractPeers.Listener far = loop.peers.listen()) {
      MgConnection c = loop.connect(far.address(), log);
      assertEquals(MgAddr.NONE, c.loc());
      loop.until(log, "CONNECT");
      ContractPeer peer = far.accept();
      assertEquals(MgAddr.of(peer.remote()), c.loc());
      assertEquals(MgAddr.of(far.address()), c.rem());
      assertTrue(c.isClient());
      assertFalse(c.isAccepted() || c.isListening() || c.isConnecting() || c.isResolving());
    }
  }
}
