package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryListener;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Scale;
import dev.mg.testkit.TlsPeer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with TLS: told in one sentence, said to the peer, and ended. */
class TlsFailureTest {
  private final List<String> errors = new ArrayList<>();

  private void note(MgConnection c, int ev, Object evData, Object fnData) {
    if (ev == MgEvent.ERROR && evData instanceof Throwable t) {
      errors.add(t.getMessage());
    }
  }

  private TlsRig rig() {
    return new TlsRig(this::note);
  }

  private TlsRig rig(MgOptions options, MgTlsOptions tls) {
    return new TlsRig(options, tls, new MemoryNetwork(), this::note);
  }

  /** Polls until the peer has the end; what came before it. */
  private static byte[] untilEnd(TlsRig rig, MemoryPeer peer) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (int i = 0; !peer.isEof(); i++) {
      assertThat(i).as("polls until the end").isLessThan(1000);
      assertThat(peer.isReset()).isFalse();
      rig.mgr.poll(0);
      all.writeBytes(peer.received());
    }
    return all.toByteArray();
  }

  // ---- what is no TLS ----

  @Test
  void plainHttp_isAnsweredInPlainHttpAndLoggedClearly() throws Exception {
    try (TlsRig rig = rig()) {
      MemoryPeer peer = rig.net.connect(443);
      peer.write("GET /index.html HTTP/1.1\r\nHost: a.test\r\n\r\n");
      String answer = TlsRig.text(untilEnd(rig, peer));
      assertThat(answer)
          .startsWith("HTTP/1.0 400 Bad Request\r\nContent-Type: text/plain\r\n")
          .contains("Content-Length: 35\r\n")
          .endsWith("\r\n\r\nThis port speaks TLS: use https://\n");
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS");
      // It drops what still comes, until the peer has ended too.
      peer.write("more");
      rig.mgr.poll(0);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS");
      peer.shutdownOutput();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
      assertThat(errors)
          .containsExactly("the peer sent a request of plain HTTP to a port that speaks TLS");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5353482d322e302d78, 46",
    "80 2e 01 03 01 00 15 00 00 00 10, 46",
    "16 03 01 00 04 02 00 00 00, 32",
    "16 03 01 00 00, 32",
  })
  void whatIsNoClientHello_getsItsAlertByteForByte(String bytes, String alert) throws Exception {
    try (TlsRig rig = rig()) {
      MemoryPeer peer = rig.net.connect(443);
      peer.write(TlsHelloTest.hex(bytes));
      byte[] answer = untilEnd(rig, peer);
      assertThat(answer).isEqualTo(TlsHelloTest.hex("15 03 03 00 02 02" + alert));
      peer.close();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
    }
  }

  @Test
  void anEndBeforeTheHandshakesEnd_isAnError() throws Exception {
    try (TlsRig rig = rig()) {
      TlsPeer peer = rig.peer();
      rig.mgr.poll(0);
      MgConnection atOnce = rig.accepted();
      peer.raw.close();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      rig.log.expect(atOnce, "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");

      TlsPeer later = rig.peer();
      later.step();
      rig.mgr.poll(0);
      later.raw.received();
      later.raw.close();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
      assertThat(errors)
          .hasSize(2)
          .allMatch("the peer ended the connection within the TLS handshake"::equals);
    }
  }

  @Test
  void aServerThatSpeaksNoTls_isToldFromItsFirstBytes() throws Exception {
    try (TlsRig rig = rig()) {
      MemoryListener far = rig.listen(444);
      EventLog log = new EventLog(this::note);
      rig.mgr.connect("tls://127.0.0.1:444", log, null, null, null, TlsRig.client());
      rig.mgr.poll(0);
      MemoryPeer peer = far.accept();
      peer.write("HTTP/1.1 400 Bad\r\n\r\n");
      untilEnd(rig, peer);
      peer.close();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      log.expect("OPEN", "RESOLVE", "CONNECT", "ERROR TLS", "CLOSE ERROR");
      assertThat(errors)
          .containsExactly("the peer does not speak TLS: its first bytes are 'HTTP/1.1 400 Bad'");
    }
  }

  // ---- handshakes that fail ----

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aServerOfAnUnknownCa_isRefusedAndTold(String protocol) throws Exception {
    try (TlsRig rig = rig()) {
      rig.protocol = protocol;
      MemoryListener far = rig.listen(444);
      EventLog log = new EventLog(this::note);
      MgTlsOptions other =
          new MgTlsOptions().engine("jdk").ca(List.of(TestPki.root("CN=Other").own()));
      MgConnection c = rig.mgr.connect("tls://127.0.0.1:444", log, null, null, null, other);
      c.send("never sent");
      rig.mgr.poll(0);
      TlsPeer peer = rig.server(far.accept());
      assertThatThrownBy(() -> rig.until(peer, () -> false, "the alert"))
          .isInstanceOf(SSLException.class)
          .hasMessageMatching("(?s).*(certificate_unknown|unknown_ca|bad_certificate).*");
      assertThat(peer.raw.isReset()).isFalse();
      log.expect(c, "OPEN", "RESOLVE", "CONNECT", "ERROR TLS");
      peer.raw.close();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      log.expect(c, "OPEN", "RESOLVE", "CONNECT", "ERROR TLS", "CLOSE ERROR");
      assertThat(c.tls()).isNull();
      assertThat(errors).hasSize(1);
    }
  }

  /** The peer has the last word; ours would find nobody. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aClientThatRefusesUs_isAnErrorWithItsAlert(String protocol) throws Exception {
    TestPki.Owner other = TestPki.selfSigned("CN=other").dns("a.test").make();
    MgTlsOptions tls = new MgTlsOptions().engine("jdk").cert(other.key(), other.chain());
    try (TlsRig rig = rig(new MgOptions(), tls)) {
      rig.protocol = protocol;
      TlsPeer peer = rig.peer();
      assertThatThrownBy(() -> rig.until(peer, () -> false, "the refusal"))
          .isInstanceOf(SSLException.class);
      peer.endHard();
      for (int i = 0; i < 5; i++) {
        rig.mgr.poll(0);
      }
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
      assertThat(errors).singleElement().asString().contains("refused our certificate");
    }
  }

  @Test
  void noProtocolInCommon_isTheAlertOfAlpn() throws Exception {
    try (TlsRig rig = rig(new MgOptions(), TlsRig.server().alpn("http/1.1", "x"))) {
      rig.offers = new String[] {"h2"};
      TlsPeer peer = rig.peer();
      peer.step();
      byte[] answer = untilEnd(rig, peer.raw);
      assertThat(answer).isEqualTo(TlsHelloTest.hex("15 03 03 00 02 02 78"));
      assertThat(errors)
          .containsExactly(
              "the peer offers the application protocols [h2], none of which is of [http/1.1, x]");
    }
  }

  @Test
  void protocolsMadeUp_doNotDrawInTheLog() throws Exception {
    try (TlsRig rig = rig(new MgOptions(), TlsRig.server().alpn("x"))) {
      rig.offers = new String[] {"a\n", "b", "c", "d\u001b[31m", "e", "f"};
      TlsPeer peer = rig.peer();
      peer.step();
      untilEnd(rig, peer.raw);
      assertThat(errors)
          .containsExactly(
              "the peer offers the application protocols [a?, b, c, d?[31m] and others,"
                  + " none of which is of [x]");
    }
  }

  @Test
  void oldVersions_areRefusedWithTheAlertForIt() throws Exception {
    try (TlsRig rig = rig(new MgOptions(), TlsRig.server().protocols("TLSv1.3"))) {
      rig.protocol = "TLSv1.2";
      TlsPeer peer = rig.peer();
      assertThatThrownBy(() -> rig.until(peer, () -> false, "the alert"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("protocol_version");
      peer.raw.close();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
      assertThat(errors).singleElement().asString().contains("no TLS version of both sides");
    }
  }

  // ---- deadlines ----

  @Test
  void aSilentPeer_endsAtTheHandshakesDeadline() throws Exception {
    try (TlsRig rig = rig()) {
      rig.peer();
      while (!rig.log.has("CLOSE")) {
        rig.mgr.poll(60_000);
      }
      assertThat(rig.mgr.nowMs()).isBetween(10_000L, 11_000L);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TIMEOUT", "CLOSE TIMEOUT");
      assertThat(errors)
          .singleElement()
          .asString()
          .startsWith("no TLS handshake with 127.0.0.1:")
          .endsWith(" within 10000 ms (tlsHandshakeTimeoutMs)");
    }
  }

  @Test
  void aTrickle_doesNotExtendTheDeadline() throws Exception {
    try (TlsRig rig = rig(new MgOptions().tlsHandshakeTimeoutMs(4_000), TlsRig.server())) {
      MemoryPeer peer = rig.net.connect(443);
      byte[] hello = TlsHelloTest.records(TlsHelloTest.message(), 5);
      for (int i = 0; i < hello.length && !rig.log.has("CLOSE"); i++) {
        peer.write(hello, i, 1);
        rig.mgr.poll(0);
        rig.mgr.poll(500);
        rig.mgr.poll(500);
      }
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TIMEOUT", "CLOSE TIMEOUT");
      assertThat(rig.mgr.nowMs()).isBetween(4_000L, 5_100L);
    }
  }

  @Test
  void withoutADeadline_aHandshakeMayTakeADay() throws Exception {
    try (TlsRig rig = rig(new MgOptions().tlsHandshakeTimeoutMs(0), TlsRig.server())) {
      TlsPeer peer = rig.peer();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      rig.mgr.poll(86_400_000);
      rig.until(peer, "TLS_HS");
      assertThat(rig.mgr.nowMs()).isGreaterThanOrEqualTo(86_400_000L);
    }
  }

  /** A protocol's deadline: whatever its handler would say, the peer could not read it yet. */
  @Test
  void aDeadlineOfAProtocolWithinTheHandshake_endsAtOnce() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ACCEPT) {
                c.deadline(1_000, "no request");
              } else if (ev == MgEvent.ERROR) {
                c.send("408");
                c.drain();
              }
            })) {
      rig.peer();
      while (!rig.log.has("CLOSE")) {
        rig.mgr.poll(60_000);
      }
      assertThat(rig.mgr.nowMs()).isBetween(1_000L, 1_300L);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TIMEOUT", "CLOSE TIMEOUT");
    }
  }

  /** A peer that takes the alert, and does not end its side. */
  @Test
  void afterAnAlert_thePeerHasTwoSeconds() throws Exception {
    try (TlsRig rig = rig()) {
      MemoryPeer peer = rig.net.connect(443);
      peer.write("SSH-2.0-x");
      rig.mgr.poll(0);
      while (!rig.log.has("CLOSE")) {
        rig.mgr.poll(60_000);
      }
      assertThat(rig.mgr.nowMs()).isBetween(2_000L, 2_600L);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
    }
  }

  // ---- after the handshake ----

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aDamagedRecord_isAnErrorAfterTheBytesBeforeIt(String protocol) throws Exception {
    try (TlsRig rig = rig()) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      peer.send(TlsRig.bytes("good"));
      byte[] good = peer.cutOff();
      peer.send(TlsRig.bytes("bad"));
      byte[] bad = peer.cutOff();
      bad[bad.length - 1] ^= 1;
      peer.raw.write(TlsHelloTest.join(good, bad));
      assertThatThrownBy(() -> rig.until(peer, () -> false, "the alert"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("bad_record_mac");
      peer.raw.close();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      MgConnection c = rig.accepted();
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 4", "ERROR TLS", "CLOSE ERROR");
      assertThat(c.send("more")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, 17 03 03 48 06",
    "TLSv1.2, 17 03 03 48 06",
    "TLSv1.3, 17 03 03 ff ff",
    "TLSv1.3, 63 03 03 00 10",
    "TLSv1.3, 17 02 03 00 10",
  })
  void aRecordTooLongOrNone_endsTheConnection(String protocol, String header) throws Exception {
    try (TlsRig rig = rig()) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      peer.raw.write(TlsHelloTest.join(TlsHelloTest.hex(header), new byte[20_000]));
      for (int i = 0; i < 5; i++) {
        rig.mgr.poll(0);
      }
      peer.raw.received();
      peer.raw.close();
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "TLS_HS", "ERROR TLS", "CLOSE ERROR");
    }
  }

  /** RFC 5246 section 7.2.2 leaves it to us; it costs us nothing but the connection. */
  @Test
  void renegotiation_isRefused() throws Exception {
    try (TlsRig rig = rig()) {
      rig.protocol = "TLSv1.2";
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      peer.engine.beginHandshake();
      assertThatThrownBy(() -> rig.until(peer, () -> false, "the refusal"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("close_notify during handshake");
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "ERROR TLS");
      assertThat(errors)
          .containsExactly("the peer asks for a renegotiation of TLS, which is not done");
    }
  }

  @Test
  void aKeyUpdate_isAnswered() throws Exception {
    try (TlsRig rig = new TlsRig(TlsOrderTest::echo)) {
      TlsPeer peer = rig.shaken();
      for (int i = 0; i < 3; i++) {
        // What the JDK makes of it in TLS 1.3 (RFC 8446 section 4.6.3).
        peer.engine.beginHandshake();
        peer.send(TlsRig.bytes("round " + i));
        rig.until(peer, () -> peer.available() == 7, "the echo");
        assertThat(TlsRig.text(peer.received())).isEqualTo("round " + i);
      }
      rig.log.expect(
          rig.accepted(),
          "OPEN",
          "ACCEPT",
          "TLS_HS",
          "READ 7",
          "WRITE 7",
          "READ 7",
          "WRITE 7",
          "READ 7",
          "WRITE 7");
    }
  }

  /** A peer that keeps us busy and reads none of the answers: bounded, and then ended. */
  @Test
  void aFloodOfKeyUpdates_isBoundedAndEnded() throws Exception {
    try (TlsRig rig = rig()) {
      TlsPeer peer = rig.shaken();
      MgConnection c = rig.accepted();
      for (int i = 0; i < 200 && !rig.log.has(c, "ERROR"); i++) {
        peer.engine.beginHandshake();
        peer.raw.write(peer.cutOff());
        rig.mgr.poll(0);
      }
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "ERROR TLS");
      assertThat(errors).containsExactly("128 records of TLS and more in a row brought no data");
    }
  }

  // ---- many ----

  @Test
  void handshakesThatStallOrFail_leaveNothing() throws Exception {
    int stalling = Scale.of(50, 200);
    int failing = Scale.of(100, 1_000);
    try (TlsRig rig = rig()) {
      List<TlsPeer> stalled = new ArrayList<>();
      for (int i = 0; i < stalling; i++) {
        TlsPeer peer = rig.peer();
        if (i % 2 == 0) {
          peer.step();
        }
        stalled.add(peer);
        rig.mgr.poll(0);
      }
      assertThat(rig.mgr.connections()).hasSize(1 + stalling);
      long before = rig.mgr.stats().polls();
      for (int i = 0; i < failing; i++) {
        MemoryPeer peer = rig.net.connect(443);
        switch (i % 3) {
          case 0 -> peer.write("GET / HTTP/1.0\r\n\r\n");
          case 1 -> peer.write(TlsHelloTest.records(TlsHelloTest.message(), 1 << 14));
          default -> {}
        }
        rig.mgr.poll(0);
        peer.received();
        peer.close();
        rig.mgr.poll(0);
        rig.mgr.poll(0);
      }
      assertThat(rig.mgr.connections()).hasSize(1 + stalling);
      assertThat(rig.mgr.stats().polls() - before).isEqualTo(3L * failing);
      while (rig.log.count("CLOSE") < stalling + failing) {
        rig.mgr.poll(60_000);
      }
      assertThat(rig.mgr.connections()).hasSize(1);
      // Swept once a second for ten seconds: waiting is all it did.
      assertThat(rig.mgr.stats().polls() - before).isLessThan(3L * failing + 40);
      assertThat(rig.log.count("ERROR")).isEqualTo(stalling + failing);
    }
  }
}
