package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgTls;
import dev.mg.MgTlsOptions;
import dev.mg.MgTlsSession;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryListener;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.TlsPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where TLS begins: URLs and options, C's way, in the middle; and what a connection tells of it.
 */
class TlsInitTest {
  private static final MgTlsOptions SERVER = TlsRig.server();

  private static void quiet(MgConnection c, int ev, Object evData, Object fnData) {}

  /** The server's half of a STARTTLS. */
  private static void startTls(MgConnection c, int ev, Object evData, Object fnData) {
    if (ev == MgEvent.READ && !c.isTls() && c.recv.toString().startsWith("STARTTLS\n")) {
      c.recv.del(9);
      c.send("go ahead\n");
      MgTls.init(c, SERVER);
    } else if (ev == MgEvent.READ && c.isTls()) {
      c.send(c.recv);
      c.recv.clear();
    }
  }

  /** A listener without TLS on port 80 of the rig's network. */
  private static EventLog plain(TlsRig rig, MgHandler handler) {
    EventLog log = new EventLog(handler);
    rig.mgr.listen("tcp://127.0.0.1:80", log, null);
    return log;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 65536})
  void serverInTheMiddle_answersInTheClearAndThenInTls(int pipeBytes) throws Exception {
    try (TlsRig rig =
        new TlsRig(
            new MgOptions(), TlsRig.server(), new MemoryNetwork(pipeBytes), TlsInitTest::quiet)) {
      EventLog log = plain(rig, TlsInitTest::startTls);
      MemoryPeer raw = rig.net.connect(80);
      raw.dribble(TlsRig.bytes("STARTTLS\n"), () -> rig.mgr.poll(0));
      StringBuilder answer = new StringBuilder();
      while (answer.length() < 9) {
        rig.mgr.poll(0);
        answer.append(raw.receivedText());
      }
      assertThat(answer.toString()).isEqualTo("go ahead\n");
      TlsPeer peer = rig.peer(raw);
      peer.send(TlsRig.bytes("hello"));
      rig.until(peer, () -> peer.available() == 5, "the echo");
      peer.end();
      rig.until(peer, () -> log.has("CLOSE"), "CLOSE");
      MgConnection c = log.accepted().get(0);
      assertThat(
              log.events(c).stream().filter(e -> !e.startsWith("READ") && !e.startsWith("WRITE")))
          .containsExactly("OPEN", "ACCEPT", "TLS_HS", "CLOSE EOF");
      if (pipeBytes > 100) {
        log.expect(
            c, "OPEN", "ACCEPT", "READ..", "WRITE 9", "TLS_HS", "READ 5", "WRITE 5", "CLOSE EOF");
      }
    }
  }

  /** What came with the word is the first of TLS, and none of the protocol's any more. */
  @Test
  void bytesBehindTheWord_areTlsAlready() throws Exception {
    try (TlsRig rig = new TlsRig(TlsInitTest::quiet)) {
      EventLog log = plain(rig, TlsInitTest::startTls);
      MemoryPeer raw = rig.net.connect(80);
      TlsPeer peer = rig.peer(raw);
      byte[] hello = peer.cutOff();
      raw.write(TlsHelloTest.join(TlsRig.bytes("STARTTLS\n"), hello));
      rig.mgr.poll(0);
      byte[] answer = new byte[9];
      assertThat(raw.read(answer, 0, 9)).isEqualTo(9);
      assertThat(TlsRig.text(answer)).isEqualTo("go ahead\n");
      rig.until(peer, () -> log.has("TLS_HS"), "TLS_HS");
      log.expect(
          log.accepted().get(0),
          "OPEN",
          "ACCEPT",
          "READ " + (9 + hello.length),
          "WRITE 9",
          "TLS_HS");
    }
  }

  @Test
  void clientInTheMiddle_sendsWhatItHasInTheClearFirst() throws Exception {
    try (TlsRig rig = new TlsRig(TlsInitTest::quiet)) {
      MemoryListener far = rig.listen(81);
      EventLog log =
          new EventLog(
              (c, ev, evData, fnData) -> {
                if (ev == MgEvent.CONNECT) {
                  c.send("STARTTLS\n");
                  MgTls.init(c, TlsRig.client());
                  c.send("secret");
                }
              });
      MgConnection c = rig.mgr.connect("tcp://127.0.0.1:81", log, null);
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      MemoryPeer raw = far.accept();
      byte[] word = new byte[9];
      assertThat(raw.read(word, 0, 9)).isEqualTo(9);
      assertThat(TlsRig.text(word)).isEqualTo("STARTTLS\n");
      TlsPeer peer = rig.server(raw);
      rig.until(peer, () -> peer.available() == 6, "the secret");
      log.expect(c, "OPEN", "RESOLVE", "CONNECT", "WRITE 9", "TLS_HS", "WRITE 6");
    }
  }

  @Test
  void inAcceptAndInConnect_asInC() throws Exception {
    try (TlsRig rig = new TlsRig(TlsInitTest::quiet)) {
      EventLog there =
          plain(
              rig,
              (c, ev, evData, fnData) -> {
                if (ev == MgEvent.ACCEPT) {
                  MgTls.init(c, SERVER);
                }
                TlsOrderTest.echo(c, ev, evData, fnData);
              });
      EventLog here =
          new EventLog(
              (c, ev, evData, fnData) -> {
                if (ev == MgEvent.CONNECT) {
                  MgTls.init(c, TlsRig.client());
                  c.send("hello");
                }
              });
      MgConnection c = rig.mgr.connect("tcp://127.0.0.1:80", here, null);
      for (int i = 0; i < 50 && !here.has("READ"); i++) {
        rig.mgr.poll(0);
      }
      here.expect(c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "WRITE 5", "READ 5");
      there.expect(there.accepted().get(0), "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5");
    }
  }

  @Test
  void aTunnel_isForTheHostOfAnotherUrl() throws Exception {
    try (TlsRig rig = new TlsRig(TlsInitTest::quiet)) {
      EventLog here =
          new EventLog(
              (c, ev, evData, fnData) -> {
                if (ev == MgEvent.CONNECT) {
                  MgTls.init(c, TlsRig.client(), "https://a.test/");
                }
              });
      MgConnection c = rig.mgr.connect("tcp://127.0.0.1:443", here, null);
      for (int i = 0; i < 50 && !(here.has("TLS_HS") && rig.log.has("TLS_HS")); i++) {
        rig.mgr.poll(0);
      }
      here.expect(c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS");
      assertThat(c.tls()).isNotNull();
      assertThat(c.tls().sni()).isEqualTo("a.test");
      assertThat(rig.accepted().tls().sni()).isEqualTo("a.test");
    }
  }

  @Test
  void flagsAndSession_tellWhatWasAgreedOn() throws Exception {
    StringBuilder flags = new StringBuilder();
    MgTlsSession[] atClose = {null};
    try (TlsRig rig =
        new TlsRig(
            new MgOptions(),
            TlsRig.server().alpn("x", "http/1.1"),
            new MemoryNetwork(),
            (c, ev, evData, fnData) -> {
              if (ev != MgEvent.POLL && !c.isListening()) {
                flags.append(c.isTls() ? 'T' : '-').append(c.isTlsHs() ? 'H' : '-');
                flags.append(c.tls() == null ? "- " : "S ");
              }
              if (ev == MgEvent.CLOSE && !c.isListening()) {
                atClose[0] = c.tls();
              }
            })) {
      rig.offers = new String[] {"http/1.1", "x"};
      assertThat(rig.listener.isTls()).isTrue();
      TlsPeer peer = rig.shaken();
      MgTlsSession session = rig.accepted().tls();
      assertThat(session.protocol()).isEqualTo("TLSv1.3");
      assertThat(session.cipher()).isEqualTo(peer.engine.getSession().getCipherSuite());
      assertThat(session.alpn()).isEqualTo("x");
      assertThat(peer.engine.getApplicationProtocol()).isEqualTo("x");
      assertThat(session.sni()).isEqualTo("a.test");
      assertThat(session.engine()).isEqualTo("jdk");
      assertThat(session.peerCertificates()).isEmpty();
      peer.end();
      rig.until(peer, () -> rig.log.has("CLOSE"), "CLOSE");
      // OPEN, ACCEPT, TLS_HS, CLOSE
      assertThat(flags.toString()).isEqualTo("TH- TH- T-S T-S ");
      assertThat(atClose[0]).isSameAs(session);
    }
  }

  @Test
  void aClientsSession_hasTheServersCertificates() throws Exception {
    try (TlsRig rig = new TlsRig(TlsInitTest::quiet)) {
      EventLog log = new EventLog();
      MgConnection c =
          rig.mgr.connect("tls://127.0.0.1:443", log, null, null, null, TlsRig.client());
      assertThat(c.isTls()).isTrue();
      assertThat(c.isTlsHs()).isFalse();
      for (int i = 0; i < 50 && !log.has("TLS_HS"); i++) {
        rig.mgr.poll(0);
      }
      assertThat(c.tls().peerCertificates()).containsExactly(TlsRig.OWNER.own());
      assertThat(c.tls().sni()).isNull();
    }
  }

  @Test
  void taken_aListenerAcceptsWithoutTlsUntilItsProtocolHasSpoken() throws Exception {
    try (TlsRig rig =
        new TlsRig(
            new MgOptions(),
            SERVER,
            new MemoryNetwork(),
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ && !c.isTls()) {
                c.recv.del(6);
                MgTls.init(c, SERVER);
              }
            })) {
      assertThat(MgTls.take(rig.listener)).isSameAs(SERVER);
      assertThat(MgTls.take(rig.listener)).isNull();
      assertThat(rig.listener.isTls()).isFalse();
      MemoryPeer raw = rig.net.connect(443);
      raw.write("PROXY\n");
      TlsPeer peer = rig.peer(raw);
      rig.until(peer, "TLS_HS");
      rig.log.expect(rig.accepted(), "OPEN", "ACCEPT", "READ..", "TLS_HS");
    }
  }

  @Test
  void misuse_throwsAtTheCallWithTheRemedy() throws Exception {
    try (TlsRig rig = new TlsRig(TlsInitTest::quiet)) {
      assertThatThrownBy(() -> rig.mgr.listen("https://127.0.0.1:1", rig.log, null))
          .isInstanceOf(MgException.class)
          .hasMessage(
              "a listener on https://127.0.0.1:1 needs a certificate: give MgTlsOptions with one");
      assertThatThrownBy(
              () -> rig.mgr.listen("http://127.0.0.1:1", rig.log, null, null, null, SERVER))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("http://127.0.0.1:1, whose scheme is without");
      assertThatThrownBy(
              () ->
                  rig.mgr.connect("tcp://127.0.0.1:1", rig.log, null, null, null, TlsRig.client()))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("tcp://127.0.0.1:1, whose scheme is without");
      assertThatThrownBy(() -> MgTls.init(rig.listener, SERVER))
          .isInstanceOf(MgException.class)
          .hasMessageEndingWith("is no connection of a stream");
      MgConnection udp = rig.mgr.listen("udp://127.0.0.1:5", rig.log, null);
      assertThatThrownBy(() -> MgTls.init(udp, SERVER))
          .isInstanceOf(MgException.class)
          .hasMessageEndingWith("is no connection of a stream");
      assertThatThrownBy(() -> MgTls.take(udp)).isInstanceOf(MgException.class);
      MgConnection connecting = rig.mgr.connect("tcp://127.0.0.1:443", rig.log, null);
      assertThatThrownBy(() -> MgTls.init(connecting, TlsRig.client()))
          .isInstanceOf(MgException.class)
          .hasMessageEndingWith("is not connected");
      rig.shaken();
      assertThatThrownBy(() -> MgTls.init(rig.accepted(), SERVER))
          .isInstanceOf(MgException.class)
          .hasMessageEndingWith("speaks TLS already");
    }
  }
}
