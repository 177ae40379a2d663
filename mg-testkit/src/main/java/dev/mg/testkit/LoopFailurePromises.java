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
import dev.mg.MgHandler;
import dev.mg.MgLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handlers that throw, and errors that handlers tell. */
interface LoopFailurePromises extends LoopHolder {
  private static MgHandler throwingIn(int event, RuntimeException what) {
    return (c, ev, evData, fnData) -> {
      if (ev == event) {
        throw what;
      }
    };
  }

  @Test
  default void handlerThatThrows_costsItsConnectionTheLife() throws Exception {
    RuntimeException bad = new IllegalStateException("thrown by a handler");
    for (int event : new int[] {MgEvent.OPEN, MgEvent.ACCEPT, MgEvent.READ, MgEvent.WRITE}) {
      LoopRig loop = open();
      List<Object> told = new ArrayList<>();
      List<String> logged = new ArrayList<>();
      MgLog.setFn(
          (level, line, thrown) -> {
            logged.add(line);
            assertSame(bad, thrown);
          });
      MgHandler thrower = throwingIn(event, bad);
      EventLog log =
          new EventLog(
              (c, ev, evData, fnData) -> {
                if (ev == MgEvent.ERROR) {
                  told.add(evData);
                }
                if (c.isAccepted()) {
                  LoopRig.echo(c, ev, evData, fnData);
                  thrower.onEvent(c, ev, evData, fnData);
                }
              });
      ContractPeer peer = loop.peer(loop.listen(log));
      peer.write(ascii("x"));
      loop.until(log, "CLOSE");
      MgConnection c = log.accepted().get(0);
      log.expect(
          c,
          switch (event) {
            case MgEvent.OPEN -> new String[] {"OPEN", "ERROR", "CLOSE ERROR"};
            case MgEvent.ACCEPT -> new String[] {"OPEN", "ACCEPT", "ERROR", "CLOSE ERROR"};
            case MgEvent.READ -> new String[] {"OPEN", "ACCEPT", "READ", "ERROR", "CLOSE ERROR"};
            default -> new String[] {"OPEN", "ACCEPT", "READ", "WRITE", "ERROR", "CLOSE ERROR"};
          });
      assertEquals(List.of(bad), told);
      assertEquals(1, logged.size(), logged::toString);
      String name = dev.mg.MgEventType.nameOf(event);
      assertTrue(logged.get(0).contains(name), "the log names " + name + ": " + logged);
      loop.mgr.close();
    }
  }

  @Test
  default void handlerThatThrows_leavesALastWordToWhoDrainsInTheError() throws Exception {
    LoopRig loop = open();
    MgLog.setFn((level, line, thrown) -> {});
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ERROR) {
                c.send(ascii("sorry"));
                c.drain();
              } else if (ev == MgEvent.READ) {
                throw new IllegalStateException("thrown by a handler");
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("x"));
    loop.until(log, "CLOSE");
    log.expect(
        pair.c(),
        "OPEN",
        "ACCEPT",
        "READ 1",
        "ERROR IllegalStateException",
        "WRITE 5",
        "CLOSE ERROR");
    assertArrayEquals(ascii("sorry"), pair.peer().readN(5));
    assertTrue(loop.readsEnd(pair.peer()));
  }

  @Test
  default void handlerThatThrowsInErrorOrClose_isClosedOnceAllTheSame() throws Exception {
    for (int event : new int[] {MgEvent.ERROR, MgEvent.CLOSE}) {
      LoopRig loop = open();
      MgLog.setFn((level, line, thrown) -> {});
      EventLog log = new EventLog(throwingIn(event, new IllegalStateException("thrown")));
      LoopRig.Pair pair = loop.accepted(log);
      pair.c().error("something is wrong");
      loop.until(log, "CLOSE");
      Pump.times(loop.mgr, 3);
      log.expect(pair.c(), "OPEN", "ACCEPT", "ERROR MgException", "CLOSE ERROR");
      assertTrue(loop.readsEnd(pair.peer()));
    }
  }

  @Test
  default void protocolThatThrowsInClose_doesNotKeepItFromTheUser() throws Exception {
    LoopRig loop = open();
    MgLog.setFn((level, line, thrown) -> {});
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().pfn(throwingIn(MgEvent.CLOSE, new IllegalStateException("thrown")), null);
    pair.c().close();
    loop.until(log, "CLOSE");
    Pump.times(loop.mgr, 3);
    log.expect(pair.c(), "OPEN", "ACCEPT", "CLOSE LOCAL");
    assertTrue(loop.readsEnd(pair.peer()));
  }

  @Test
  default void theOthersOfTheBatch_areServedInTheSamePoll() throws Exception {
    LoopRig loop = open();
    MgLog.setFn((level, line, thrown) -> {});
    int n = 20;
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                if (c.id() % 2 == 0) {
                  throw new IllegalStateException("thrown by every other one");
                }
                LoopRig.echo(c, ev, evData, fnData);
              }
            });
    MgConnection listener = loop.listen(log);
    List<LoopRig.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      pairs.add(loop.accepted(listener, log));
    }
    for (LoopRig.Pair pair : pairs) {
      pair.peer().write(ascii("x"));
    }
    // One poll serves all that have arrived; on a real network some may arrive a little later.
    int polls = 0;
    long from = System.nanoTime();
    while (log.count("READ") < n) {
      assertTrue(++polls <= 3, "not all served by 3 polls");
      loop.mgr.poll(5_000);
    }
    long took = System.nanoTime() - from;
    assertTrue(took < 20 * 10_000_000L, "the batch took " + took / 1_000_000 + " ms");
    assertEquals(n / 2, log.count("CLOSE"));
    assertEquals(n / 2, log.count("WRITE"));
  }

  @Test
  default void errorsOfTheVm_areContainedExceptWhenMemoryIsOut() throws Exception {
    LoopRig loop = open();
    MgLog.setFn((level, line, thrown) -> {});
    Error[] next = {new StackOverflowError("thrown by a handler")};
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                throw next[0];
              }
            });
    MgConnection listener = loop.listen(log);
    LoopRig.Pair first = loop.accepted(listener, log);
    first.peer().write(ascii("x"));
    loop.until(log, "CLOSE");
    log.expect(first.c(), "OPEN", "ACCEPT", "READ 1", "ERROR StackOverflowError", "CLOSE ERROR");
    next[0] = new OutOfMemoryError("thrown by a handler");
    LoopRig.Pair second = loop.accepted(listener, log);
    second.peer().write(ascii("x"));
    OutOfMemoryError up =
        assertThrows(OutOfMemoryError.class, () -> loop.until(() -> false, "the error"));
    assertSame(next[0], up);
    // The manager can still be used, and closed.
    loop.mgr.poll(0);
    assertFalse(log.has(second.c(), "CLOSE"));
  }

  @Test
  default void error_logsTellsAndCloses() throws Exception {
    LoopRig loop = open();
    List<String> logged = new ArrayList<>();
    MgLog.setFn((level, line, thrown) -> logged.add(line));
    List<String> texts = new ArrayList<>();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ERROR) {
                texts.add(String.valueOf(((Throwable) evData).getMessage()));
              }
              if (ev == MgEvent.READ) {
                c.error("bad frame %d of %s", 7, "nine");
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("x"));
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 1", "ERROR MgException", "CLOSE ERROR");
    assertEquals(List.of("bad frame 7 of nine"), texts);
    assertTrue(logged.stream().anyMatch(line -> line.contains("bad frame 7 of nine")));
  }

  @Test
  default void keep_vetoesTheCloseOfThatErrorOnly() throws Exception {
    LoopRig loop = open();
    MgLog.setFn((level, line, thrown) -> {});
    int[] errors = {0};
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ERROR && errors[0]++ == 0) {
                c.keep();
              }
              LoopRig.echo(c, ev, evData, fnData);
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.c().error("not so bad");
    loop.assertEcho(pair);
    pair.c().error("bad");
    loop.until(log, "CLOSE");
    log.expect(
        pair.c(),
        "OPEN",
        "ACCEPT",
        "ERROR MgException",
        "READ 4",
        "WRITE 4",
        "ERROR MgException",
        "CLOSE ERROR");
  }

  @Test
  default void call_firesAnEventOfOnesOwnAtBothHandlersNow() throws Exception {
    LoopRig loop = open();
    List<String> order = new ArrayList<>();
    MgConnection listener =
        loop.mgr.listen(
            LoopRig.url(loop.peers.anyPort()),
            (c, ev, evData, fnData) -> order.add("fn " + ev + " " + evData),
            null,
            (c, ev, evData, fnData) -> order.add("pfn " + ev + " " + evData),
            null);
    order.clear();
    listener.call(MgEvent.USER + 5, "data");
    assertEquals(List.of("pfn 1029 data", "fn 1029 data"), order);
  }
}
