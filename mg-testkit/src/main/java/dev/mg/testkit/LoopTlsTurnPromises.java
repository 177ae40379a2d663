package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgTls;
import dev.mg.MgTlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** TLS where it begins late, waits, or is to begin anew. */
interface LoopTlsTurnPromises extends LoopHolder {
  @Test
  default void tlsInTheMiddle_beginsBehindWhatIsInSend() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          MgTlsOptions tls = way.server();
          EventLog log =
              new EventLog(
                  (c, ev, evData, fnData) -> {
                    if (ev == MgEvent.READ && !c.isTls()) {
                      c.recv.clear();
                      c.send("go\n");
                      MgTls.init(c, tls);
                    } else {
                      LoopRig.echo(c, ev, evData, fnData);
                    }
                  });
          MgConnection listener = loop.listen(log);
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          peer.plain().write(ascii("TLS\n"));
          assertEquals("go\n", loop.readText(peer.plain(), 3));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          assertEquals("hello", echoed(loop, peer));
          log.expect(
              log.accepted().get(0),
              "OPEN",
              "ACCEPT",
              "READ 4",
              "WRITE 3",
              "TLS_HS",
              "READ 5",
              "WRITE 5");
        });
  }

  @Test
  default void tlsClientInTheMiddle_beginsBehindWhatIsInSend() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          MgTlsOptions tls = way.client().serverName("localhost");
          EventLog log =
              new EventLog(
                  (c, ev, evData, fnData) -> {
                    if (ev == MgEvent.CONNECT) {
                      c.send("TLS\n");
                      MgTls.init(c, tls);
                      c.send("hello");
                    }
                  });
          try (ContractPeers.Listener far = loop.peers.listen()) {
            MgConnection c = loop.connect(far.address(), log);
            loop.until(log, c, "CONNECT");
            ContractPeer plain = far.accept();
            assertEquals("TLS\n", loop.readText(plain, 4));
            TlsContractPeer peer = way.answer(plain, TestCertificates.context("localhost"));
            Pump.during(loop.mgr, "the handshake", peer::handshake);
            assertEquals("hello", loop.readText(peer, 5));
            log.expect(c, "OPEN", "RESOLVE", "CONNECT", "WRITE 4", "TLS_HS", "WRITE 5");
          }
        });
  }

  /** Paused is the reader of plaintext, not the handshake. */
  @Test
  default void tlsPaused_shakesHandsAndReadsWhenResumed() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log =
              new EventLog(
                  (c, ev, evData, fnData) -> {
                    if (ev == MgEvent.ACCEPT) {
                      c.full(true);
                    }
                    LoopRig.echo(c, ev, evData, fnData);
                  });
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(
              loop.mgr,
              "the handshake, and bytes in its last segment",
              () -> {
                peer.handshakeHoldingTheLast();
                peer.write(ascii("hello"));
                return null;
              });
          MgConnection c = log.accepted().get(0);
          loop.until(log, c, "TLS_HS");
          Pump.forMs(loop.mgr, 20);
          log.expect(c, "OPEN", "ACCEPT", "TLS_HS");
          c.full(false);
          assertEquals("hello", loop.readText(peer, 5));
          log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5");
        });
  }

  /** In one segment: most engines send no more once they have seen a close_notify. */
  @Test
  default void tlsRequestBesideCloseNotify_isAnswered() throws Exception {
    TlsWay.each(
        way -> {
          LoopRig loop = open();
          EventLog log = new EventLog(LoopRig::echo);
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          MgConnection c = log.accepted().get(0);
          loop.until(log, c, "TLS_HS");
          peer.hold(ascii("hello"));
          peer.shutdownOutput();
          assertEquals("hello", loop.readText(peer, 5));
          assertTrue(loop.readsEnd(peer));
          loop.until(log, c, "CLOSE");
          log.expect(c, "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5", "CLOSE EOF");
        });
  }

  @Test
  default void tlsRenegotiation_isRefused() throws Exception {
    TlsWay.each(
        way -> {
          if (way.isTls13()) {
            return;
          }
          LoopRig loop = open();
          EventLog log = new EventLog(LoopRig::echo);
          MgConnection listener = way.listen(loop, log, way.server());
          TlsContractPeer peer = way.dial(loop, listener, TestCertificates.context(null));
          Pump.during(loop.mgr, "the handshake", peer::handshake);
          assertEquals("hello", echoed(loop, peer));
          assertThrows(
              IOException.class,
              () ->
                  Pump.during(
                      loop.mgr,
                      "the refusal",
                      () -> {
                        peer.updateKeys();
                        return null;
                      }));
          peer.close();
          MgConnection c = log.accepted().get(0);
          loop.until(log, c, "CLOSE");
          log.expect(
              c, "OPEN", "ACCEPT", "TLS_HS", "READ 5", "WRITE 5", "ERROR TLS", "CLOSE ERROR");
        });
  }

  private static String echoed(LoopRig loop, TlsContractPeer peer) throws Exception {
    return Pump.during(
        loop.mgr,
        "the echo",
        () -> {
          peer.write(ascii("hello"));
          return new String(peer.readN(5), StandardCharsets.US_ASCII);
        });
  }
}
