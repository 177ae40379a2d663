package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How connections end, and what is still done before. */
interface LoopEndPromises extends LoopHolder {
  @Test
  default void peersEnd_withNothingPending_closesAtOnce() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().shutdownOutput();
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "CLOSE EOF");
    assertTrue(loop.readsEnd(pair.peer()));
  }

  @Test
  default void peersEnd_withAReplyInProgress_waitsForIt() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.resp(true);
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    MgConnection c = pair.c();
    pair.peer().write(ascii("ask"));
    pair.peer().shutdownOutput();
    loop.until(c::isReadEof, "the peer's end");
    Pump.times(loop.mgr, 3);
    log.expect(c, "OPEN", "ACCEPT", "READ 3");
    c.send("late answer");
    c.resp(false);
    assertEquals("late answer", loop.readText(pair.peer(), 11));
    loop.until(log, "CLOSE");
    log.expect(c, "OPEN", "ACCEPT", "READ 3", "WRITE 11", "CLOSE EOF");
  }

  @Test
  default void peersEnd_withBytesUnsent_sendsThemAll() throws Exception {
    LoopRig loop = open();
    int n = 6 << 20;
    byte[] reply = Pattern.bytes(n);
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.send(reply);
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("ask"));
    pair.peer().shutdownOutput();
    loop.until(pair.c()::isReadEof, "the peer's end");
    Pattern.check(loop.read(pair.peer(), n), 0, n, 0);
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 3", "WRITE..", "CLOSE EOF");
  }

  @Test
  default void peersReset_closesWithoutError() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    for (int i = 0; i < 20; i++) {
      log.clear();
      LoopRig.Pair pair = i % 2 == 0 ? loop.accepted(log) : loop.connected(log);
      pair.peer().reset();
      loop.until(log, "CLOSE");
      if (i % 2 == 0) {
        log.expect(pair.c(), "OPEN", "ACCEPT", "CLOSE RESET");
      } else {
        log.expect(pair.c(), "OPEN", "RESOLVE", "CONNECT", "CLOSE RESET");
      }
    }
  }

  @Test
  default void bytesThenReset_areReadThenClosed() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    for (int i = 0; i < 50; i++) {
      log.clear();
      LoopRig.Pair pair = loop.accepted(log);
      pair.peer().write(ascii("last words"));
      pair.peer().reset();
      loop.until(log, "CLOSE");
      log.expect(pair.c(), "OPEN", "ACCEPT", "READ 10", "CLOSE RESET");
    }
  }

  @Test
  default void drain_sendsWhatIsLeftThenCloses() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.send("bye");
                c.drain();
                assertTrue(c.isDraining());
                assertFalse(c.isClosing());
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("?"));
    assertEquals("bye", loop.readText(pair.peer(), 3));
    assertTrue(loop.readsEnd(pair.peer()));
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 1", "WRITE 3", "CLOSE DRAINED");
  }

  @Test
  default void drain_readsOnUntilAllIsSent() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    int n = 8 << 20;
    pair.c().send(Pattern.bytes(n));
    pair.c().drain();
    loop.mgr.poll(0);
    pair.peer().write(ascii("meanwhile"));
    loop.until(log, "READ 9");
    Pattern.check(loop.read(pair.peer(), n), 0, n, 0);
    loop.until(log, "CLOSE DRAINED");
  }

  @Test
  default void drain_withBytesUnread_doesNotReset() throws Exception {
    LoopRig loop = open(options -> options.readBytes(1_024));
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.send("enough");
                c.drain();
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(Pattern.bytes(10_000));
    assertEquals("enough", loop.readText(pair.peer(), 6));
    assertTrue(loop.readsEnd(pair.peer()));
    pair.peer().close();
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 1024", "WRITE 6", "CLOSE DRAINED");
  }

  @Test
  default void drain_endsAtItsDeadline() throws Exception {
    LoopRig loop = open(options -> options.drainTimeoutMs(100));
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().send(new byte[8 << 20]);
    pair.c().drain();
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "WRITE..", "ERROR TIMEOUT", "CLOSE TIMEOUT");
  }

  @Test
  default void peerThatTakesNoByte_endsAtTheStallDeadline() throws Exception {
    LoopRig loop = open(options -> options.writeStallTimeoutMs(100));
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().send(new byte[8 << 20]);
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "WRITE..", "ERROR TIMEOUT", "CLOSE TIMEOUT");
  }

  @Test
  default void close_isAtTheEndOfThePollAndDropsWhatIsUnsent() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.send("never");
                c.close();
                c.close();
                assertTrue(c.isClosing());
                assertEquals(0, c.send("never either"));
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("?"));
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 1", "CLOSE LOCAL");
    assertTrue(loop.readsEnd(pair.peer()));
    Pump.times(loop.mgr, 3);
    assertEquals(1, log.count("CLOSE"));
  }

  @Test
  default void closeOutsideOfPoll_firesInTheNextOne() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().close();
    log.expect(pair.c(), "OPEN", "ACCEPT");
    loop.mgr.poll(5_000);
    log.expect(pair.c(), "OPEN", "ACCEPT", "CLOSE LOCAL");
  }

  /** Both were reported by the same poll; whoever comes second has been closed by the first. */
  @Test
  default void closeOfAnotherReadyInTheSamePoll_sparesItsRead() throws Exception {
    LoopRig loop = open();
    AtomicReference<MgConnection> a = new AtomicReference<>();
    AtomicReference<MgConnection> b = new AtomicReference<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                (c == a.get() ? b : a).get().close();
              }
            });
    MgConnection listener = loop.listen(log);
    LoopRig.Pair first = loop.accepted(listener, log);
    LoopRig.Pair second = loop.accepted(listener, log);
    a.set(first.c());
    b.set(second.c());
    first.peer().write(ascii("x"));
    second.peer().write(ascii("x"));
    loop.until(log, "CLOSE");
    Pump.times(loop.mgr, 3);
    assertEquals(1, log.count("READ"), log::toString);
    assertEquals(1, log.count("CLOSE"), log::toString);
  }

  @Test
  default void reset_reachesThePeerAsAReset() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().reset();
    loop.until(log, "CLOSE LOCAL");
    assertThrows(IOException.class, () -> loop.readsEnd(pair.peer()));
  }

  @Test
  default void shutdownOutput_endsAfterWhatIsInSendAndReadsOn() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.connected(log);
    int n = 2 << 20;
    pair.c().send(Pattern.bytes(n));
    pair.c().shutdownOutput();
    assertEquals(0, pair.c().send("dropped"));
    Pattern.check(loop.read(pair.peer(), n), 0, n, 0);
    assertTrue(loop.readsEnd(pair.peer()));
    pair.peer().write(ascii("still here"));
    loop.until(log, "READ 10");
    pair.peer().close();
    loop.until(log, "CLOSE EOF");
  }

  @Test
  default void linger_dropsWhatStillComesUntilThePeersEnd() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.send("enough");
                c.linger();
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("first"));
    assertEquals("enough", loop.readText(pair.peer(), 6));
    assertTrue(loop.readsEnd(pair.peer()));
    Pump.during(
        loop.mgr,
        "the peer to write on",
        () -> {
          pair.peer().write(new byte[1 << 20]);
          pair.peer().close();
          return null;
        });
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 5", "WRITE 6", "CLOSE DRAINED");
  }

  @Test
  default void listenerDrainedOrClosed_endsAtOnceAndItsConnectionsLive() throws Exception {
    for (boolean drain : new boolean[] {true, false}) {
      LoopRig loop = open();
      EventLog log = new EventLog(LoopRig::echo);
      MgConnection listener = loop.listen(log);
      LoopRig.Pair pair = loop.accepted(listener, log);
      var address = listener.loc().toSocketAddress();
      if (drain) {
        listener.drain();
      } else {
        listener.close();
      }
      loop.until(log, "CLOSE");
      log.expect(listener, "OPEN", drain ? "CLOSE DRAINED" : "CLOSE LOCAL");
      loop.mgr.poll(0);
      assertThrows(IOException.class, () -> loop.peers.connect(address));
      loop.assertEcho(pair);
    }
  }

  @Test
  default void everyByteBeforeTheEnd_isRead() throws Exception {
    LoopRig loop = open();
    byte[] sent = Pattern.bytes(300_000);
    byte[][] got = new byte[1][];
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.CLOSE) {
                got[0] = TransportRig.bytes(c.recv);
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    Pump.during(
        loop.mgr,
        "the peer to write",
        () -> {
          pair.peer().write(sent);
          pair.peer().close();
          return null;
        });
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ..", "CLOSE EOF");
    assertArrayEquals(sent, got[0]);
  }
}
