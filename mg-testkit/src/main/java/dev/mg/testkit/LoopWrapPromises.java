package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Connections on sockets made elsewhere. */
interface LoopWrapPromises extends LoopHolder {
  private LoopRig openToWrap() throws IOException {
    Assumptions.assumeTrue(canWrap(), "this transport adopts no sockets");
    return open();
  }

  @Test
  default void wrap_whereItCannotBe_saysSoAndOpensNothing() throws Exception {
    Assumptions.assumeFalse(canWrap(), "this transport adopts sockets");
    LoopRig loop = open();
    EventLog log = new EventLog();
    try (WrapPromises.Ends ends = new WrapPromises.Ends()) {
      MgException e = assertThrows(MgException.class, () -> loop.mgr.wrap(ends.socket, log, null));
      assertTrue(String.valueOf(e.getMessage()).contains("use nio or netty"), e.getMessage());
      assertTrue(ends.socket.isOpen() && !ends.socket.isBlocking());
      loop.mgr.poll(0);
      log.expect();
      assertEquals(0, loop.mgr.stats().connections());
    }
  }

  @Test
  default void wrappedSocket_opensReadsWritesCloses() throws Exception {
    LoopRig loop = openToWrap();
    EventLog log = new EventLog(LoopRig::echo);
    try (WrapPromises.Ends ends = new WrapPromises.Ends()) {
      ends.peer.write(ascii("hello"));
      MgConnection c = loop.mgr.wrap(ends.socket, log, "data");
      log.expect("OPEN");
      assertEquals("data", c.fnData());
      assertEquals(MgAddr.of(ends.peer.remote()), c.loc());
      assertEquals(MgAddr.of(ends.peer.local()), c.rem());
      assertFalse(c.isListening() || c.isAccepted() || c.isConnecting() || c.isResolving());
      assertEquals("hello", loop.readText(ends.peer, 5));
      loop.assertEcho(new LoopRig.Pair(c, ends.peer));
      ends.peer.close();
      loop.until(log, "CLOSE");
      log.expect("OPEN", "READ 5", "WRITE 5", "READ 4", "WRITE 4", "CLOSE EOF");
      assertFalse(ends.socket.isOpen());
    }
  }

  @Test
  default void wrappedSocketDrainedInItsOpen_sendsThenCloses() throws Exception {
    LoopRig loop = openToWrap();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.OPEN) {
                c.send("bye");
                c.drain();
              }
            });
    try (WrapPromises.Ends ends = new WrapPromises.Ends()) {
      loop.mgr.wrap(ends.socket, log, null);
      assertEquals("bye", loop.readText(ends.peer, 3));
      assertTrue(loop.readsEnd(ends.peer));
      log.expect("OPEN", "WRITE 3", "CLOSE DRAINED");
    }
  }

  @Test
  default void wrappedSocketClosedInItsOpen_isClosed() throws Exception {
    LoopRig loop = openToWrap();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.OPEN) {
                c.close();
              }
            });
    try (WrapPromises.Ends ends = new WrapPromises.Ends()) {
      ends.peer.write(ascii("never read"));
      loop.mgr.wrap(ends.socket, log, null);
      loop.until(log, "CLOSE");
      log.expect("OPEN", "CLOSE LOCAL");
      assertFalse(ends.socket.isOpen());
    }
  }

  @Test
  default void socketNotFitToBeWrapped_isRefusedAndStaysTheCallers() throws Exception {
    LoopRig loop = openToWrap();
    EventLog log = new EventLog();
    try (WrapPromises.Ends ends = new WrapPromises.Ends();
        SocketChannel unconnected = SocketChannel.open();
        Selector another = Selector.open()) {
      unconnected.configureBlocking(false);
      assertThrows(MgException.class, () -> loop.mgr.wrap(unconnected, log, null));
      ends.socket.configureBlocking(true);
      assertThrows(MgException.class, () -> loop.mgr.wrap(ends.socket, log, null));
      ends.socket.configureBlocking(false);
      SelectionKey key = ends.socket.register(another, SelectionKey.OP_READ);
      assertThrows(MgException.class, () -> loop.mgr.wrap(ends.socket, log, null));
      key.cancel();
      another.selectNow();
      assertTrue(unconnected.isOpen() && ends.socket.isOpen());
      log.expect();
      assertEquals(0, loop.mgr.stats().connections());
      loop.mgr.wrap(ends.socket, log, null);
      ends.peer.write(ascii("x"));
      loop.until(log, "READ");
    }
  }
}
