package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgTlsClientAuth;
import dev.mg.MgTlsSession;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the two ends of TLS agree on in their handshake, and what comes of it if they do not. */
interface LoopTlsHandshakePromises extends LoopHolder {
  private static MgTlsSession session(MgConnection c) {
    MgTlsSession tls = c.tls();
    assertNotNull(tls);
    return tls;
  }

  /** Whom the peer's certificate is of. */
  static String subject(MgConnection c) {
    return session(c).peerCertificates().get(0).getSubjectX500Principal().getName();
  }

  /** What a client that offers {@code offered} and the server agree on. */
  private static String alpn(TlsTrial t, MgConnection listener, String... offered)
      throws Exception {
    t.log.clear();
    TlsContractPeer peer = t.dial(listener, null);
    SSLParameters parameters = peer.engine().getSSLParameters();
    parameters.setApplicationProtocols(offered);
    peer.engine().setSSLParameters(parameters);
    t.handshake(peer);
    t.until("TLS_HS");
    String agreed = session(t.accepted()).alpn();
    assertEquals(agreed == null ? "" : agreed, peer.engine().getApplicationProtocol());
    return agreed;
  }

  /** The far end hears that, and why. */
  private static void assertAlert(Executable trial) {
    SSLException alert = assertThrows(SSLException.class, trial);
    assertTrue(alert.getMessage().contains("fatal alert"), alert.getMessage());
  }

  private static void expectRefused(TlsTrial t) {
    t.until("CLOSE");
    t.log.expect(t.accepted(), "OPEN", "ACCEPT", "ERROR TLS", "CLOSE ERROR");
  }

  @Test
  default void tlsName_choosesTheCertificate() throws Exception {
    String[][] wanted = {
      {"other.test", "CN=other.test"},
      {"a.other.test", "CN=other.test"},
      {"A.OTHER.TEST", "CN=other.test"},
      {"nobody.test", "CN=localhost"},
      {"localhost", "CN=localhost"}
    };
    TlsTrial.each(
        this,
        t -> {
          MgConnection listener =
              t.listen(
                  t.way
                      .server()
                      .cert(TestCertificates.chain("other"), TestCertificates.key("other")));
          for (String[] one : wanted) {
            t.log.clear();
            TlsContractPeer peer =
                t.handshake(t.way.dial(t.loop, listener, TestCertificates.context(null), one[0]));
            t.until("TLS_HS");
            assertEquals(one[1], peer.engine().getSession().getPeerPrincipal().getName(), one[0]);
            // The JDK announces names with a dot only.
            String sni = one[0].indexOf('.') < 0 ? null : one[0].toLowerCase(Locale.ROOT);
            assertEquals(sni, session(t.accepted()).sni());
          }
        });
  }

  @Test
  default void tlsAlpn_isTheServersBestThatTheClientOffers() throws Exception {
    TlsTrial.each(
        this,
        t -> {
          MgConnection listener = t.listen(t.way.server().alpn("first", "second", "third"));
          assertEquals("second", alpn(t, listener, "third", "second", "other"));
          assertEquals("first", alpn(t, listener, "first"));
          assertNull(alpn(t, listener));
          SSLException none =
              assertThrows(SSLException.class, () -> alpn(t, listener, "unheard", "of"));
          assertTrue(none.getMessage().contains("no_application_protocol"), none.getMessage());
          expectRefused(t);
        });
  }

  @Test
  default void tlsClientCertificate_isShownOrMissed() throws Exception {
    TlsTrial.each(
        this,
        LoopRig::echo,
        t -> {
          MgConnection listener =
              t.listen(t.way.server().ca(TestCertificates.ca()).clientAuth(MgTlsClientAuth.NEED));
          TlsContractPeer known = t.handshake(t.dial(listener, "client"));
          assertEquals("it is me", t.echoed(known, "it is me"));
          assertEquals("CN=a client", subject(t.accepted()));
          for (String identity : new String[] {null, "stranger"}) {
            t.log.clear();
            TlsContractPeer peer = t.dial(listener, identity);
            // In TLS 1.3 the client is done before the server has looked.
            assertAlert(
                () ->
                    Pump.during(
                        t.loop.mgr,
                        "the refusal",
                        () -> {
                          peer.handshake();
                          return peer.read(new byte[1], 0, 1);
                        }));
            expectRefused(t);
          }
        });
  }

  @Test
  default void tlsServerThatIsNotTrusted_isAnErrorAndHearsWhy() throws Exception {
    for (String identity : new String[] {"stranger", "other"}) {
      TlsTrial.each(
          this,
          t -> {
            try (ContractPeers.Listener far = t.loop.peers.listen()) {
              MgConnection c = t.connect(far);
              assertAlert(() -> t.loop.readsEnd(t.answered(far, identity)));
              t.until("CLOSE");
              t.log.expect(c, "OPEN", "RESOLVE", "CONNECT", "ERROR TLS", "CLOSE ERROR");
            }
          });
    }
  }

  @Test
  default void tlsWithoutCommonVersionOrCipher_isAnErrorAndHearsWhy() throws Exception {
    TlsTrial.each(
        this,
        t -> {
          // What the server leaves out: keys of RSA, and its certificate has none.
          String offered =
              t.way.isTls13() ? "TLS_AES_128_GCM_SHA256" : "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
          MgConnection listener =
              t.listen(new TlsWay(t.way.engine(), "TLSv1.2").with(TestCertificates.server()));
          TlsContractPeer peer = t.dial(listener, null);
          peer.engine().setEnabledCipherSuites(new String[] {offered});
          assertAlert(() -> t.handshake(peer));
          expectRefused(t);
        });
  }

  @Test
  default void tlsHandshakeThatStalls_endsAtItsDeadline() throws Exception {
    TlsTrial.each(
        this,
        options -> options.tlsHandshakeTimeoutMs(100),
        t -> {
          ContractPeer silent = t.loop.peer(t.listen());
          t.until("CLOSE");
          t.log.expect(t.accepted(), "OPEN", "ACCEPT", "ERROR TIMEOUT", "CLOSE TIMEOUT");
          silent.close();
        });
  }

  @Test
  default void tlsPortAskedInPlainHttp_answers400() throws Exception {
    String expected = "HTTP/1.0 400 Bad Request\r\n";
    TlsTrial.each(
        this,
        t -> {
          ContractPeer lost = t.loop.peer(t.listen());
          lost.write(ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
          assertEquals(expected, t.loop.readText(lost, expected.length()));
          lost.close();
          t.until("CLOSE");
          assertEquals(0, t.log.count("READ"));
          assertEquals(0, t.log.count("TLS_HS"));
        });
  }
}
