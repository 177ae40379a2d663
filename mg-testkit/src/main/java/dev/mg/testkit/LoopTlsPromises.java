package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgTlsSession;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** TLS: the same on every transport, with every engine that is there, in both of its versions. */
interface LoopTlsPromises extends LoopHolder {
  @Test
  default void tlsServer_isToldTheHandshakeOnceBeforeAnyByte() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log =
              new EventLog(
                  (c, ev, evData, fnData) -> {
                    if (ev == MgEvent.ACCEPT) {
                      assertTrue(c.isTls() && c.isTlsHs());
                      assertNull(c.tls());
                    }
                    LoopRig.echo(c, ev, evData, fnData);
                  });
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          MgConnection c = log.accepted().get(0);
          loop.until(log, c, "TLS_HS");
          assertTrue(c.isTls());
          assertFalse(c.isTlsHs());
          MgTlsSession tls = c.tls();
          assertNotNull(tls);
          assertEquals(way.version(), tls.protocol());
          assertEquals(peer.engine().getSession().getCipherSuite(), tls.cipher());
          assertEquals(way.engine(), tls.engine());
          assertNull(tls.alpn());
          assertTrue(tls.peerCertificates().isEmpty());
          assertEquals("hello", echoed(loop, peer, "hello"));
          peer.shutdownOutput();
          loop.until(log, c, "CLOSE");
          log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5", "CLOSE EOF");
          assertNotNull(c.tls());
        });
  }

  @Test
  default void tlsClient_sendsAfterTheHandshakeWhatWasSentInConnect() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log =
              new EventLog(
                  (c, ev, evData, fnData) -> {
                    if (ev == MgEvent.CONNECT) {
                      c.send("early");
                    }
                  });
          try (ContractPeers.Listener far = loop.peers.listen()) {
            MgConnection c = way.connect(loop, far.address(), log, way.client());
            TlsContractPeer peer = accept(loop, way, far, TestCertificates.context("localhost"));
            assertEquals("early", loop.readText(peer, 5));
            peer.write(ascii("late"));
            loop.until(log, c, "READ 4");
            assertEquals("CN=localhost", subject(c));
            peer.shutdownOutput();
            loop.until(log, c, "CLOSE");
            log.expect(c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "WRITE 5", "READ 4", "CLOSE EOF");
          }
        });
  }

  @Test
  default void tlsByteByByte_isTheSameBothWays() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog(LoopRig::echo);
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer client =
              way.dial(loop, listener, TestCertificates.context(null)).dribbling();
          Pump.during(loop.mgr, "the handshake", client::handshake);
          assertEquals("drop by drop", echoed(loop, client, "drop by drop"));
          assertEquals(1, log.count("TLS_HS"));

          EventLog clientLog = new EventLog(LoopRig::echo);
          try (ContractPeers.Listener far = loop.peers.listen()) {
            way.connect(loop, far.address(), clientLog, way.client());
            ContractPeer plain = Pump.during(loop.mgr, "the connection", far::accept);
            TlsContractPeer server =
                way.answer(plain, TestCertificates.context("localhost")).dribbling();
            Pump.during(loop.mgr, "the handshake", server::handshake);
            assertEquals("drop by drop", echoed(loop, server, "drop by drop"));
            assertEquals(1, clientLog.count("TLS_HS"));
          }
        });
  }

  @Test
  default void tlsBytesBesideFinished_areReadAfterTheHandshake() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog(LoopRig::echo);
          // The last flight is the client's in TLS 1.3, the server's in TLS 1.2.
          if (way.isTls13()) {
            MgConnection listener = way.listen(loop, log, way.server());
            TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
            assertEquals("at once", coalesced(loop, peer));
            loop.until(log, "WRITE 7");
            log.expect(log.accepted().get(0), "OPEN", "ACCEPT", "TLS_HS", "READ 7", "WRITE 7");
            return;
          }
          try (ContractPeers.Listener far = loop.peers.listen()) {
            MgConnection c = way.connect(loop, far.address(), log, way.client());
            ContractPeer plain = Pump.during(loop.mgr, "the connection", far::accept);
            TlsContractPeer peer = way.answer(plain, TestCertificates.context("localhost"));
            assertEquals("at once", coalesced(loop, peer));
            loop.until(log, "WRITE 7");
            log.expect(c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "READ 7", "WRITE 7");
          }
        });
  }

  @Test
  default void tlsOfManyRecords_arrivesWholeBothWays() throws Exception {
    int n = 3 << 20;
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog(LoopRig::echo);
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          byte[] sent = Pattern.bytes(n);
          for (int at = 0; at < n; at += 1 << 18) {
            int from = at;
            Pump.during(
                loop.mgr,
                "the peer to write",
                () -> {
                  peer.write(sent, from, 1 << 18);
                  return null;
                });
            Pattern.check(loop.read(peer, 1 << 18), 0, 1 << 18, from);
          }
        });
  }

  @Test
  default void tlsDrain_endsWithCloseNotify() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log =
              new EventLog(
                  (c, ev, evData, fnData) -> {
                    if (ev == MgEvent.READ) {
                      c.send("bye");
                      c.drain();
                    }
                  });
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          peer.write(ascii("?"));
          assertEquals("bye", loop.readText(peer, 3));
          // Without it the peer's read throws.
          assertTrue(loop.readsEnd(peer));
          loop.until(log, "CLOSE DRAINED");
        });
  }

  @Test
  default void tlsLinger_dropsWhatStillComesUntilThePeersEnd() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log =
              new EventLog(
                  (c, ev, evData, fnData) -> {
                    if (ev == MgEvent.READ) {
                      c.send("enough");
                      c.linger();
                    }
                  });
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          peer.write(ascii("first"));
          loop.until(log, "WRITE 6");
          Pump.during(
              loop.mgr,
              "the peer to write on",
              () -> {
                // Lingering lasts two seconds, which on a busy machine is not long.
                peer.write(new byte[512 << 10]);
                return null;
              });
          assertEquals("enough", loop.readText(peer, 6));
          assertTrue(loop.readsEnd(peer));
          peer.close();
          loop.until(log, "CLOSE");
          log.expect(
              log.accepted().get(0),
              "OPEN",
              "ACCEPT",
              "TLS_HS",
              "READ 5",
              "WRITE 6",
              "CLOSE DRAINED");
        });
  }

  @Test
  default void tlsEndWithoutCloseNotify_isToldAsTruncated() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog();
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          peer.write(ascii("cut"));
          peer.truncate();
          loop.until(log, "CLOSE");
          log.expect(
              log.accepted().get(0), "OPEN", "ACCEPT", "TLS_HS", "READ 3", "CLOSE TRUNCATED");
        });
  }

  @Test
  default void tlsName_choosesTheCertificate() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog();
          MgConnection listener =
              way.listen(
                  loop,
                  log,
                  way.server()
                      .cert(TestCertificates.chain("other"), TestCertificates.key("other")));
          String[][] wanted = {
            {"other.test", "CN=other.test"},
            {"a.other.test", "CN=other.test"},
            {"A.OTHER.TEST", "CN=other.test"},
            {"nobody.test", "CN=localhost"},
            {"localhost", "CN=localhost"}
          };
          for (String[] one : wanted) {
            log.clear();
            TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null), one[0]);
            Pump.during(loop.mgr, "the handshake", peer::handshake);
            loop.until(log, "TLS_HS");
            assertEquals(one[1], peer.engine().getSession().getPeerPrincipal().getName(), one[0]);
            // The JDK announces names with a dot only.
            String sni = one[0].indexOf('.') < 0 ? null : one[0].toLowerCase();
            assertEquals(sni, session(log.accepted().get(0)).sni());
          }
        });
  }

  @Test
  default void tlsAlpn_isTheServersBestThatTheClientOffers() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog();
          MgConnection listener =
              way.listen(loop, log, way.server().alpn("first", "second", "third"));
          assertEquals("second", alpn(loop, way, log, listener, "third", "second", "other"));
          assertEquals("first", alpn(loop, way, log, listener, "first"));
          assertNull(alpn(loop, way, log, listener));
          log.clear();
          SSLException none =
              assertThrows(
                  SSLException.class, () -> alpn(loop, way, log, listener, "unheard", "of"));
          assertTrue(none.getMessage().contains("no_application_protocol"), none.getMessage());
          loop.until(log, "CLOSE");
          log.expect(log.accepted().get(0), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
        });
  }

  @Test
  default void tlsClientCertificate_isShownOrMissed() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog(LoopRig::echo);
          MgConnection listener =
              way.listen(
                  loop,
                  log,
                  way.server().ca(TestCertificates.ca()).clientAuth(dev.mg.MgTlsClientAuth.NEED));
          TlsContractPeer known = way.dial(loop, listener, TestCertificates.context("client"));
          Pump.during(loop.mgr, "the handshake", known::handshake);
          assertEquals("it is me", echoed(loop, known, "it is me"));
          assertEquals("CN=a client", subject(log.accepted().get(0)));
          for (String identity : new String[] {null, "stranger"}) {
            log.clear();
            TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(identity));
            // In TLS 1.3 the client is done before the server has looked.
            SSLException refused =
                assertThrows(
                    SSLException.class,
                    () ->
                        Pump.during(
                            loop.mgr,
                            "the refusal",
                            () -> {
                              peer.handshake();
                              return peer.read(new byte[1], 0, 1);
                            }));
            assertTrue(refused.getMessage().contains("fatal alert"), refused.getMessage());
            loop.until(log, "CLOSE");
            log.expect(log.accepted().get(0), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
          }
        });
  }

  @Test
  default void tlsServerThatIsNotTrusted_isAnErrorAndHearsWhy() throws Exception {
    TlsWay.each(
        way -> {
          for (String identity : new String[] {"stranger", "other"}) {
            LoopRig loop = open();
            EventLog log = new EventLog();
            try (ContractPeers.Listener far = loop.peers.listen()) {
              MgConnection c = way.connect(loop, far.address(), log, way.client());
              SSLException alert =
                  assertThrows(
                      SSLException.class,
                      () -> {
                        TlsContractPeer peer =
                            accept(loop, way, far, TestCertificates.context(identity));
                        loop.readsEnd(peer);
                      });
              assertTrue(alert.getMessage().contains("fatal alert"), alert.getMessage());
              loop.until(log, c, "CLOSE");
              log.expect(c, "OPEN", "RESOLVE", "CONNECT", "ERROR TLS", "CLOSE ERROR");
            }
          }
        });
  }

  @Test
  default void tlsWithoutCommonVersionOrCipher_isAnErrorAndHearsWhy() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog();
          // What the server leaves out: keys of RSA, and its certificate has none.
          String[] offered = {
            way.isTls13() ? "TLS_AES_128_GCM_SHA256" : "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
          };
          MgConnection listener =
              way.listen(
                  loop, log, new TlsWay(way.engine(), "TLSv1.2").with(TestCertificates.server()));
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          peer.engine().setEnabledCipherSuites(offered);
          SSLException alert =
              assertThrows(
                  SSLException.class,
                  () -> Pump.during(loop.mgr, "the handshake", peer::handshake));
          assertTrue(alert.getMessage().contains("fatal alert"), alert.getMessage());
          loop.until(log, "CLOSE");
          log.expect(log.accepted().get(0), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
        });
  }

  @Test
  default void tlsKeyUpdate_goesUnnoticed() throws Exception {
    TlsWay.each(
        way -> {
          if (!way.isTls13()) {
            return;
          }
          LoopRig loop = open();
          EventLog log = new EventLog(LoopRig::echo);
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          for (String text : new String[] {"first", "second", "third"}) {
            assertEquals(text, echoed(loop, peer, text));
            peer.updateKeys();
          }
          assertEquals("last", echoed(loop, peer, "last"));
          assertEquals(1, log.count("TLS_HS"));
          assertEquals(0, log.count("ERROR"));
        });
  }

  @Test
  default void tlsHandshakeThatStalls_endsAtItsDeadline() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open(options -> options.tlsHandshakeTimeoutMs(100));
          EventLog log = new EventLog();
          MgConnection listener = way.listen(loop, log, way.server());
          ContractPeer silent = loop.peer(listener);
          loop.until(log, "CLOSE");
          log.expect(log.accepted().get(0), "OPEN", "ACCEPT", "ERROR TIMEOUT", "CLOSE TIMEOUT");
          silent.close();
        });
  }

  @Test
  default void tlsPortAskedInPlainHttp_answers400() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog();
          MgConnection listener = way.listen(loop, log, way.server());
          ContractPeer lost = loop.peer(listener);
          lost.write(ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
          String expected = "HTTP/1.0 400 Bad Request\r\n";
          assertEquals(expected, loop.readText(lost, expected.length()));
          lost.close();
          loop.until(log, "CLOSE");
          assertEquals(0, log.count("READ"));
          assertEquals(0, log.count("TLS_HS"));
        });
  }

  // ---- what the tests have in common ----

  private static String echoed(LoopRig loop, TlsContractPeer peer, String text) throws Exception {
    return Pump.during(
        loop.mgr,
        "the echo",
        () -> {
          peer.write(ascii(text));
          return new String(peer.readN(text.length()), StandardCharsets.US_ASCII);
        });
  }

  /** Sends its last flight together with "at once", and reads as much. */
  private static String coalesced(LoopRig loop, TlsContractPeer peer) throws Exception {
    return Pump.during(
        loop.mgr,
        "the handshake and the echo",
        () -> {
          peer.handshakeHoldingTheLast();
          peer.write(ascii("at once"));
          return new String(peer.readN(7), StandardCharsets.US_ASCII);
        });
  }

  private static TlsContractPeer accept(
      LoopRig loop, TlsWay way, ContractPeers.Listener far, SSLContext context) throws Exception {
    return Pump.during(
        loop.mgr, "the handshake", () -> way.answer(far.accept(), context).handshake());
  }

  private static MgTlsSession session(MgConnection c) {
    MgTlsSession tls = c.tls();
    assertNotNull(tls);
    return tls;
  }

  private static String subject(MgConnection c) {
    return session(c).peerCertificates().get(0).getSubjectX500Principal().getName();
  }

  /** What a client that offers {@code offered} and the server agree on. */
  private static String alpn(
      LoopRig loop, TlsWay way, EventLog log, MgConnection listener, String... offered)
      throws Exception {
    log.clear();
    TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
    var parameters = peer.engine().getSSLParameters();
    parameters.setApplicationProtocols(offered);
    peer.engine().setSSLParameters(parameters);
    Pump.during(loop.mgr, "the handshake", peer::handshake);
    loop.until(log, "TLS_HS");
    String agreed = session(log.accepted().get(0)).alpn();
    assertEquals(agreed == null ? "" : agreed, peer.engine().getApplicationProtocol());
    return agreed;
  }
}
