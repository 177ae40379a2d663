package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgTlsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client's verdicts are the JDK's own, and each refusal names its cause in one sentence. */
class BadCertificatesTest {
  private static final TestPki.Owner ROOT = TestPki.root("CN=The Root,O=Test");

  private static final KeyPair RSA = TestPki.keys("RSA", 2048);
  private static final TestPki.Owner RSA_ROOT =
      TestPki.selfSigned("CN=The RSA Root").keys(RSA).ca().make();

  private static final TestPki.Owner MIDDLE = ROOT.signs("CN=The Middle").ca().make();

  @TempDir Path dir;

  private static final Set<String> IN_BOTH_VERSIONS =
      Set.of("good", "expired", "not yet valid", "unknown CA", "revoked", "RSA of 512 bits");

  /** Where a verdict may change with the JDK's version: only the sentence is asked for then. */
  private static final String IF_REFUSED = "if refused: ";

  /**
   * One of the deck.
   *
   * @param host whom the client connects to
   * @param crls null = the client does not look for revocations
   * @param sentence what the failure says; empty = there is none
   */
  record Card(
      String name,
      TestPki.Owner server,
      String host,
      @Nullable List<X509CRL> crls,
      String sentence) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static TestPki.Request good() {
    return MIDDLE.signs("CN=good.test").dns("good.test", "www.good.test");
  }

  private static Card good(String name, TestPki.Request server, String sentence) {
    return new Card(name, server.make(), "good.test", null, sentence);
  }

  static Stream<Card> deck() {
    return Stream.of(times(), hosts(), issuers(), strength(), usages(), revocations())
        .flatMap(List::stream);
  }

  private static List<Card> times() {
    TestPki.Owner old = ROOT.signs("CN=Old Middle").ca().days(-30, -2).make();
    return List.of(
        good("good", good(), ""),
        good("expired", good().days(-30, -2), "the certificate of 'good.test' expired on 20"),
        good("not yet valid", good().days(2, 9), "of 'good.test' is not valid before 20"),
        good(
            "expired issuer",
            old.signs("CN=good.test").dns("good.test"),
            "the certificate of 'Old Middle' expired on 20"));
  }

  private static List<Card> hosts() {
    List<Card> cards = new ArrayList<>();
    cards.addAll(
        hosts(
            good(),
            "www.good.test",
            "",
            "WWW.Good.Test",
            "",
            "bad.test",
            "the certificate is for good.test, www.good.test, not for 'bad.test'",
            "good.test.bad.test",
            "not for 'good.test.bad.test'"));
    cards.addAll(
        hosts(
            MIDDLE.signs("CN=x").dns("*.wild.test"),
            "a.wild.test",
            "",
            "a.b.wild.test",
            "the certificate is for *.wild.test, not for 'a.b.wild.test'",
            "wild.test",
            "not for 'wild.test'",
            "x",
            "not for 'x'"));
    cards.addAll(
        hosts(
            MIDDLE.signs("CN=x").dns("w*.wild.test"),
            "www.wild.test",
            IF_REFUSED + "w*.wild.test"));
    cards.addAll(hosts(MIDDLE.signs("CN=x").dns("*.test"), "good.test", IF_REFUSED + "is for *"));
    cards.addAll(hosts(MIDDLE.signs("CN=x").dns("*"), "good.test", "is for *, not for"));
    cards.addAll(hosts(MIDDLE.signs("CN=bare.test"), "bare.test", IF_REFUSED + "bare.test"));
    cards.addAll(
        hosts(
            MIDDLE.signs("CN=bare.test").dns("good.test"),
            "bare.test",
            "the certificate is for good.test, not for 'bare.test'"));
    cards.addAll(
        hosts(
            MIDDLE.signs("CN=1.2.3.4").ip("127.0.0.1", "::1"),
            "127.0.0.1",
            "",
            "::1",
            "",
            "127.0.0.2",
            "IP 127.0.0.1, IP 0:0:0:0:0:0:0:1, not for '127.0.0.2'",
            "1.2.3.4",
            "not for '1.2.3.4'"));
    cards.addAll(hosts(MIDDLE.signs("CN=x").dns("a_b.test"), "a_b.test", "no host of such a name"));
    cards.addAll(hosts(MIDDLE.signs("CN=x").dns("127.0.0.1"), "127.0.0.1", "not for '127.0.0.1'"));
    return cards;
  }

  private static List<Card> hosts(TestPki.Request server, String... hostsAndSentences) {
    TestPki.Owner made = server.make();
    List<Card> cards = new ArrayList<>();
    for (int i = 0; i < hostsAndSentences.length; i += 2) {
      String host = hostsAndSentences[i];
      String name = host + " of " + CertificateNames.all(made.own());
      cards.add(new Card(name, made, host, null, hostsAndSentences[i + 1]));
    }
    return cards;
  }

  private static List<Card> issuers() {
    TestPki.Owner good = good().make();
    TestPki.Owner cut = new TestPki.Owner(good.key(), List.of(good.own()));
    TestPki.Owner another = TestPki.root("CN=Another Root").signs("CN=Its Middle").ca().make();
    return List.of(
        good(
            "self-signed",
            TestPki.selfSigned("CN=good.test").dns("good.test"),
            "the certificate of 'good.test' is self-signed, and not among the trusted ones"),
        good(
            "unknown CA",
            another.signs("CN=good.test").dns("good.test"),
            "of 'good.test' is of an unknown CA: 'CN=Another Root', issuer of the last one sent,"),
        new Card(
            "chain without its middle",
            cut,
            "good.test",
            null,
            "is of an unknown CA: its issuer 'CN=The Middle' is not trusted, and no certificate was"
                + " sent that leads on to one that is"),
        good(
            "issued by no CA",
            MIDDLE.signs("CN=not a CA").make().signs("CN=good.test").dns("good.test"),
            "the certificate of 'not a CA' has issued another, but is of no CA"));
  }

  private static List<Card> strength() {
    String weak = "the certificate of 'good.test' rests on a weak key or algorithm: ";
    return List.of(
        good("RSA of 512 bits", good().keys(TestPki.keys("RSA", 512)), weak),
        good("RSA of 1024 bits", good().keys(TestPki.keys("RSA", 1024)), IF_REFUSED + weak),
        good("RSA of 2048 bits", good().keys(RSA), ""),
        good("RSA-PSS", good().keys(TestPki.keys("RSASSA-PSS", 2048)), ""),
        good("Ed25519", good().keys(TestPki.keys("Ed25519", 0)), ""),
        good(
            "signed with MD5",
            RSA_ROOT.signs("CN=good.test").dns("good.test").signedWith("MD5withRSA"),
            weak),
        good("signed with SHA-1", good().signedWith("SHA1withECDSA"), IF_REFUSED + weak));
  }

  private static List<Card> usages() {
    String sentence = "the certificate of 'good.test' may not be used for this: ";
    return List.of(
        good(
            "for clients",
            good().purpose(KeyPurposeId.id_kp_clientAuth),
            sentence + "Extended key usage does not permit use for TLS server authentication"),
        good("key to encipher only", good().usage(KeyUsage.keyEncipherment), sentence),
        good("key to certify only", good().usage(KeyUsage.keyCertSign), sentence));
  }

  private static List<Card> revocations() {
    TestPki.Owner good = good().make();
    TestPki.Owner bad = good().make();
    Duration month = Duration.ofDays(30);
    X509CRL roots = ROOT.crl(month);
    List<X509CRL> lists = List.of(roots, MIDDLE.crl(month, bad.own()));
    List<X509CRL> oldOnes = List.of(roots, MIDDLE.crl(Duration.ofDays(-1)));
    List<X509CRL> all = List.of(ROOT.crl(month, MIDDLE.own()), MIDDLE.crl(month));
    String unknown =
        "the certificate of 'good.test' may be revoked: there is no revocation list in force of its"
            + " issuer";
    return List.of(
        new Card("not revoked", good, "good.test", lists, ""),
        new Card("revoked, and not looked for", bad, "good.test", null, ""),
        new Card("revoked", bad, "good.test", lists, "of 'good.test' was revoked on 20"),
        new Card("issuer revoked", good, "good.test", all, "of 'The Middle' was revoked on 20"),
        new Card("without its issuer's list", good, "good.test", List.of(roots), unknown),
        new Card("with an old list", good, "good.test", oldOnes, unknown));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deck")
  void verdict_isTheJdksOwn_andTellsTheCause(Card card) throws Exception {
    MgTlsOptions serving = new MgTlsOptions().cert(card.server().key(), card.server().chain());
    MgTlsOptions calling = new MgTlsOptions().ca(List.of(ROOT.own(), RSA_ROOT.own()));
    if (card.crls() != null) {
      Path file = dir.resolve("crls.pem");
      StringBuilder text = new StringBuilder();
      card.crls().forEach(each -> text.append(TestPki.pem(each)));
      Files.writeString(file, text);
      calling.crl(file);
    }
    // The versions differ in the alerts they send, not in what is verified.
    List<String> versions =
        IN_BOTH_VERSIONS.contains(card.name()) ? List.of("TLSv1.3", "TLSv1.2") : List.of("TLSv1.3");
    for (String protocol : versions) {
      SSLEngine ours = TlsSides.client(calling).context(null).client(card.host(), 443);
      ours.setEnabledProtocols(new String[] {protocol});
      EnginePair mine = EnginePair.shake(ours, server(serving));
      EnginePair jdks = EnginePair.shake(plain(card, protocol), server(serving));
      assertThat(mine.isAgreed()).as("%s over %s", card, protocol).isEqualTo(jdks.isAgreed());
      assertThat(alert(mine)).as("the alert sent").isEqualTo(alert(jdks));
      boolean isOpen = card.sentence().startsWith(IF_REFUSED);
      if (!isOpen) {
        assertThat(mine.isAgreed())
            .as("%s over %s", card, protocol)
            .isEqualTo(card.sentence().isEmpty());
      }
      if (!mine.isAgreed()) {
        assertThat(mine.clientSentence())
            .startsWith("TLS: ")
            .contains(isOpen ? card.sentence().substring(IF_REFUSED.length()) : card.sentence());
      }
    }
  }

  private static String alert(EnginePair pair) {
    return pair.serverFailure == null ? "" : pair.serverFailure.getMessage();
  }

  private static SSLEngine server(MgTlsOptions options) {
    return TlsSides.server(options).context(null).server(null);
  }

  /** A client with nothing of ours. */
  private static SSLEngine plain(Card card, String protocol) throws Exception {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    anchors.setCertificateEntry("root", ROOT.own());
    anchors.setCertificateEntry("rsa", RSA_ROOT.own());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    if (card.crls() == null) {
      trust.init(anchors);
    } else {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(card.crls())));
      trust.init(new CertPathTrustManagerParameters(parameters));
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLEngine engine = context.createSSLEngine(card.host(), 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {protocol});
    engine.setSSLParameters(parameters);
    return engine;
  }
}
