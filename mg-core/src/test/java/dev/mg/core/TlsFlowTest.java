package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryListener;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.Scale;
import dev.mg.testkit.TlsPeer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes through TLS: all of them, in order, bounded on the way, and none kept when idle. */
class TlsFlowTest {
  private static final int BULK_BYTES = Scale.of(1 << 20, 64 << 20);

  /** Sends back; what it cannot send yet it does not read. */
  private static void echo(MgConnection c, int ev, Object evData, Object fnData) {
    if (ev == MgEvent.READ || ev == MgEvent.WRITE) {
      if (ev == MgEvent.READ) {
        c.send(c.recv);
        c.recv.clear();
      }
      c.full(c.isSendFull());
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, 65536", "TLSv1.2, 65536", "TLSv1.3, 1000", "TLSv1.2, 20000"})
  void bulkBothWays_arrivesWhole(String protocol, int pipeBytes) throws Exception {
    MgOptions options = new MgOptions().sendHighBytes(100_000).sendLowBytes(10_000);
    try (TlsRig rig =
        new TlsRig(options, TlsRig.server(), new MemoryNetwork(pipeBytes), TlsFlowTest::echo)) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      int total = pipeBytes < 65536 ? BULK_BYTES / 4 : BULK_BYTES;
      int sent = 0;
      int got = 0;
      int rounds = 0;
      while (got < total) {
        if (sent < total && sent - got < 300_000) {
          byte[] piece = TlsRig.pattern(sent, Math.min(70_001, total - sent));
          peer.send(piece);
          sent += piece.length;
        }
        rig.mgr.poll(0);
        peer.step();
        byte[] came = peer.received();
        assertThat(came).isEqualTo(TlsRig.pattern(got, came.length));
        got += came.length;
        assertThat(rounds++).as("rounds, with %d of %d bytes", got, total).isLessThan(2_000_000);
      }
      assertThat(rig.log.has("ERROR")).isFalse();
      assertThat(rig.clock.getAsLong()).as("waited").isZero();
    }
  }

  /** A peer that does not read: a few records wait as ciphertext, the others in send. */
  @Test
  void aPeerThatDoesNotRead_isWaitedForWithFewRecordsMade() throws Exception {
    try (TlsRig rig = new TlsRig((c, ev, evData, fnData) -> {})) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      byte[] big = TlsRig.pattern(0, 1 << 20);
      c.send(big);
      for (int i = 0; i < 20; i++) {
        rig.mgr.poll(0);
      }
      TlsStream tls = ((CoreConnection) c).tlsStream();
      assertThat(tls.unflushed())
          .isBetween(1L, (long) TlsScratch.OUT_BYTES + TlsInput.RECORD_BYTES);
      assertThat(c.send.len()).isGreaterThan(big.length - 3 * TlsScratch.OUT_BYTES);
      rig.until(peer, () -> peer.available() == big.length, "all of it");
      assertThat(peer.received()).isEqualTo(big);
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "WRITE..");
    }
  }

  @Test
  void aPeerThatNeverReads_endsAtTheWriteStallDeadline() throws Exception {
    MgOptions options = new MgOptions().writeStallTimeoutMs(60_000);
    try (TlsRig rig =
        new TlsRig(options, TlsRig.server(), new MemoryNetwork(5_000), (c, ev, d, f) -> {})) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      // All of it is taken at once, so that send is empty, and what waits is ciphertext alone.
      c.send(new byte[15_000]);
      rig.mgr.poll(0);
      assertThat(c.send.isEmpty()).isTrue();
      while (!rig.log.has(c, "CLOSE")) {
        rig.mgr.poll(120_000);
      }
      assertThat(rig.mgr.nowMs()).isBetween(60_000L, 61_000L);
      rig.log.expect(
          c, "OPEN", "ACCEPT", "TLS_HS", "WRITE 15000", "ERROR TIMEOUT", "CLOSE TIMEOUT");
      assertThat(peer.raw.available()).isEqualTo(5_000);
    }
  }

  /** A writable socket is no reason to poll while the peer is to speak. */
  @Test
  void waitingForThePeer_doesNotSpin() throws Exception {
    try (TlsRig rig = new TlsRig((c, ev, evData, fnData) -> {})) {
      TlsPeer peer = rig.peer();
      rig.mgr.poll(0);
      MgConnection c = rig.accepted();
      c.send("waits for the handshake");
      rig.mgr.poll(0);
      assertWaits(rig, 100);
      peer.step();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      assertWaits(rig, 100);
      rig.until(peer, () -> peer.available() > 0, "what waited");
      rig.mgr.poll(0);
      assertWaits(rig, 100);
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "WRITE 23");
    }
  }

  /** On this clock time passes where a poll waits, and nowhere else. */
  private static void assertWaits(TlsRig rig, long ms) {
    long before = rig.mgr.nowMs();
    rig.mgr.poll(ms);
    rig.mgr.poll(0);
    assertThat(rig.mgr.nowMs() - before).isEqualTo(ms);
  }

  @Test
  void paused_shakesHandsAndReadsNothingUntilResumed() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ACCEPT) {
                c.full(true);
              }
            })) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.send(TlsRig.pattern(0, 300_000));
      for (int i = 0; i < 50; i++) {
        rig.mgr.poll(0);
        peer.step();
      }
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS");
      assertWaits(rig, 100);
      assertThat(heldBytes(c)).isZero();
      c.full(false);
      rig.until(peer, () -> c.recv.len() == 300_000, "all of it");
      assertThat(content(c)).isEqualTo(TlsRig.pattern(0, c.recv.len()));
    }
  }

  /** Nothing of the kernel's will report what came together with the handshake's end. */
  @Test
  void whatCameWithTheLastOfTheHandshake_isReadAfterAPause() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.TLS_HS) {
                c.full(true);
              }
            })) {
      TlsPeer peer = rig.peer();
      peer.send(TlsRig.bytes("early"));
      rig.until(peer, "TLS_HS");
      MgConnection c = rig.accepted();
      rig.mgr.poll(0);
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS");
      assertWaits(rig, 100);
      long before = rig.mgr.nowMs();
      c.full(false);
      rig.mgr.poll(100);
      assertThat(rig.mgr.nowMs()).as("the poll did not wait").isEqualTo(before);
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 5");
      assertThat(heldBytes(c)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void dataTogetherWithTheLastOfTheHandshake_followsIt(String protocol) throws Exception {
    try (TlsRig rig = new TlsRig(TlsFlowTest::echo)) {
      rig.protocol = protocol;
      TlsPeer peer = rig.peer();
      peer.send(TlsRig.bytes("early"));
      rig.until(peer, () -> peer.available() == 5, "the echo");
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5");
    }
  }

  /** Ours come together with its Finished. */
  @Test
  void aServerThatSpeaksFirst_isHeardByAClient() throws Exception {
    try (TlsRig rig = new TlsRig((c, ev, evData, fnData) -> {})) {
      MemoryListener far = rig.listen(444);
      EventLog log = new EventLog();
      MgConnection c =
          rig.mgr.connect("tls://127.0.0.1:444", log, null, null, null, TlsRig.client());
      rig.mgr.poll(0);
      TlsPeer peer = rig.server(far.accept());
      peer.send(TlsRig.bytes("220 hello"));
      rig.until(peer, () -> log.has("READ"), "READ");
      log.expect(c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "READ 9");
    }
  }

  /** A record is larger than what may be read at once: the poll that has to go on does not wait. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void recordsLargerThanARead_comeInPiecesWithoutWaiting(String protocol) throws Exception {
    MgOptions options = new MgOptions().readBytes(1000);
    List<String> reads = new ArrayList<>();
    try (TlsRig rig =
        new TlsRig(
            options,
            TlsRig.server(),
            new MemoryNetwork(),
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                reads.add(String.valueOf(evData));
              }
            })) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.send(TlsRig.pattern(0, 2 * 16_384));
      peer.step();
      while (c.recv.len() < 2 * 16_384) {
        rig.mgr.poll(100);
      }
      assertThat(rig.mgr.nowMs()).as("time waited").isZero();
      assertThat(content(c)).isEqualTo(TlsRig.pattern(0, c.recv.len()));
      assertThat(reads).hasSizeBetween(33, 80).allMatch(n -> Integer.parseInt(n) <= 1000);
      assertThat(heldBytes(c)).isZero();
      assertWaits(rig, 100);
    }
  }

  @Test
  void manySmallRecords_areOneRead_andManySmallSendsOneWrite() throws Exception {
    try (TlsRig rig = new TlsRig(TlsFlowTest::echo)) {
      TlsPeer peer = rig.shaken();
      for (int i = 0; i < 100; i++) {
        peer.send(TlsRig.bytes("record " + i % 10));
        peer.step();
      }
      MgConnection c = rig.accepted();
      rig.mgr.poll(0);
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 800", "WRITE 800");
    }
  }

  @Test
  void betweenRecords_aConnectionHoldsNoBuffer() throws Exception {
    try (TlsRig rig = new TlsRig(TlsFlowTest::echo)) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      assertThat(heldBytes(c)).isZero();
      peer.send(TlsRig.pattern(0, 50_000));
      rig.until(peer, () -> peer.available() == 50_000, "the echo");
      assertThat(heldBytes(c)).isZero();
      assertThat(c.recv.capacity() + c.send.capacity()).isZero();
    }
  }

  @Test
  void halfARecord_isHeldInNoMoreThanItsSize() throws Exception {
    try (TlsRig rig = new TlsRig(TlsFlowTest::echo)) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.send(new byte[10_000]);
      byte[] record = peer.cutOff();
      peer.raw.write(record, 0, 9_000);
      rig.mgr.poll(0);
      assertThat(heldBytes(c)).isEqualTo(9_000);
      peer.raw.write(record, 9_000, record.length - 9_000);
      rig.mgr.poll(0);
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 10000", "WRITE 10000");
      assertThat(heldBytes(c)).isZero();
    }
  }

  private static byte[] content(MgConnection c) {
    return Arrays.copyOfRange(c.recv.buf(), c.recv.head(), c.recv.tail());
  }

  private static int heldBytes(MgConnection c) {
    return ((CoreConnection) c).tlsStream().heldBytes();
  }

  @Test
  void aFile_isCopiedIntoTls(@TempDir Path dir) throws Exception {
    byte[] content = TlsRig.pattern(0, 300_000);
    Path file = Files.write(dir.resolve("file"), content);
    try (TlsRig rig = new TlsRig((c, ev, evData, fnData) -> {});
        FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      c.send("<");
      c.sendFile(open, 0, content.length, true);
      c.send(">");
      rig.until(peer, () -> peer.available() == content.length + 2, "the file");
      byte[] got = peer.received();
      assertThat(got[0]).isEqualTo((byte) '<');
      assertThat(Arrays.copyOfRange(got, 1, got.length - 1)).isEqualTo(content);
      assertThat(got[got.length - 1]).isEqualTo((byte) '>');
      rig.until(peer, () -> !open.isOpen(), "the file closed");
    }
  }

  @Test
  void hexdump_showsPlaintext() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ACCEPT) {
                c.hexdump(true);
              }
              echo(c, ev, evData, fnData);
            })) {
      TlsPeer peer = rig.shaken();
      peer.send(TlsRig.bytes("secret"));
      rig.until(peer, () -> peer.available() == 6, "the echo");
      assertThat(rig.logged.stream().filter(line -> line.contains("secret"))).hasSize(2);
    }
  }

  @Test
  void drained_sendsAllThenGoodbyeThenEnds() throws Exception {
    try (TlsRig rig = new TlsRig((c, ev, evData, fnData) -> {})) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      byte[] big = TlsRig.pattern(0, 500_000);
      c.send(big);
      c.drain();
      rig.until(peer, () -> peer.isEnded(), "close_notify");
      assertThat(peer.received()).isEqualTo(big);
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      assertThat(peer.raw.isEof()).isTrue();
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "WRITE..", "CLOSE DRAINED");
    }
  }
}
