package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgNetException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Unix-domain connections, and the rule about the files that dead listeners leave. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "not all of Windows has them")
interface LoopUnixPromises extends LoopHolder {
  private void assumeFiles() {
    Assumptions.assumeFalse(isVirtual(), "paths are no files there");
  }

  @Test
  default void unixListener_hasTheOrderOfAnyOther(@TempDir Path dir) throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    Path path = dir.resolve("s");
    MgConnection listener = loop.mgr.listen("unix:" + path, log, null);
    assertEquals(new MgAddr(0, 0, 0, 0, path.toString()), listener.loc());
    LoopRig.Pair pair = loop.accepted(listener, log);
    loop.assertEcho(pair);
    assertEquals(listener.loc(), pair.c().loc());
    assertEquals(new MgAddr(0, 0, 0, 0, ""), pair.c().rem());
    pair.peer().close();
    loop.until(log, "CLOSE");
    log.expect(pair.c(), "OPEN", "ACCEPT", "READ 4", "WRITE 4", "CLOSE EOF");
    log.expect(listener, "OPEN");
  }

  @Test
  default void unixClient_hasTheOrderOfAnyOther(@TempDir Path dir) throws Exception {
    LoopRig loop = open();
    Path path = dir.resolve("s");
    EventLog server =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.send("answer");
                c.drain();
              }
            });
    MgConnection listener = loop.mgr.listen("unix://" + path, server, null);
    EventLog log = new EventLog();
    MgConnection c = loop.mgr.connect("unix:" + path, log, null);
    log.expect("OPEN");
    loop.until(log, "CONNECT");
    assertEquals(listener.loc(), c.rem());
    c.send("hello");
    loop.until(log, "CLOSE");
    log.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 5", "READ 6", "CLOSE EOF");
  }

  @Test
  default void missingPath_opensResolvesErrsCloses(@TempDir Path dir) throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    loop.mgr.connect("unix:" + dir.resolve("missing"), log, null);
    loop.until(log, "CLOSE");
    log.expect("OPEN", "RESOLVE", "ERROR NO_SUCH_FILE", "CLOSE ERROR");
  }

  @Test
  default void replyToAHalfClosedUnixRequest_arrivesWhole(@TempDir Path dir) throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.send(Pattern.bytes(1 << 20));
              }
            });
    MgConnection listener = loop.mgr.listen("unix:" + dir.resolve("s"), log, null);
    ContractPeer peer = loop.peer(listener);
    peer.write(ascii("request"));
    peer.shutdownOutput();
    Pattern.check(loop.read(peer, 1 << 20), 0, 1 << 20, 0);
    assertTrue(loop.readsEnd(peer));
    loop.until(log, "CLOSE");
    assertEquals("CLOSE EOF", log.events().get(log.events().size() - 1));
  }

  // ---- the files ----

  private static Path deadSocket(Path dir) throws IOException {
    Path path = dir.resolve("dead");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    return path;
  }

  @Test
  default void fileOfADeadListener_isReplacedAndRemovedWithOurs(@TempDir Path dir)
      throws Exception {
    assumeFiles();
    LoopRig loop = open();
    Path path = deadSocket(dir);
    EventLog refused = new EventLog();
    loop.mgr.connect("unix:" + path, refused, null);
    loop.until(refused, "CLOSE");
    refused.expect("OPEN", "RESOLVE", "ERROR REFUSED", "CLOSE ERROR");
    EventLog log = new EventLog(LoopRig::echo);
    MgConnection listener = loop.mgr.listen("unix:" + path, log, null);
    loop.assertEcho(loop.accepted(listener, log));
    listener.close();
    loop.until(log, listener, "CLOSE");
    assertFalse(Files.exists(path));
  }

  @Test
  default void fileOfALiveListener_isInUseAlsoIfThatAcceptsNobody(@TempDir Path dir)
      throws Exception {
    assumeFiles();
    LoopRig loop = open();
    Path path = dir.resolve("live");
    UnixDomainSocketAddress at = UnixDomainSocketAddress.of(path);
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      live.bind(at, 1);
      assertInUse(loop, path);
      fillBacklog(at, waiting);
      assertInUse(loop, path);
      assertTrue(Files.exists(path));
      live.accept().close();
    } finally {
      for (SocketChannel one : waiting) {
        one.close();
      }
    }
  }

  private static void fillBacklog(UnixDomainSocketAddress at, List<SocketChannel> waiting)
      throws IOException {
    for (int i = 0; i < 100; i++) {
      SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX);
      waiting.add(one);
      one.configureBlocking(false);
      try {
        if (!one.connect(at)) {
          return;
        }
      } catch (IOException full) {
        return;
      }
    }
    Assumptions.abort("the backlog has no end here");
  }

  private static void assertInUse(LoopRig loop, Path path) {
    MgException e =
        assertThrows(
            MgException.class, () -> loop.mgr.listen("unix:" + path, new EventLog(), null));
    MgNetException why = assertInstanceOf(MgNetException.class, e.getCause());
    assertEquals(MgNetException.Kind.ADDRESS_IN_USE, why.kind(), why.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains(path.toString()), e.getMessage());
  }

  @Test
  default void ourOwnListener_isALiveOne(@TempDir Path dir) throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    MgConnection listener = loop.mgr.listen("unix:" + dir.resolve("s"), log, null);
    assertInUse(loop, dir.resolve("s"));
    loop.assertEcho(loop.accepted(listener, log));
  }

  @Test
  default void whatIsNoSocket_isNeverRemoved(@TempDir Path dir) throws Exception {
    assumeFiles();
    LoopRig loop = open();
    Path file = Files.writeString(dir.resolve("file"), "content");
    assertInUse(loop, file);
    assertEquals("content", Files.readString(file));
    Path folder = Files.createDirectory(dir.resolve("folder"));
    assertInUse(loop, folder);
    assertTrue(Files.isDirectory(folder));
    Path link = Files.createSymbolicLink(dir.resolve("link"), deadSocket(dir));
    assertInUse(loop, link);
    assertTrue(Files.isSymbolicLink(link));
    Path fifo = dir.resolve("fifo");
    if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0) {
      assertInUse(loop, fifo);
      assertTrue(Files.exists(fifo));
    }
  }
}
