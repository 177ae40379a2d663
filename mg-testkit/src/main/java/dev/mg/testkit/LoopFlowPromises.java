package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgPause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading: pauses, limits, one more READ, and hand-over between protocols. */
interface LoopFlowPromises extends LoopHolder {
  @Test
  default void full_readsNothingUntilCleared() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().full(true);
    assertTrue(pair.c().isFull());
    pair.peer().write(ascii("hello"));
    Pump.forMs(loop.mgr, 20);
    log.expect(pair.c(), "OPEN", "ACCEPT");
    pair.c().full(false);
    assertFalse(pair.c().isFull());
    loop.until(log, "READ 5");
  }

  @Test
  default void full_holdsBackAlsoThePeersEnd() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().full(true);
    pair.peer().write(ascii("hello"));
    pair.peer().close();
    Pump.forMs(loop.mgr, 20);
    log.expect(pair.c(), "OPEN", "ACCEPT");
    pair.c().full(false);
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 5", "CLOSE EOF");
  }

  @Test
  default void pauses_areLiftedOnlyByWhoHoldsThem() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    MgConnection c = pair.c();
    c.pause(MgPause.BACKPRESSURE, true);
    c.pause(MgPause.RESPONSE, true);
    c.full(true);
    pair.peer().write(ascii("hello"));
    c.full(false);
    c.pause(MgPause.RESPONSE, false);
    Pump.forMs(loop.mgr, 20);
    assertTrue(c.isFull());
    log.expect(c, "OPEN", "ACCEPT");
    c.pause(MgPause.BACKPRESSURE, false);
    assertFalse(c.isFull());
    loop.until(log, "READ 5");
  }

  @Test
  default void pausedListener_acceptsNobody() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    MgConnection listener = loop.listen(log);
    listener.full(true);
    loop.peer(listener);
    Pump.forMs(loop.mgr, 20);
    log.expect("OPEN");
    listener.full(false);
    loop.until(log, "ACCEPT");
  }

  @Test
  default void recvAtItsLimit_isAnErrorAndTheEnd() throws Exception {
    LoopRig loop = open(options -> options.maxRecvBytes(1000));
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(new byte[5000]);
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ..", "ERROR", "CLOSE ERROR");
    assertEquals(1, log.count("ERROR"));
  }

  @Test
  default void oneRead_takesAtMostReadBytes() throws Exception {
    LoopRig loop = open(options -> options.readBytes(1000));
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().full(true);
    pair.peer().write(Pattern.bytes(2500));
    pair.c().full(false);
    loop.until(() -> pair.c().recv.len() == 2500, "2500 bytes");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ..");
    for (String event : log.events(pair.c())) {
      assertTrue(!event.startsWith("READ") || Integer.parseInt(event.substring(5)) <= 1000, event);
    }
    Pattern.check(TransportRig.bytes(pair.c().recv), 0, 2500, 0);
  }

  @Test
  default void bytesNotTaken_stayInRecvForTheNextRead() throws Exception {
    LoopRig loop = open();
    List<String> seen = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                seen.add(c.recv.toString());
                c.recv.del(1);
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("ab"));
    loop.until(() -> seen.size() == 1, "a READ");
    pair.peer().write(ascii("cd"));
    loop.until(() -> seen.size() == 2, "a READ");
    assertEquals(List.of("ab", "bcd"), seen);
    assertEquals("cd", pair.c().recv.toString());
  }

  @Test
  default void again_isOneReadOf0BytesHoweverOftenAsked() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ && c.recv.len() == 5) {
                c.recv.del(1);
                c.again();
                c.again();
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("hello"));
    loop.until(log, "READ 0");
    Pump.times(loop.mgr, 3);
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 5", "READ 0");
    pair.c().again();
    pair.c().again();
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 5", "READ 0");
    loop.mgr.poll(5_000);
    Pump.times(loop.mgr, 3);
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 5", "READ 0", "READ 0");
  }

  @Test
  default void again_reachesTheProtocolOnlyWhereThereIsOne() throws Exception {
    LoopRig loop = open();
    EventLog user = new EventLog();
    EventLog protocol = new EventLog();
    MgConnection listener =
        loop.mgr.listen(LoopRig.url(loop.peers.anyPort()), user, null, protocol, null);
    LoopRig.Pair pair = loop.accepted(listener, user);
    pair.c().again();
    Pump.times(loop.mgr, 3);
    user.expect(pair.c(), "OPEN", "ACCEPT");
    protocol.expect(pair.c(), "OPEN", "ACCEPT", "READ 0");
  }

  @Test
  default void newProtocol_getsReadForWhatTheOldOneLeft() throws Exception {
    LoopRig loop = open();
    List<String> seen = new ArrayList<>();
    MgHandler second =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            seen.add("second " + fnData + " " + c.recv);
            c.recv.clear();
          }
        };
    MgHandler first =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            seen.add("first " + fnData + " " + c.recv);
            c.recv.del(3);
            c.pfn(second, "B");
          }
        };
    EventLog user = new EventLog();
    MgConnection listener =
        loop.mgr.listen(LoopRig.url(loop.peers.anyPort()), user, null, first, "A");
    LoopRig.Pair pair = loop.accepted(listener, user);
    pair.peer().write(ascii("onetwo"));
    loop.until(() -> seen.size() == 2, "READ at the second protocol");
    assertEquals(List.of("first A onetwo", "second B two"), seen);
    pair.peer().write(ascii("three"));
    loop.until(() -> seen.size() == 3, "READ at the second protocol");
    assertEquals("second B three", seen.get(2));
  }

  /** The flood is endless; the other one's byte must not wait for its end. */
  @Test
  default void floodingPeer_doesNotStarveAnother() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.recv.clear();
              }
            });
    MgConnection listener = loop.listen(log);
    LoopRig.Pair flood = loop.accepted(listener, log);
    LoopRig.Pair other = loop.accepted(listener, log);
    TransportRig.elsewhere(
        () -> {
          byte[] much = new byte[256 * 1024];
          for (; ; ) {
            flood.peer().write(much);
          }
        });
    for (int i = 1; i <= Timing.TRIES; i++) {
      other.peer().write(ascii("x"));
      int polls = 0;
      while (log.count(other.c(), "READ") < i) {
        assertTrue(++polls <= 3, "not served by 3 polls after its byte was sent");
        loop.mgr.poll(5_000);
      }
    }
  }
}
