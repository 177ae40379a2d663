package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryListener;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.TlsPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How TLS connections end: with the goodbye of either side, without, and within the handshake. */
class TlsEndTest {
  private static void quiet(MgConnection c, int ev, Object evData, Object fnData) {}

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void peersGoodbye_isAnEofAndIsAnswered(String protocol) throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.end();
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      peer.step();
      assertThat(peer.isEnded()).as("our goodbye came").isTrue();
      assertThat(peer.raw.isEof()).isTrue();
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "CLOSE EOF");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theEndWithoutGoodbye_isATruncation(String protocol) throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.send(TlsRig.bytes("half of"));
      peer.step();
      peer.raw.shutdownOutput();
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 7", "CLOSE TRUNCATED");
    }
  }

  @Test
  void theEndWithinARecord_isATruncation() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.send(TlsRig.bytes("half of"));
      byte[] record = peer.cutOff();
      peer.raw.write(record, 0, record.length - 1);
      peer.raw.shutdownOutput();
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "CLOSE TRUNCATED");
    }
  }

  @Test
  void aReset_staysAReset() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.raw.reset();
      while (!rig.log.has(c, "CLOSE")) {
        rig.mgr.poll(0);
      }
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "CLOSE RESET");
    }
  }

  @Test
  void aResetWithinTheHandshake_staysAReset() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      TlsPeer peer = rig.peer();
      rig.mgr.poll(0);
      peer.step();
      rig.mgr.poll(0);
      MgConnection c = rig.accepted();
      peer.raw.reset();
      while (!rig.log.has(c, "CLOSE")) {
        rig.mgr.poll(0);
      }
      rig.log.expect(c, "OPEN", "ACCEPT", "CLOSE RESET");
    }
  }

  /**
   * A request, then the goodbye: the answer is in a later poll, and still arrives (RFC 8446 6.1).
   */
  @Test
  void peersGoodbye_leavesOurSideOpenForAReplyInProgress() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.recv.clear();
                c.resp(true);
              }
            })) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.send(TlsRig.bytes("GET"));
      peer.step();
      peer.end();
      rig.until(peer, c::isReadEof, "the end read");
      byte[] reply = TlsRig.pattern(0, 300_000);
      c.send(reply);
      c.resp(false);
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      peer.step();
      assertThat(peer.received()).isEqualTo(reply);
      assertThat(peer.isEnded()).isTrue();
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 3", "WRITE..", "CLOSE EOF");
    }
  }

  /** In one segment: what is sent in the READ goes out before the engine sees the goodbye. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aRequestTogetherWithTheGoodbye_isAnswered(String protocol) throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.recv.clear();
                c.send("answer");
              }
            })) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.send(TlsRig.bytes("request"));
      byte[] request = peer.cutOff();
      peer.engine.closeOutbound();
      byte[] bye = peer.cutOff();
      peer.raw.write(TlsHelloTest.join(request, bye));
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      peer.step();
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 7", "WRITE 6", "CLOSE EOF");
    }
  }

  /** It is to discard what it had to send (RFC 5246 section 7.2.1). */
  @Test
  void afterThePeersGoodbyeOfTls12_nothingIsSentAndNothingWaits() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.recv.clear();
                c.resp(true);
              }
            })) {
      rig.protocol = "TLSv1.2";
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.send(TlsRig.bytes("GET"));
      peer.step();
      peer.end();
      rig.until(peer, c::isReadEof, "the end read");
      assertThat(c.send("too late")).isZero();
      c.resp(false);
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 3", "CLOSE EOF");
    }
  }

  @Test
  void shutdownOutput_saysGoodbyeThenFinAndReadsOn() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      c.send("all I have");
      c.shutdownOutput();
      rig.until(peer, peer::isEnded, "our goodbye");
      assertThat(TlsRig.text(peer.received())).isEqualTo("all I have");
      rig.mgr.poll(0);
      assertThat(peer.raw.isEof()).isTrue();
      peer.send(TlsRig.bytes("more"));
      rig.until(peer, () -> rig.log.has(c, "READ"), "READ");
      peer.end();
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "WRITE 10", "READ 4", "CLOSE EOF");
    }
  }

  /** The goodbye itself does not fit the pipe: the end waits for it. */
  @Test
  void aGoodbyeThatIsBlocked_isWaitedFor() throws Exception {
    try (TlsRig rig =
        new TlsRig(new MgOptions(), TlsRig.server(), new MemoryNetwork(1), TlsEndTest::quiet)) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      c.drain();
      for (int i = 0; i < 10; i++) {
        rig.mgr.poll(0);
      }
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS");
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      rig.until(peer, peer::isEnded, "our goodbye");
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "CLOSE DRAINED");
    }
  }

  @Test
  void closed_saysGoodbyeUnlessBytesAreLost() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      TlsPeer whole = rig.shaken();
      rig.accepted().close();
      rig.mgr.poll(0);
      whole.step();
      assertThat(whole.isEnded()).isTrue();

      TlsPeer cut = rig.shaken();
      MgConnection c = rig.accepted();
      c.send(new byte[200_000]);
      rig.mgr.poll(0);
      c.close();
      rig.mgr.poll(0);
      cut.step();
      assertThat(cut.raw.isEof()).isTrue();
      assertThat(cut.isEnded()).as("a goodbye would say that this was all").isFalse();
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "WRITE..", "CLOSE LOCAL");
    }
  }

  @Test
  void reset_resets() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      TlsPeer peer = rig.shaken();
      rig.accepted().reset();
      rig.mgr.poll(0);
      assertThat(peer.raw.isReset()).isTrue();
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "TLS_HS", "CLOSE LOCAL");
    }
  }

  @Test
  void closedResetOrDrainedWithinTheHandshake_endsOnce() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      for (int way = 0; way < 3; way++) {
        TlsPeer peer = rig.peer();
        rig.mgr.poll(0);
        peer.step();
        rig.mgr.poll(0);
        MgConnection c = rig.accepted();
        assertThat(c.isTlsHs()).isTrue();
        switch (way) {
          case 0 -> c.close();
          case 1 -> c.reset();
          default -> c.drain();
        }
        rig.mgr.poll(0);
        rig.mgr.poll(0);
        rig.log.expect(c, "OPEN", "ACCEPT", way == 2 ? "CLOSE DRAINED" : "CLOSE LOCAL");
        assertThat(peer.raw.isReset()).isEqualTo(way == 1);
      }
      assertThat(rig.mgr.connections()).hasSize(1);
    }
  }

  @Test
  void drainedInAcceptWithSomethingToSay_saysItAfterTheHandshake() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ACCEPT) {
                c.send("we are closed");
                c.drain();
              }
            })) {
      TlsPeer peer = rig.peer();
      rig.until(peer, () -> rig.log.has("CLOSE"), "CLOSE");
      peer.step();
      assertThat(TlsRig.text(peer.received())).isEqualTo("we are closed");
      assertThat(peer.isEnded()).isTrue();
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "TLS_HS", "WRITE 13", "CLOSE DRAINED");
    }
  }

  @Test
  void drainedWithinAHandshakeThatStalls_endsAtItsDeadline() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ACCEPT) {
                c.send("we are closed");
                c.drain();
              }
            })) {
      rig.peer();
      while (!rig.log.has("CLOSE")) {
        rig.mgr.poll(60_000);
      }
      assertThat(rig.mgr.nowMs()).isBetween(10_000L, 11_000L);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TIMEOUT", "CLOSE TIMEOUT");
    }
  }

  @Test
  void stop_endsHandshakesAndSaysGoodbyeToTheOthers() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      TlsPeer done = rig.shaken();
      MgConnection first = rig.accepted();
      rig.peer();
      rig.mgr.poll(0);
      MgConnection second = rig.accepted();
      rig.mgr.stop(Duration.ofSeconds(30));
      int polls = 0;
      while (rig.mgr.poll(60_000)) {
        assertThat(polls++).as("polls until the manager ends").isLessThan(100);
      }
      done.step();
      assertThat(done.isEnded()).isTrue();
      assertThat(rig.clock.getAsLong()).isZero();
      rig.log.expect(first, "OPEN", "ACCEPT", "TLS_HS", "STOP", "CLOSE DRAINED");
      rig.log.expect(second, "OPEN", "ACCEPT", "STOP", "CLOSE DRAINED");
    }
  }

  @Test
  void managersClose_endsHandshakesAndSaysGoodbyeToTheOthers() throws Exception {
    TlsRig rig = new TlsRig(TlsEndTest::quiet);
    TlsPeer done = rig.shaken();
    rig.peer();
    rig.mgr.poll(0);
    MgConnection second = rig.accepted();
    rig.close();
    done.step();
    assertThat(done.isEnded()).isTrue();
    rig.log.expect(second, "OPEN", "ACCEPT", "CLOSE STOPPED");
  }

  @Test
  void lingering_saysGoodbyeThenDropsUntilThePeersEnd() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      c.send("no");
      c.linger();
      rig.until(peer, peer::isEnded, "our goodbye");
      assertThat(TlsRig.text(peer.received())).isEqualTo("no");
      peer.send(new byte[100_000]);
      for (int i = 0; i < 20; i++) {
        rig.mgr.poll(0);
        peer.step();
      }
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "WRITE 2");
      peer.end();
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      assertThat(peer.raw.isReset()).isFalse();
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "WRITE 2", "CLOSE DRAINED");
    }
  }

  @Test
  void aClientsServer_thatEndsWithoutGoodbye_truncates() throws Exception {
    try (TlsRig rig = new TlsRig(TlsEndTest::quiet)) {
      MemoryListener far = rig.listen(444);
      EventLog log = new EventLog();
      MgConnection c =
          rig.mgr.connect("tls://127.0.0.1:444", log, null, null, null, TlsRig.client());
      rig.mgr.poll(0);
      TlsPeer peer = rig.server(far.accept());
      rig.until(peer, () -> log.has("TLS_HS"), "TLS_HS");
      peer.step();
      peer.raw.close();
      while (!log.has("CLOSE")) {
        rig.mgr.poll(0);
      }
      log.expect(c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "CLOSE TRUNCATED");
    }
  }
}
