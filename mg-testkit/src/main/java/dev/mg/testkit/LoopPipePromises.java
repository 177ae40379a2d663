package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.spi.MgChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipes to other threads. */
interface LoopPipePromises extends LoopHolder {
  private LoopRig openForPipes() throws IOException {
    Assumptions.assumeFalse(isVirtual(), "the kernel's sockets do not meet this transport's");
    return open();
  }

  private static String readText(LoopRig loop, ByteChannel end, int n) throws Exception {
    return Pump.during(
        loop.mgr,
        "the other end to read " + n + " bytes",
        () -> {
          ByteBuffer in = ByteBuffer.allocate(n);
          while (in.hasRemaining() && end.read(in) >= 0) {
            // Until all is there.
          }
          return new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII);
        });
  }

  private static boolean readsEnd(LoopRig loop, ByteChannel end) throws Exception {
    return Pump.during(
        loop.mgr, "the other end to read the end", () -> end.read(ByteBuffer.allocate(1)) < 0);
  }

  private static void write(ByteChannel end, String text) throws IOException {
    end.write(ByteBuffer.wrap(ascii(text)));
  }

  @Test
  default void pipe_whereItCannotBe_saysSoAndOpensNothing() throws Exception {
    Assumptions.assumeTrue(isVirtual(), "pipes can be made here");
    LoopRig loop = open();
    EventLog log = new EventLog();
    for (boolean udp : new boolean[] {false, true}) {
      MgException e = assertThrows(MgException.class, () -> loop.mgr.mkpipe(log, null, udp));
      assertTrue(String.valueOf(e.getMessage()).contains(transport()), e.getMessage());
    }
    loop.mgr.poll(0);
    log.expect();
    assertEquals(0, loop.mgr.stats().connections());
  }

  @Test
  default void bytesWrittenBeforeTheFirstPoll_areRead() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log = new EventLog(LoopRig::echo);
    try (ByteChannel end = loop.mgr.mkpipe(log, "data", false)) {
      log.expect("OPEN");
      assertEquals("data", log.connections().get(0).fnData());
      write(end, "hello");
      assertEquals("hello", readText(loop, end, 5));
      log.expect("OPEN", "READ 5", "WRITE 5");
    }
    loop.until(log, "CLOSE");
    log.expect("OPEN", "READ 5", "WRITE 5", "CLOSE EOF");
    assertEquals(0, loop.mgr.stats().connections());
  }

  @Test
  default void bytesOfAnotherThread_endTheWaitOfThePoll() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log = new EventLog();
    try (ByteChannel end = loop.mgr.mkpipe(log, null, false)) {
      loop.mgr.poll(0);
      var written =
          TransportRig.elsewhere(
              () -> {
                write(end, "now");
                return true;
              });
      long from = System.nanoTime();
      while (!log.has("READ")) {
        loop.mgr.poll(5_000);
      }
      assertTrue(System.nanoTime() - from < 2_000_000_000L, "the poll did not wake up");
      assertTrue(written.get());
      log.expect("OPEN", "READ 3");
    }
  }

  @Test
  default void whatIsSentBeforeTheFirstPoll_arrives() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.OPEN) {
                c.send("welcome");
                c.drain();
              }
            });
    try (ByteChannel end = loop.mgr.mkpipe(log, null, false)) {
      assertEquals("welcome", readText(loop, end, 7));
      assertTrue(readsEnd(loop, end));
      loop.until(log, "CLOSE");
      log.expect("OPEN", "WRITE 7", "CLOSE DRAINED");
    }
  }

  @Test
  default void pipeClosedByUs_endsTheOtherEnd() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log = new EventLog();
    try (ByteChannel end = loop.mgr.mkpipe(log, null, false)) {
      loop.mgr.poll(0);
      log.connections().get(0).close();
      assertTrue(readsEnd(loop, end));
      log.expect("OPEN", "CLOSE LOCAL");
    }
  }

  @Test
  default void pipeClosedBeforeTheFirstPoll_isClosedOnce() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.OPEN) {
                c.close();
              }
            });
    try (ByteChannel end = loop.mgr.mkpipe(log, null, false)) {
      loop.until(log, "CLOSE");
      assertThrows(IOException.class, () -> readText(loop, end, 1));
      log.expect("OPEN", "CLOSE LOCAL");
    }
  }

  @Test
  default void pipes_ofAManagerThatEnds_end() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log = new EventLog();
    try (ByteChannel served = loop.mgr.mkpipe(log, null, false)) {
      loop.mgr.poll(0);
      try (ByteChannel fresh = loop.mgr.mkpipe(log, null, false)) {
        loop.mgr.close();
        assertEquals(-1, served.read(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> fresh.read(ByteBuffer.allocate(1)));
      }
    }
    assertEquals(2, log.count("CLOSE"));
  }

  /** Somebody else's connect that the kernel has queued first, or behind the right one. */
  @Test
  default void intruder_isResetAndThePipeWorks(@TempDir Path dir) throws Exception {
    openForPipes();
    SocketPeers strangers = new SocketPeers();
    ContractPeer[] intruder = new ContractPeer[1];
    MeddledTransportProvider.Meddler meddler =
        new MeddledTransportProvider.Meddler() {
          @Override
          public String transport() {
            return LoopPipePromises.this.transport();
          }

          @Override
          public void listening(MgChannel listener) throws IOException {
            intruder[0] = strangers.connect(Objects.requireNonNull(listener.local()));
            intruder[0].write(ascii("evil"));
          }
        };
    LoopRig loop =
        MeddledTransportProvider.during(
            dir,
            () ->
                open(
                    options ->
                        options
                            .transport(MeddledTransportProvider.NAME)
                            .extension(MeddledTransportProvider.Meddler.class, meddler)));
    EventLog log = new EventLog(LoopRig::echo);
    try (ByteChannel end = loop.mgr.mkpipe(log, null, false)) {
      write(end, "hello");
      assertEquals("hello", readText(loop, end, 5));
      assertThrows(IOException.class, () -> loop.read(intruder[0], 1), "a reset");
      log.expect("OPEN", "READ 5", "WRITE 5");
      // The port is closed as soon as the right one has come.
      assertThrows(ConnectException.class, () -> strangers.connect(intruder[0].remote()));
    } finally {
      strangers.close();
    }
  }

  // ---- datagrams ----

  @Test
  default void datagramsWrittenBeforeTheFirstPoll_areReadOneByOne() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log = new EventLog(LoopRig::echo);
    try (ByteChannel end = loop.mgr.mkpipe(log, "data", true)) {
      log.expect("OPEN");
      MgConnection c = log.connections().get(0);
      assertTrue(c.isUdp());
      assertEquals("data", c.fnData());
      write(end, "a");
      write(end, "bb");
      loop.until(log, "READ 2");
      log.expect("OPEN", "READ 1", "WRITE 1", "READ 2", "WRITE 2");
      assertEquals("a", readText(loop, end, 1));
      assertEquals("bb", readText(loop, end, 2));
      assertEquals(3, c.send("ccc"));
      assertEquals("ccc", readText(loop, end, 3));
      c.close();
      loop.until(log, "CLOSE");
    }
  }

  @Test
  default void strangersDatagram_reachesNeitherEndOfAPipe() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log = new EventLog();
    try (ByteChannel end = loop.mgr.mkpipe(log, null, true);
        DatagramPeer stranger = loop.datagramPeer()) {
      MgConnection c = log.connections().get(0);
      stranger.send(ascii("evil"), c.loc().toSocketAddress());
      stranger.send(ascii("evil"), c.rem().toSocketAddress());
      write(end, "good!");
      c.send("fine");
      loop.until(log, "READ");
      log.expect("OPEN", "WRITE 4", "READ 5");
      assertEquals("fine", readText(loop, end, 4));
    }
  }

  @Test
  default void datagramToAClosedEnd_isAnErrorAndNoClose() throws Exception {
    LoopRig loop = openForPipes();
    EventLog log = new EventLog();
    loop.mgr.mkpipe(log, null, true).close();
    MgConnection c = log.connections().get(0);
    assertEquals(1, c.send("x"));
    loop.until(log, "ERROR");
    log.expect("OPEN", "WRITE 1", "ERROR REFUSED");
    c.close();
    loop.until(log, "CLOSE");
  }
}
