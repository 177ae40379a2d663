package dev.mg.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgTlsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A deck of bad certificates: every engine refuses them, for the same reason, in the same words.
 */
interface LoopTlsDeckPromises extends LoopHolder {
  /**
   * One certificate of the deck.
   *
   * @param host whom the client means
   * @param sentence how the refusal begins; empty = it is accepted
   */
  record Card(String file, String host, String sentence) {}

  /** The names of CAs have apostrophes in them, which must not get lost either. */
  List<Card> DECK =
      List.of(
          new Card("fine", "localhost", ""),
          new Card("expired", "localhost", "of 'localhost' expired on 2024-03-01T"),
          new Card("early", "localhost", "of 'localhost' is not valid before 2081-"),
          new Card("fine", "other.test", "is for localhost, not for 'other.test'"),
          new Card("wild", "a.wild.test", ""),
          new Card("wild", "a.b.wild.test", "is for *.wild.test, not for 'a.b.wild.test'"),
          new Card("wild", "wild.test", "is for *.wild.test, not for 'wild.test'"),
          new Card("address", "127.0.0.1", ""),
          new Card("address", "127.0.0.2", "is for localhost, IP 127.0.0.1, not for '127.0.0.2'"),
          new Card("fine", "127.0.0.1", "is for localhost, not for '127.0.0.1'"),
          new Card("selfsigned", "localhost", "of 'localhost' is self-signed, and not among the"),
          new Card("unknown", "localhost", "is of an unknown CA: its issuer 'CN=Nobody's root'"),
          new Card("cut", "localhost", "is of an unknown CA: its issuer 'CN=The deck's middle'"),
          new Card("md5", "localhost", "of 'localhost' rests on a weak key or algorithm: "),
          new Card("for-clients", "localhost", "may not be used for this: Extended key usage"));

  @Test
  default void tlsBadCertificates_areRefusedByEveryEngineInTheSameWords() throws Exception {
    LoopRig loop = open();
    for (Card card : DECK) {
      check(loop, card, () -> new MgTlsOptions().ca(TestCertificates.deck("ca.pem")));
    }
  }

  @Test
  default void tlsRevokedCertificates_areRefusedByEveryEngine() throws Exception {
    LoopRig loop = open();
    Path lists = Files.createTempFile("lists", ".pem");
    try {
      Files.writeString(lists, TestCertificates.deck("crl.pem"));
      for (Card card :
          List.of(
              new Card("fine", "localhost", ""),
              new Card("revoked", "localhost", "of 'localhost' was revoked on 20"))) {
        check(loop, card, () -> new MgTlsOptions().ca(TestCertificates.deck("ca.pem")).crl(lists));
      }
    } finally {
      Files.delete(lists);
    }
  }

  private static void check(LoopRig loop, Card card, Supplier<MgTlsOptions> client) {
    Set<String> told = new LinkedHashSet<>();
    for (TlsWay way : TlsWay.all()) {
      if (way.isTls13()) {
        told.add(verdict(loop, card, way.with(client.get())));
      }
    }
    assertEquals(1, told.size(), () -> card + " is judged in several ways: " + told);
    String verdict = told.iterator().next();
    boolean isRight =
        card.sentence().isEmpty()
            ? verdict.isEmpty()
            : verdict.startsWith("TLS: the certificate ") && verdict.contains(card.sentence());
    assertTrue(isRight, () -> card + " is judged: " + verdict);
  }

  /** What a client is told of a server with this certificate: nothing if it takes it. */
  private static String verdict(LoopRig loop, Card card, MgTlsOptions client) {
    String chain = TestCertificates.deck(card.file() + ".pem");
    MgTlsOptions server = new MgTlsOptions().cert(chain, TestCertificates.deck("leaf.key"));
    MgHandler nothing = (c, ev, evData, fnData) -> {};
    String any = "tls://" + MgAddr.of(loop.peers.anyPort());
    MgConnection listener = loop.mgr.listen(any, nothing, null, null, null, server.engine("jdk"));
    List<String> told = new ArrayList<>();
    MgHandler asking =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.TLS_HS) {
            told.add("");
            c.close();
          } else if (ev == MgEvent.ERROR && evData instanceof Exception e) {
            told.add(String.valueOf(e.getMessage()));
          }
        };
    String to = "tls://" + listener.loc();
    loop.mgr.connect(to, asking, null, null, null, client.serverName(card.host()));
    Pump.until(loop.mgr, () -> !told.isEmpty(), "the verdict on " + card);
    listener.close();
    return told.get(0);
  }
}
