package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Many handshakes that come to nothing: what they took is given back, and nothing spins. */
interface LoopTlsManyPromises extends LoopHolder {
  @Test
  default void tlsHandshakesThatStallOrFail_giveBackAllTheyHad() throws Exception {
    int stalling = Scale.of(6, 200);
    int failing = Scale.of(12, 1_000);
    TlsWay.each(
        way -> {
          LoopRig loop = open(options -> options.tlsHandshakeTimeoutMs(Scale.of(200, 3_000)));
          EventLog log = new EventLog();
          MgConnection listener = way.listen(loop, log, way.server());
          // The first of each kind loads classes, which opens files.
          stall(loop, way, listener).close();
          fail(loop, way, listener, 0);
          fail(loop, way, listener, 1);
          loop.until(() -> log.count("CLOSE") == 3, "the first to end");
          log.clear();
          int base = isVirtual() ? 0 : Descriptors.count();
          List<ContractPeer> stalled = new ArrayList<>();
          for (int i = 0; i < stalling; i++) {
            stalled.add(stall(loop, way, listener));
          }
          loop.until(() -> log.count("ACCEPT") == stalling, "all to be accepted");
          long polls = loop.mgr.stats().polls();
          long from = loop.mgr.nowMs();
          while (log.count("CLOSE") < stalling) {
            loop.mgr.poll(50);
          }
          long ms = loop.mgr.nowMs() - from;
          // Each that ends may end a poll, and two sweeps, before the 50 ms are over.
          long most = ms / 50 + 3L * stalling + 20;
          assertTrue(
              loop.mgr.stats().polls() - polls <= most,
              () -> (loop.mgr.stats().polls() - polls) + " polls in " + ms + " ms");
          assertEquals(stalling, log.count("ERROR"));
          for (ContractPeer peer : stalled) {
            peer.close();
          }
          for (int i = 0; i < failing; i++) {
            fail(loop, way, listener, i);
          }
          loop.until(() -> log.count("CLOSE") == stalling + failing, "all to end");
          assertEquals(stalling + failing, log.count("ERROR"));
          assertEquals(0, log.count("TLS_HS"));
          loop.mgr.poll(0);
          assertEquals(List.of(listener), connections(loop));
          if (!isVirtual()) {
            Descriptors.assertBackTo(base);
          }
        });
  }

  private static List<MgConnection> connections(LoopRig loop) {
    List<MgConnection> all = new ArrayList<>();
    loop.mgr.connections().forEach(all::add);
    return all;
  }

  /** Half a ClientHello, and no more. */
  private static ContractPeer stall(LoopRig loop, TlsWay way, MgConnection listener)
      throws Exception {
    ContractPeer peer = loop.peer(listener);
    peer.write(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96});
    loop.mgr.poll(0);
    return peer;
  }

  /** Plain HTTP, or a client that gives up when it has seen the certificate. */
  private static void fail(LoopRig loop, TlsWay way, MgConnection listener, int i)
      throws Exception {
    if (i % 2 == 0) {
      try (ContractPeer peer = loop.peer(listener)) {
        peer.write(ascii("GET / HTTP/1.1\r\n\r\n"));
        loop.readText(peer, 4);
      }
    } else {
      TlsContractPeer peer = way.dial(loop, listener, SSLContext.getDefault());
      try (peer) {
        Pump.during(loop.mgr, "the refusal", peer::refuse);
      }
    }
  }
}
