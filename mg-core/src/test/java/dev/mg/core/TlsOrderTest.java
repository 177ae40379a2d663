package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryListener;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.TlsPeer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact order of events of TLS connections, of both sides and both versions. */
class TlsOrderTest {
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void server_opensAcceptsShakesHandsReadsWritesCloses(String protocol) throws Exception {
    try (TlsRig rig = new TlsRig(TlsOrderTest::echo)) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      peer.send(TlsRig.bytes("hello"));
      rig.until(peer, () -> peer.available() == 5, "the echo");
      assertThat(TlsRig.text(peer.received())).isEqualTo("hello");
      MgConnection c = rig.accepted();
      c.drain();
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      peer.step();
      assertThat(peer.isEnded()).as("close_notify came").isTrue();
      // TLS 1.2 wants an answer to that (RFC 5246 section 7.2.1), which finds the socket closed.
      assertThat(peer.raw.isReset()).isEqualTo(protocol.equals("TLSv1.2"));
      rig.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5", "CLOSE DRAINED");
      rig.log.expect(rig.listener, "OPEN");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void client_opensResolvesConnectsShakesHandsWritesReadsCloses(String protocol) throws Exception {
    try (TlsRig rig = new TlsRig((c, ev, evData, fnData) -> {})) {
      rig.protocol = protocol;
      MemoryListener far = rig.listen(444);
      EventLog log = new EventLog();
      MgConnection c =
          rig.mgr.connect("tls://127.0.0.1:444", log, null, null, null, TlsRig.client());
      c.send("hello");
      rig.mgr.poll(0);
      TlsPeer peer = rig.server(far.accept());
      rig.until(peer, () -> peer.available() == 5, "hello");
      peer.send(peer.received());
      rig.until(peer, () -> log.has("READ"), "the echo");
      peer.end();
      rig.until(peer, () -> log.has("CLOSE"), "CLOSE");
      log.expect("OPEN", "RESOLVE", "CONNECT", "TLS_HS", "WRITE 5", "READ 5", "CLOSE EOF");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void byteByByteBothWays_isTheSame(String protocol) throws Exception {
    try (TlsRig rig =
        new TlsRig(new MgOptions(), TlsRig.server(), new MemoryNetwork(1), TlsOrderTest::echo)) {
      rig.protocol = protocol;
      TlsPeer peer = rig.shaken();
      peer.send(TlsRig.bytes("hello"));
      rig.until(peer, () -> peer.available() == 5, "the echo");
      peer.end();
      rig.until(peer, () -> rig.log.has("CLOSE"), "CLOSE");
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5", "CLOSE EOF");
    }
  }

  static void echo(MgConnection c, int ev, Object evData, Object fnData) {
    if (ev == MgEvent.READ) {
      c.send(c.recv);
      c.recv.clear();
    }
  }
}
