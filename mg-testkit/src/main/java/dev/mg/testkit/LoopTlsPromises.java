package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgTlsSession;
import org.junit.jupiter.api.Test;

/**
 * TLS: the same on every transport, with every engine that is there, in both of its versions. How
 * bytes go through it, and how it ends.
 */
interface LoopTlsPromises extends LoopHolder {
  /** Sends that at the first bytes, and calls {@code end}. */
  private static MgHandler answering(String text, MgHandler end) {
    return (c, ev, evData, fnData) -> {
      if (ev == MgEvent.READ) {
        c.send(text);
        end.onEvent(c, ev, evData, fnData);
      }
    };
  }

  @Test
  default void tlsServer_isToldTheHandshakeOnceBeforeAnyByte() throws Exception {
    MgHandler looking =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.ACCEPT) {
            assertTrue(c.isTls() && c.isTlsHs());
            assertNull(c.tls());
          }
          LoopRig.echo(c, ev, evData, fnData);
        };
    TlsTrial.each(
        this,
        looking,
        t -> {
          TlsContractPeer peer = t.served();
          MgConnection c = t.accepted();
          t.until("TLS_HS");
          assertTrue(c.isTls());
          assertFalse(c.isTlsHs());
          MgTlsSession tls = c.tls();
          assertNotNull(tls);
          assertEquals(t.way.version(), tls.protocol());
          assertEquals(peer.engine().getSession().getCipherSuite(), tls.cipher());
          assertEquals(t.way.engine(), tls.engine());
          assertNull(tls.alpn());
          assertTrue(tls.peerCertificates().isEmpty());
          assertEquals("hello", t.echoed(peer, "hello"));
          peer.shutdownOutput();
          t.until("CLOSE");
          t.log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5", "CLOSE EOF");
          assertNotNull(c.tls());
        });
  }

  @Test
  default void tlsClient_sendsAfterTheHandshakeWhatWasSentInConnect() throws Exception {
    MgHandler early =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CONNECT) {
            c.send("early");
          }
        };
    TlsTrial.each(
        this,
        early,
        t -> {
          try (ContractPeers.Listener far = t.loop.peers.listen()) {
            MgConnection c = t.connect(far);
            TlsContractPeer peer = t.answered(far, "localhost");
            assertEquals("early", t.loop.readText(peer, 5));
            peer.write(ascii("late"));
            t.until("READ 4");
            assertEquals("CN=localhost", LoopTlsHandshakePromises.subject(c));
            peer.shutdownOutput();
            t.until("CLOSE");
            t.log.expect(
                c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "WRITE 5", "READ 4", "CLOSE EOF");
          }
        });
  }

  @Test
  default void tlsByteByByte_isTheSameBothWays() throws Exception {
    TlsTrial.each(
        this,
        LoopRig::echo,
        t -> {
          TlsContractPeer client = t.handshake(t.dial(t.listen(), null).dribbling());
          assertEquals("drop by drop", t.echoed(client, "drop by drop"));
          assertEquals(1, t.log.count("TLS_HS"));
          t.log.clear();
          try (ContractPeers.Listener far = t.loop.peers.listen()) {
            t.connect(far);
            TlsContractPeer server = t.handshake(t.answer(far).dribbling());
            assertEquals("drop by drop", t.echoed(server, "drop by drop"));
            assertEquals(1, t.log.count("TLS_HS"));
          }
        });
  }

  @Test
  default void tlsBytesBesideFinished_areReadAfterTheHandshake() throws Exception {
    TlsTrial.each(
        this,
        LoopRig::echo,
        t -> {
          // The last flight is the client's in TLS 1.3, the server's in TLS 1.2.
          if (t.way.isTls13()) {
            assertEquals("at once", t.echoedAtOnce(t.dial(t.listen(), null), "at once"));
            t.until("WRITE 7");
            t.log.expect(t.accepted(), "OPEN", "ACCEPT", "TLS_HS", "READ 7", "WRITE 7");
            return;
          }
          try (ContractPeers.Listener far = t.loop.peers.listen()) {
            MgConnection c = t.connect(far);
            assertEquals("at once", t.echoedAtOnce(t.answer(far), "at once"));
            t.until("WRITE 7");
            t.log.expect(c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "READ 7", "WRITE 7");
          }
        });
  }

  @Test
  default void tlsOfManyRecords_arrivesWholeBothWays() throws Exception {
    int n = 3 << 20;
    byte[] sent = Pattern.bytes(n);
    TlsTrial.each(
        this,
        LoopRig::echo,
        t -> {
          TlsContractPeer peer = t.served();
          for (int at = 0; at < n; at += 1 << 18) {
            t.write(peer, sent, at, 1 << 18);
            Pattern.check(t.loop.read(peer, 1 << 18), 0, 1 << 18, at);
          }
        });
  }

  @Test
  default void tlsKeyUpdate_goesUnnoticed() throws Exception {
    TlsTrial.each(
        this,
        LoopRig::echo,
        t -> {
          if (!t.way.isTls13()) {
            return;
          }
          TlsContractPeer peer = t.served();
          for (String text : new String[] {"first", "second", "third"}) {
            assertEquals(text, t.echoed(peer, text));
            peer.updateKeys();
          }
          assertEquals("last", t.echoed(peer, "last"));
          assertEquals(1, t.log.count("TLS_HS"));
          assertEquals(0, t.log.count("ERROR"));
        });
  }

  @Test
  default void tlsDrain_endsWithCloseNotify() throws Exception {
    TlsTrial.each(
        this,
        answering("bye", (c, ev, evData, fnData) -> c.drain()),
        t -> {
          TlsContractPeer peer = t.served();
          peer.write(ascii("?"));
          assertEquals("bye", t.loop.readText(peer, 3));
          // Without it the peer's read throws.
          assertTrue(t.loop.readsEnd(peer));
          t.until("CLOSE DRAINED");
        });
  }

  @Test
  default void tlsLinger_dropsWhatStillComesUntilThePeersEnd() throws Exception {
    TlsTrial.each(
        this,
        answering("enough", (c, ev, evData, fnData) -> c.linger()),
        t -> {
          TlsContractPeer peer = t.served();
          peer.write(ascii("first"));
          t.until("WRITE 6");
          // Lingering lasts two seconds, which on a busy machine is not long.
          t.write(peer, new byte[512 << 10], 0, 512 << 10);
          assertEquals("enough", t.loop.readText(peer, 6));
          assertTrue(t.loop.readsEnd(peer));
          peer.close();
          t.until("CLOSE");
          t.log.expect(
              t.accepted(), "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 6", "CLOSE DRAINED");
        });
  }

  @Test
  default void tlsEndWithoutCloseNotify_isToldAsTruncated() throws Exception {
    TlsTrial.each(
        this,
        t -> {
          TlsContractPeer peer = t.served();
          peer.write(ascii("cut"));
          peer.truncate();
          t.until("CLOSE");
          t.log.expect(t.accepted(), "OPEN", "ACCEPT", "TLS_HS", "READ 3", "CLOSE TRUNCATED");
        });
  }
}
