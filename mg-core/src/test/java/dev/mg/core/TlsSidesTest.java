package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgLog;
import dev.mg.MgTlsClientAuth;
import dev.mg.MgTlsOptions;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What options come to: contexts, by handshakes of two engines in memory. */
class TlsSidesTest {
  private static final TestPki.Owner ROOT = TestPki.root("CN=Root");
  private static final TestPki.Owner A = server("a.test", "www.a.test");
  private static final TestPki.Owner B = server("b.test", "*.b.test");
  private static final TestPki.Owner EXACT = server("x.b.test");
  private static final TestPki.Owner CLIENT =
      ROOT.signs("CN=a client").purpose(KeyPurposeId.id_kp_clientAuth).make();

  @TempDir Path dir;

  private static TestPki.Owner server(String... hosts) {
    return ROOT.signs("CN=of " + hosts[0]).dns(hosts).make();
  }

  private static MgTlsOptions with(TestPki.Owner... owners) {
    MgTlsOptions options = new MgTlsOptions();
    for (TestPki.Owner owner : owners) {
      options.cert(owner.chainPem(), owner.keyPem());
    }
    return options;
  }

  private static MgTlsOptions trusting() {
    return new MgTlsOptions().ca(TestPki.pem(ROOT.own()));
  }

  private static EnginePair shake(MgTlsOptions client, String host, MgTlsOptions server)
      throws Exception {
    return EnginePair.shake(
        TlsSides.client(client).context(null).client(host, 443),
        TlsSides.server(server).context(host).server(null));
  }

  private static X509Certificate shown(EnginePair pair) throws Exception {
    return (X509Certificate) pair.client.getSession().getPeerCertificates()[0];
  }

  @ParameterizedTest
  @CsvSource({
    "a.test, of a.test",
    "www.a.test, of a.test",
    "WWW.A.TEST, of a.test",
    "b.test, of b.test",
    "y.b.test, of b.test",
    "x.b.test, of x.b.test",
    "z.y.b.test, of a.test",
    ".b.test, of a.test",
    "unknown.test, of a.test",
    ", of a.test"
  })
  void certificate_isChosenByTheNameAskedFor(@Nullable String sni, String subject)
      throws Exception {
    TlsSide side = TlsSides.server(with(A, B, EXACT));
    MgTlsOptions insecure = new MgTlsOptions().insecureSkipVerify(true);
    EnginePair pair =
        EnginePair.shake(
            TlsSides.client(insecure).context(null).client("any", 443),
            side.context(sni).server(null));
    assertThat(CertificateNames.commonName(shown(pair))).isEqualTo(subject);
  }

  @Test
  void commonName_isAName_onlyOfACertificateWithoutOthers() throws Exception {
    TestPki.Owner bare = ROOT.signs("CN=bare.test").make();
    TestPki.Owner named = ROOT.signs("CN=named.test").dns("other.test").make();
    TlsSide side = TlsSides.server(with(A, bare, named));
    assertThat(side.context("bare.test")).isNotSameAs(side.context(null));
    assertThat(side.context("other.test")).isNotSameAs(side.context(null));
    assertThat(side.context("named.test")).isSameAs(side.context(null));
  }

  @Test
  void contexts_areMadeOnceAnObjectOfOptions() {
    MgTlsOptions options = with(A).ca(TestPki.pem(ROOT.own()));
    assertThat(TlsSides.server(options)).isSameAs(TlsSides.server(options));
    assertThat(TlsSides.client(options)).isSameAs(TlsSides.client(options));
    assertThat(TlsSides.server(options).context("a.test"))
        .isSameAs(TlsSides.server(options).context("www.a.test"));
    assertThat(TlsSides.server(with(A)).context(null))
        .isNotSameAs(TlsSides.server(options).context(null));
  }

  @Test
  void frozenOptions_refuseSetters_andSayWhatToDo() {
    MgTlsOptions options = with(A);
    TlsSides.server(options);
    assertThatThrownBy(() -> options.serverName("x"))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("these TLS options are in use already");
  }

  @Test
  void optionsThatFailed_mayBePutRight() throws Exception {
    MgTlsOptions options = new MgTlsOptions().clientAuth(MgTlsClientAuth.NEED);
    assertThatThrownBy(() -> TlsSides.server(options)).hasMessageContaining("needs a certificate");
    options.cert(A.key(), A.chain());
    assertThatThrownBy(() -> TlsSides.server(options)).hasMessageContaining("without a CA");
    options.ca(List.of(ROOT.own()));
    assertThat(TlsSides.server(options).context(null)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void sessions_resume(String protocol) throws Exception {
    MgTlsOptions client = trusting().protocols(protocol);
    MgTlsOptions server = with(A, B);
    EnginePair first = shake(client, "a.test", server);
    // What is bound to a session is seen by those that resume it.
    first.client.getSession().putValue("of", "the first");
    EnginePair second = shake(client, "a.test", server);
    EnginePair other = shake(client, "b.test", server);
    assertThat(first.isAgreed() && second.isAgreed() && other.isAgreed()).isTrue();
    assertThat(second.client.getSession().getValue("of")).isEqualTo("the first");
    assertThat(other.client.getSession().getValue("of")).isNull();
  }

  @Test
  void reload_isForNewHandshakes_andABadFileChangesNothing() throws Exception {
    Path chain = Files.writeString(dir.resolve("server.pem"), A.chainPem());
    Path key = Files.writeString(dir.resolve("server.key"), A.keyPem());
    MgTlsOptions server = new MgTlsOptions().cert(chain, key);
    MgTlsOptions client = trusting();
    TlsSide side = TlsSides.server(server);
    EnginePair before = shake(client, "a.test", server);
    SSLEngine early = side.context("a.test").server(null);
    TestPki.Owner renewed = server("a.test");
    Files.writeString(chain, renewed.chainPem());
    assertThatThrownBy(server::reload)
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith(chain + " and " + key + " do not belong together: ");
    assertThat(shown(shake(client, "a.test", server))).isEqualTo(A.own());
    Files.writeString(key, renewed.keyPem());
    server.reload();
    assertThat(TlsSides.server(server)).isSameAs(side);
    // Of a client without a session from before.
    assertThat(shown(shake(trusting(), "a.test", server))).isEqualTo(renewed.own());
    assertThat(before.isAgreed()).isTrue();
    EnginePair late =
        EnginePair.shake(TlsSides.client(trusting()).context(null).client("a.test", 443), early);
    assertThat(shown(late)).isEqualTo(A.own());
  }

  @Test
  void reload_readsTheTrustOfClientsToo() throws Exception {
    Path ca = Files.writeString(dir.resolve("ca.pem"), TestPki.pem(TestPki.root("CN=X").own()));
    MgTlsOptions client = new MgTlsOptions().ca(ca);
    assertThat(shake(client, "a.test", with(A)).isAgreed()).isFalse();
    Files.writeString(ca, TestPki.pem(ROOT.own()));
    client.reload();
    assertThat(shake(client, "a.test", with(A)).isAgreed()).isTrue();
  }

  @Test
  void revocationLists_goWithTheSystemsTrustToo() throws Exception {
    Path lists =
        Files.writeString(dir.resolve("crl.pem"), TestPki.pem(ROOT.crl(Duration.ofDays(9))));
    EnginePair pair = shake(new MgTlsOptions().crl(lists), "a.test", with(A));
    assertThat(pair.clientSentence()).contains("'of a.test' is of an unknown CA: its issuer");
    Files.writeString(lists, A.chainPem());
    assertThatThrownBy(() -> TlsSides.client(new MgTlsOptions().crl(lists)))
        .isInstanceOf(MgException.class)
        .hasMessage(lists + " holds no revocation list: no block is called 'X509 CRL'");
    Files.write(lists, ROOT.crl(Duration.ofDays(9)).getEncoded());
    assertThat(TlsSides.client(new MgTlsOptions().crl(lists)).context(null)).isNotNull();
  }

  @Test
  void reload_ofOptionsNotInUse_doesNothing() {
    with(A).reload();
  }

  @Test
  void defaults_areTwoVersionsAndCiphersWithForwardSecrecyAndAuthentication() {
    for (SSLEngine engine :
        List.of(
            TlsSides.server(with(A)).context(null).server(null),
            TlsSides.client(new MgTlsOptions()).context(null).client("a.test", 443))) {
      assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
      assertThat(engine.getEnabledCipherSuites())
          .containsExactlyElementsOf(TlsCiphers.DEFAULTS)
          .allMatch(c -> c.startsWith("TLS_ECDHE_") || TlsCiphers.isOf13(c))
          .allMatch(c -> c.contains("_GCM_") || c.contains("_CHACHA20_"));
    }
  }

  @Test
  void aServer_goesByTheOrderOfItsCiphers() throws Exception {
    String slow = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    String fast = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    EnginePair pair = shake(trusting().ciphers(fast, slow), "a.test", with(A).ciphers(slow, fast));
    assertThat(pair.client.getSession().getCipherSuite()).isEqualTo(slow);
    assertThat(pair.client.getSession().getProtocol()).isEqualTo("TLSv1.2");
  }

  @Test
  void ciphersThatFitNoVersion_areRefused() {
    MgTlsOptions options = with(A).protocols("TLSv1.2").ciphers("TLS_AES_128_GCM_SHA256");
    assertThatThrownBy(() -> TlsSides.server(options))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("none of the ciphers [TLS_AES_128_GCM_SHA256] is one of the");
  }

  @Test
  void anUnknownCipher_isNamedWithThoseThereAre() {
    assertThatThrownBy(() -> TlsSides.server(with(A).ciphers("TLS_FOO_WITH_BAR")))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith(
            "TLS engine 'jdk' cannot be set up for 'of a.test': the JDK has no cipher"
                + " 'TLS_FOO_WITH_BAR', but [")
        .hasMessageContaining("TLS_AES_128_GCM_SHA256");
  }

  @Test
  void noVersionOfBothSides_isToldOnBoth() throws Exception {
    EnginePair pair =
        shake(trusting().protocols("TLSv1.2"), "a.test", with(A).protocols("TLSv1.3"));
    assertThat(pair.serverSentence()).startsWith("TLS: no TLS version of both sides (");
    assertThat(pair.clientSentence())
        .isEqualTo("TLS: the peer speaks none of our TLS versions (alert protocol_version)");
  }

  @Test
  void noCipherOfBothSides_isToldOnBoth() throws Exception {
    EnginePair pair =
        shake(
            trusting().ciphers("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
            "a.test",
            with(A).ciphers("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
    assertThat(pair.serverSentence()).startsWith("TLS: no cipher of both sides: ");
    assertThat(pair.clientSentence()).contains("(alert handshake_failure)");
  }

  @Test
  void aClientsCertificate_isAskedForAndVerified() throws Exception {
    MgTlsOptions server =
        with(A).clientAuth(MgTlsClientAuth.NEED).ca(List.of(ROOT.own())).protocols("TLSv1.2");
    MgTlsOptions known = trusting().cert(CLIENT.key(), CLIENT.chain());
    EnginePair good = shake(known, "a.test", server);
    assertThat(good.isAgreed()).isTrue();
    assertThat(good.server.getSession().getPeerCertificates()[0]).isEqualTo(CLIENT.own());
    EnginePair none = shake(trusting(), "a.test", server);
    assertThat(none.serverSentence()).startsWith("TLS: the client showed no certificate (");
    TestPki.Owner stranger =
        TestPki.root("CN=X").signs("CN=a stranger").purpose(KeyPurposeId.id_kp_clientAuth).make();
    EnginePair bad = shake(trusting().cert(stranger.key(), stranger.chain()), "a.test", server);
    assertThat(bad.serverSentence())
        .startsWith("TLS: the certificate of 'a stranger' is of an unknown CA: its issuer 'CN=X'");
    EnginePair wrong = shake(trusting().cert(B.key(), B.chain()), "a.test", server);
    assertThat(wrong.serverSentence())
        .contains("may not be used for this")
        .contains("client authentication");
  }

  @Test
  void aWantedClientsCertificate_mayBeMissing_butNotBad() throws Exception {
    MgTlsOptions server = with(A).clientAuth(MgTlsClientAuth.WANT).ca(List.of(ROOT.own()));
    assertThat(shake(trusting(), "a.test", server).isAgreed()).isTrue();
    TestPki.Owner stranger =
        TestPki.root("CN=X").signs("CN=a stranger").purpose(KeyPurposeId.id_kp_clientAuth).make();
    EnginePair bad = shake(trusting().cert(stranger.key(), stranger.chain()), "a.test", server);
    assertThat(bad.serverFailure).isNotNull();
  }

  @Test
  void clientAuthWithoutCa_isRefused() {
    assertThatThrownBy(() -> TlsSides.server(with(A).clientAuth(MgTlsClientAuth.NEED)))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("clientAuth NEED without a CA: say by ca(...)");
  }

  @Test
  void aServerWithoutCertificate_isRefused() {
    assertThatThrownBy(() -> TlsSides.server(new MgTlsOptions()))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("a TLS server needs a certificate: give one by cert(chain, key)");
  }

  @Test
  void serverName_standsForTheHost() throws Exception {
    MgTlsOptions client = trusting().serverName("b.test");
    TlsSide side = TlsSides.client(client);
    assertThat(side.serverName()).isEqualTo("b.test");
    assertThat(TlsSides.client(trusting()).serverName()).isNull();
  }

  @Test
  void names_areSentOfHostsAlone() {
    TlsSide side = TlsSides.client(trusting());
    assertThat(sent(side, "a.test.")).containsExactly("a.test");
    assertThat(sent(side, "localhost")).containsExactly("localhost");
    assertThat(sent(side, "with_underscore.test")).isEmpty();
    assertThat(sent(side, "127.0.0.1")).isEmpty();
    assertThat(sent(side, "::1")).isEmpty();
  }

  private static List<String> sent(TlsSide side, String host) {
    return side.context(null).client(host, 1).getSSLParameters().getServerNames().stream()
        .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
        .toList();
  }

  @Test
  void hostIsVerified_exceptByOnesOwnWish_whichTheLogTells() throws Exception {
    assertThat(shake(trusting(), "b.test", with(A)).isAgreed()).isFalse();
    List<String> log = new ArrayList<>();
    MgLog.setFn((level, line, thrown) -> log.add(level + " " + line));
    try {
      MgTlsOptions insecure = new MgTlsOptions().insecureSkipVerify(true);
      assertThat(insecure.isInsecure()).isTrue();
      assertThat(shake(insecure, "b.test", with(A)).isAgreed()).isTrue();
      TlsSides.server(with(A).insecureSkipVerify(true));
    } finally {
      MgLog.setFn(null);
    }
    String line =
        "1 TLS without verification, as insecureSkipVerify has it: whoever is on the way can read"
            + " and change everything";
    assertThat(log).containsExactly(line, line);
  }

  @Test
  void alpn_isAsSet_elseAsTheProtocolWantsIt() throws Exception {
    List<String> http = List.of("http/1.1");
    assertThat(TlsSides.client(trusting(), http).alpn()).containsExactly("http/1.1");
    assertThat(TlsSides.client(trusting()).alpn()).isEmpty();
    assertThat(TlsSides.client(trusting().alpn(), http).alpn()).isEmpty();
    assertThat(TlsSides.client(trusting().alpn("mqtt"), http).alpn()).containsExactly("mqtt");
    MgTlsOptions both = trusting();
    assertThat(TlsSides.client(both, http)).isSameAs(TlsSides.client(both, http));
    assertThat(TlsSides.client(both)).isNotSameAs(TlsSides.client(both, http));
    EnginePair pair =
        EnginePair.shake(
            TlsSides.client(trusting().alpn("x", "mqtt")).context(null).client("a.test", 443),
            TlsSides.server(with(A)).context(null).server("mqtt"));
    assertThat(pair.client.getApplicationProtocol()).isEqualTo("mqtt");
    assertThat(pair.server.getApplicationProtocol()).isEqualTo("mqtt");
  }

  @Test
  void pkcs12_isReadWithItsPassword() throws Exception {
    Path file = dir.resolve("server.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("a", A.key(), "secret".toCharArray(), A.chain().toArray(new Certificate[0]));
    write(store, file);
    MgTlsOptions server = new MgTlsOptions().keyStore(file, "secret".toCharArray());
    assertThat(shown(shake(trusting(), "a.test", server))).isEqualTo(A.own());
    assertThatThrownBy(() -> TlsSides.server(new MgTlsOptions().keyStore(file, new char[] {'x'})))
        .isInstanceOf(MgException.class)
        .hasMessage("the password does not open " + file);
    store.setKeyEntry("b", B.key(), "secret".toCharArray(), B.chain().toArray(new Certificate[0]));
    write(store, file);
    assertThatThrownBy(
            () -> TlsSides.server(new MgTlsOptions().keyStore(file, "secret".toCharArray())))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith(file + " holds 2 keys [a, b] in place of one");
    Files.writeString(file, "not a key store");
    assertThatThrownBy(
            () -> TlsSides.server(new MgTlsOptions().keyStore(file, "secret".toCharArray())))
        .isInstanceOf(MgException.class)
        .hasMessage(file + " is no PKCS#12 file");
  }

  private static void write(KeyStore store, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "secret".toCharArray());
    }
  }

  @Test
  void sslContext_bringsItsOwn_andStandsAlone() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new OneKeyManager(A.key(), A.chain())}, null, null);
    MgTlsOptions server = new MgTlsOptions().sslContext(context);
    assertThat(TlsSides.server(server).engine()).isEqualTo("jdk");
    assertThat(shown(shake(trusting(), "a.test", server))).isEqualTo(A.own());
    assertThatThrownBy(() -> TlsSides.server(with(A).sslContext(context)))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("sslContext(...) brings certificates and trust of its own");
    assertThatThrownBy(
            () -> TlsSides.server(new MgTlsOptions().sslContext(context).engine("openssl")))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("sslContext(...) is for engine 'jdk', not for 'openssl'");
  }

  @Test
  void engine_isTheOneNamed() {
    assertThat(TlsSides.client(trusting().engine("jdk")).engine()).isEqualTo("jdk");
    assertThatThrownBy(() -> TlsSides.client(trusting().engine("none")))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("no TLS engine is named 'none'; found: ")
        .hasMessageContaining("jdk");
  }

  @Test
  void badFiles_areToldWithTheirLines() throws Exception {
    Path chain = Files.writeString(dir.resolve("chain.pem"), A.chainPem());
    Path key = Files.writeString(dir.resolve("key.pem"), A.keyPem());
    List<String> lines = new ArrayList<>(Arrays.asList(A.chainPem().split("\n")));
    lines.set(2, lines.get(2).replace(lines.get(2).charAt(5), '!'));
    MgTlsOptions options = new MgTlsOptions().cert(chain, key);
    Files.writeString(chain, String.join("\n", lines));
    assertThatThrownBy(() -> TlsSides.server(options))
        .isInstanceOf(MgException.class)
        .hasMessage(chain + ", line 3: not base64");
    Files.delete(chain);
    assertThatThrownBy(() -> TlsSides.server(options))
        .isInstanceOf(MgException.class)
        .hasMessage(chain + " cannot be read: check path and permissions");
  }
}
