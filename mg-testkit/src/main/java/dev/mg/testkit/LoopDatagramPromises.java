package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.spi.MgDatagram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** UDP: orders of events, one datagram a READ, errors that are no end, groups, endings. */
interface LoopDatagramPromises extends LoopHolder {
  /** More than one visit reads. */
  int FLOOD = 200;

  int RECEIVES_A_VISIT = 64;

  @Test
  default void udpListener_answersTheSenderAtOnce() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    MgConnection listener = loop.listenUdp(log);
    log.expect("OPEN");
    assertTrue(listener.isListening() && listener.isUdp() && !listener.isClient());
    assertEquals(MgAddr.NONE, listener.rem());
    try (DatagramPeer peer = loop.datagramPeer()) {
      peer.send(ascii("hello"), listener.loc().toSocketAddress());
      DatagramPeer.Received back = loop.receive(peer);
      assertArrayEquals(ascii("hello"), back.bytes());
      assertEquals(listener.loc().toSocketAddress(), back.from());
      log.expect("OPEN", "READ 5", "WRITE 5");
      assertEquals(1, loop.mgr.stats().connections(), "a sender is no connection");
    }
  }

  @Test
  default void udpClient_opensResolvesConnectsWritesReads() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.CONNECT) {
                assertEquals(5, c.send("hello"));
              }
            });
    try (DatagramPeer peer = loop.datagramPeer()) {
      MgConnection c = loop.mgr.connect(LoopRig.udp(peer.local()), log, null);
      log.expect("OPEN");
      assertTrue(c.isResolving() && c.isUdp());
      DatagramPeer.Received came = loop.receive(peer);
      assertArrayEquals(ascii("hello"), came.bytes());
      assertEquals(MgAddr.of(came.from()), c.loc());
      assertEquals(MgAddr.of(peer.local()), c.rem());
      peer.send(ascii("answer"), came.from());
      loop.until(log, "READ");
      log.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 5", "READ 6");
      assertTrue(c.isClient() && !c.isConnecting() && !c.isListening());
      c.close();
      loop.until(log, "CLOSE");
      log.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 5", "READ 6", "CLOSE LOCAL");
    }
  }

  @Test
  default void udpClientByName_resolvesFirst() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    try (DatagramPeer peer = loop.datagramPeer()) {
      int port = ((InetSocketAddress) peer.local()).getPort();
      loop.mgr.connect("udp://localhost:" + port, log, null);
      log.expect("OPEN");
      loop.until(log, "CONNECT");
      log.expect("OPEN", "RESOLVE", "CONNECT");
    }
  }

  @Test
  default void writeInsideRead_carriesItsOwnNumber() throws Exception {
    LoopRig loop = open();
    List<String> numbers = new ArrayList<>();
    MgHandler handler =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            String before = String.valueOf(evData);
            c.send("ab");
            numbers.add(before + " " + evData);
          } else if (ev == MgEvent.WRITE) {
            numbers.add("wrote " + evData);
          }
        };
    MgConnection listener = loop.listenUdp(handler);
    try (DatagramPeer peer = loop.datagramPeer()) {
      peer.send(ascii("hello"), listener.loc().toSocketAddress());
      assertEquals("ab", loop.receiveText(peer));
      loop.until(() -> numbers.size() == 2, "READ to end");
      assertEquals(List.of("wrote 2", "5 5"), numbers);
    }
  }

  @Test
  default void eachDatagram_isOneReadAloneWithItsSender() throws Exception {
    LoopRig loop = open();
    List<String> seen = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                seen.add(c.recv + " of " + c.rem());
              }
            });
    MgConnection listener = loop.listenUdp(log);
    SocketAddress to = listener.loc().toSocketAddress();
    try (DatagramPeer one = loop.datagramPeer();
        DatagramPeer other = loop.datagramPeer()) {
      one.send(ascii("a"), to);
      other.send(ascii("bb"), to);
      one.send(ascii("ccc"), to);
      loop.until(log, "READ 3");
      log.expect("OPEN", "READ 1", "READ 2", "READ 3");
      String first = " of " + MgAddr.of(one.local());
      String second = " of " + MgAddr.of(other.local());
      assertEquals(List.of("a" + first, "bb" + second, "ccc" + first), seen);
      assertTrue(listener.recv.isEmpty(), "a datagram is gone after its READ");
    }
  }

  @Test
  default void emptyAndLongestDatagram_passBothWays() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    EventLog echoes = new EventLog(LoopRig::echo);
    MgConnection listener = loop.listenUdp(echoes);
    try (DatagramPeer peer = loop.datagramPeer()) {
      byte[] longest = Pattern.bytes(MgDatagram.MAX_BYTES);
      MgConnection c = loop.connectUdp(peer, log);
      for (byte[] datagram : new byte[][] {{}, longest, {}}) {
        assertEquals(datagram.length, c.send(datagram));
        assertArrayEquals(datagram, loop.receive(peer).bytes());
        peer.send(datagram, listener.loc().toSocketAddress());
        assertArrayEquals(datagram, loop.receive(peer).bytes());
      }
      int n = longest.length;
      log.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 0", "WRITE " + n, "WRITE 0");
      echoes.expect("OPEN", "READ 0", "WRITE 0", "READ " + n, "WRITE " + n, "READ 0", "WRITE 0");
    }
  }

  @Test
  default void portUnreachable_isAnErrorAndNoClose() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    DatagramPeer peer = loop.datagramPeer();
    MgConnection c = loop.connectUdp(peer, log);
    peer.close();
    for (int i = 1; i <= 2; i++) {
      int errors = i;
      assertEquals(1, c.send("x"));
      loop.until(() -> log.count("ERROR") == errors, "an ERROR of a dead port");
    }
    log.expect(
        "OPEN", "RESOLVE", "CONNECT", "WRITE 1", "ERROR REFUSED", "WRITE 1", "ERROR REFUSED");
    try (DatagramPeer again = loop.peers.datagram(peer.local())) {
      assertEquals(5, c.send("hello"));
      assertEquals("hello", loop.receiveText(again));
    }
    assertFalse(c.isClosing());
  }

  @Test
  default void flood_leavesTheOthersTheirTurn() throws Exception {
    LoopRig loop = open();
    EventLog flooded = new EventLog();
    MgConnection listener = loop.listenUdp(flooded);
    try (DatagramPeer peer = loop.datagramPeer()) {
      for (int i = 0; i < FLOOD; i++) {
        peer.send(ascii("x"), listener.loc().toSocketAddress());
      }
      int before = 0;
      while (before < FLOOD) {
        int seen = before;
        loop.until(() -> flooded.count("READ") > seen, "the next datagrams");
        int now = flooded.count("READ");
        assertTrue(now - before <= RECEIVES_A_VISIT, (now - before) + " datagrams in one poll");
        before = now;
      }
      assertEquals(FLOOD, before);
    }
  }

  @Test
  default void full_leavesDatagramsWhereTheyAre() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.full(true);
              }
            });
    MgConnection listener = loop.listenUdp(log);
    try (DatagramPeer peer = loop.datagramPeer()) {
      peer.send(ascii("a"), listener.loc().toSocketAddress());
      peer.send(ascii("bb"), listener.loc().toSocketAddress());
      loop.until(log, "READ");
      Pump.forMs(loop.mgr, 20);
      log.expect("OPEN", "READ 1");
      listener.full(false);
      loop.until(log, "READ 2");
      log.expect("OPEN", "READ 1", "READ 2");
    }
  }

  @Test
  default void protocolChangedInRead_givesTheNewOneTheSameDatagram() throws Exception {
    LoopRig loop = open();
    List<String> seen = new ArrayList<>();
    MgHandler second =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            seen.add("second " + c.recv);
            c.send.add("reply");
          }
        };
    MgHandler first =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            seen.add("first " + c.recv);
            c.pfn(second, null);
          }
        };
    MgConnection listener =
        loop.mgr.listen(LoopRig.udp(loop.peers.anyPort()), new EventLog(), null, first, null);
    try (DatagramPeer peer = loop.datagramPeer()) {
      peer.send(ascii("x"), listener.loc().toSocketAddress());
      assertEquals("reply", loop.receiveText(peer));
      assertEquals(List.of("first x", "second x"), seen);
      Pump.times(loop.mgr, 3);
      assertEquals(2, seen.size(), () -> seen.toString());
    }
  }

  // ---- groups ----

  @Test
  default void joinedGroup_isRead() throws Exception {
    InetAddress group = InetAddress.getByName("239.255.77.5");
    LoopRig loop = open();
    NetworkInterface nic = loop.peers.multicastInterface(group);
    if (nic == null) {
      throw new TestAbortedException("no interface here passes multicasts");
    }
    EventLog log = new EventLog();
    MgConnection listener = loop.mgr.listen("udp://0.0.0.0:0", log, null);
    listener.join("239.255.77.5", nic.getName());
    try (DatagramPeer peer = loop.peers.datagram(new InetSocketAddress("0.0.0.0", 0))) {
      peer.multicastOn(nic);
      peer.send(ascii("all"), new InetSocketAddress(group, listener.loc().port()));
      loop.until(log, "READ");
      log.expect("OPEN", "READ 3");
      assertEquals(((InetSocketAddress) peer.local()).getPort(), listener.rem().port());
    }
  }

  @Test
  default void joinOfWhatCannotBeJoined_isRefusedAndNamesIt() throws Exception {
    LoopRig loop = open();
    MgConnection udp = loop.listenUdp(new EventLog());
    MgConnection tcp = loop.listen(new EventLog());
    assertRefused("127.0.0.1", () -> udp.join("127.0.0.1", null));
    assertRefused("group.invalid", () -> udp.join("group.invalid", null));
    assertRefused("nosuch0", () -> udp.join("239.255.77.5", "nosuch0"));
    assertRefused("UDP", () -> tcp.join("239.255.77.5", null));
  }

  private static void assertRefused(String naming, Runnable call) {
    MgException e = assertThrows(MgException.class, call::run);
    assertTrue(String.valueOf(e.getMessage()).contains(naming), e.getMessage());
  }

  @Test
  default void broadcast_takesTheOption() throws Exception {
    LoopRig loop = open(options -> options.broadcast(true));
    EventLog log = new EventLog();
    MgConnection everywhere = loop.mgr.listen("udp://0.0.0.0:0", log, null);
    String all = "udp://127.255.255.255:" + everywhere.loc().port();
    EventLog sender = new EventLog();
    MgConnection c = loop.mgr.connect(all, sender, null);
    loop.until(sender, "CONNECT");
    assertEquals(3, c.send("all"));
    loop.until(log, "READ");
    log.expect("OPEN", "READ 3");
    EventLog without = new EventLog();
    LoopRig other = open();
    other.mgr.connect(all, without, null);
    other.until(without, "CLOSE");
    without.expect("OPEN", "RESOLVE", "ERROR DENIED", "CLOSE ERROR");
  }

  // ---- endings ----

  @Test
  default void closeInRead_endsTheReading() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.close();
                assertEquals(0, c.send("too late"));
              }
            });
    MgConnection listener = loop.listenUdp(log);
    SocketAddress at = listener.loc().toSocketAddress();
    try (DatagramPeer peer = loop.datagramPeer()) {
      peer.send(ascii("a"), at);
      peer.send(ascii("b"), at);
      loop.until(log, "CLOSE");
      log.expect("OPEN", "READ 1", "CLOSE LOCAL");
      assertEquals(MgAddr.of(peer.local()), listener.rem());
      loop.mgr.poll(0);
      loop.mgr.listen(LoopRig.udp(at), new EventLog(), null);
    }
  }

  @Test
  default void drain_sendsWhatIsAppendedThenCloses() throws Exception {
    LoopRig loop = open();
    try (DatagramPeer peer = loop.datagramPeer()) {
      EventLog log = new EventLog();
      MgConnection c = loop.connectUdp(peer, log);
      c.send.add("last");
      c.drain();
      loop.until(log, "CLOSE");
      assertEquals("last", loop.receiveText(peer));
      log.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 4", "CLOSE DRAINED");

      EventLog early = new EventLog();
      MgConnection unconnected = loop.mgr.connect(LoopRig.udp(peer.local()), early, null);
      unconnected.send.add("first and last");
      unconnected.drain();
      assertTrue(unconnected.isDraining());
      loop.until(early, "CLOSE");
      assertEquals("first and last", loop.receiveText(peer));
      early.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 14", "CLOSE DRAINED");
    }
  }

  @Test
  default void stop_closesTheUdpListenerAndClients() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    MgConnection listener = loop.listenUdp(log);
    try (DatagramPeer peer = loop.datagramPeer()) {
      MgConnection c = loop.connectUdp(peer, log);
      loop.mgr.stop(Duration.ofSeconds(5));
      while (loop.mgr.poll(5)) {
        assertTrue(loop.mgr.isStopping());
      }
      log.expect(listener, "OPEN", "CLOSE DRAINED");
      log.expect(c, "OPEN", "RESOLVE", "CONNECT", "STOP", "CLOSE DRAINED");
    }
  }
}
