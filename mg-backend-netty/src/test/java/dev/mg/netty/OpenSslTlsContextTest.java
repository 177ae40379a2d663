package dev.mg.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgTlsClientAuth;
import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import dev.mg.testkit.TestCertificates;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines of OpenSSL against each other, on memory alone: no transport, no loop. */
class OpenSslTlsContextTest {
  private static final List<String> BOTH = List.of("TLSv1.3", "TLSv1.2");
  private static final int ROUNDS = 100;

  @BeforeAll
  static void assumeAvailable() {
    String why = new OpenSslTlsEngineFactory().unavailableBecause();
    assumeTrue(why == null, why);
  }

  /** What {@link TestCertificates#trust} says, counted. */
  private static final class Counting extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge = TestCertificates.trust();
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String auth, SSLEngine engine)
        throws CertificateException {
      asked.incrementAndGet();
      judge.checkServerTrusted(chain, auth, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String auth, SSLEngine engine)
        throws CertificateException {
      judge.checkClientTrusted(chain, auth, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String auth, java.net.Socket s) {
      throw new AssertionError("there is no socket");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String auth, java.net.Socket s) {
      throw new AssertionError("there is no socket");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String auth) {
      throw new AssertionError("the engine is to be told");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String auth) {
      throw new AssertionError("the engine is to be told");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return judge.getAcceptedIssuers();
    }
  }

  private static MgTlsConfig server(
      String identity, MgTlsClientAuth auth, List<String> protocols, List<String> ciphers) {
    return new MgTlsConfig(
        true,
        TestCertificates.privateKey(identity),
        List.of(TestCertificates.certificate(identity)),
        TestCertificates.trust(),
        auth,
        false,
        protocols,
        ciphers,
        List.of());
  }

  private static MgTlsConfig server(List<String> protocols) {
    return server("localhost", MgTlsClientAuth.NONE, protocols, List.of());
  }

  private static MgTlsConfig client(
      X509ExtendedTrustManager trust, boolean verifyHost, List<String> alpn) {
    return new MgTlsConfig(
        false, null, List.of(), trust, MgTlsClientAuth.NONE, verifyHost, BOTH, List.of(), alpn);
  }

  private static MgTlsConfig client() {
    return client(TestCertificates.trust(), true, List.of());
  }

  private static MgTlsContext open(MgTlsConfig config) throws Exception {
    return new OpenSslTlsEngineFactory().open(config);
  }

  /** One end and what it has sent. */
  private static final class End {
    final SSLEngine engine;
    final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
    final ByteBuffer text = ByteBuffer.allocateDirect(1 << 16);

    End(SSLEngine engine) {
      this.engine = engine;
    }

    /** Whatever can be done without the other end. */
    void work(ByteBuffer from) throws SSLException {
      Runnable task;
      from.flip();
      SSLEngineResult result;
      do {
        result = engine.unwrap(from, text);
        while ((task = engine.getDelegatedTask()) != null) {
          task.run();
        }
      } while (result.bytesConsumed() > 0);
      from.compact();
      do {
        result = engine.wrap(ByteBuffer.allocateDirect(0), out);
        while ((task = engine.getDelegatedTask()) != null) {
          task.run();
        }
      } while (result.bytesProduced() > 0);
    }

    boolean isDone() {
      return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
          && !engine.getSession().getProtocol().equals("NONE");
    }
  }

  /** Shakes hands; the server says a byte, which its session tickets go with in TLS 1.3. */
  private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
    End a = new End(client);
    End b = new End(server);
    client.beginHandshake();
    for (int i = 0; i < ROUNDS && !(a.isDone() && b.isDone()); i++) {
      a.work(b.out);
      b.work(a.out);
    }
    assertThat(a.isDone() && b.isDone()).as("the handshake is done").isTrue();
    server.wrap(ByteBuffer.allocateDirect(1), b.out);
    a.work(b.out);
    assertThat(a.text.position()).as("bytes of the server").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void alpn_isWhatTheCoreChose(String protocol) throws Exception {
    try (MgTlsContext servers = open(server(List.of(protocol)));
        MgTlsContext clients =
            open(client(TestCertificates.trust(), true, List.of("a", "b", "c")))) {
      for (String chosen : new String[] {"b", "c", "b", null}) {
        SSLEngine server = servers.server(chosen);
        SSLEngine client = clients.client("localhost", 443);
        shake(client, server);
        assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
        assertThat(server.getApplicationProtocol()).isEqualTo(chosen);
        assertThat(client.getApplicationProtocol()).isEqualTo(chosen);
        servers.release(server);
        clients.release(client);
      }
    }
  }

  @Test
  void names_areAnnounced_withoutADotToo_andAddressesAreNot() throws Exception {
    try (MgTlsContext servers = open(server(BOTH));
        MgTlsContext clients = open(client(TestCertificates.trust(), false, List.of()))) {
      String[][] hosts = {
        {"localhost", "localhost"},
        {"a.test", "a.test"},
        {"a.test.", "a.test"},
        {"127.0.0.1", null},
        {"::1", null}
      };
      for (String[] host : hosts) {
        SSLEngine server = servers.server(null);
        SSLEngine client = clients.client(host[0], 443);
        shake(client, server);
        List<?> names = ((ExtendedSSLSession) server.getSession()).getRequestedServerNames();
        assertThat(names.stream().map(name -> ((SNIHostName) name).getAsciiName()).toList())
            .as(host[0])
            .isEqualTo(host[1] == null ? List.of() : List.of(host[1]));
        servers.release(server);
        clients.release(client);
      }
    }
  }

  @Test
  void host_isVerifiedUnlessItIsNotToBe() throws Exception {
    try (MgTlsContext servers = open(server(BOTH));
        MgTlsContext strict = open(client());
        MgTlsContext lax = open(client(TestCertificates.trust(), false, List.of()))) {
      for (String host : new String[] {"localhost", "127.0.0.1", "::1"}) {
        SSLEngine server = servers.server(null);
        SSLEngine client = strict.client(host, 443);
        shake(client, server);
        servers.release(server);
        strict.release(client);
      }
      for (String host : new String[] {"other.test", "127.0.0.2"}) {
        SSLEngine server = servers.server(null);
        SSLEngine refusing = strict.client(host, 443);
        assertThatThrownBy(() -> shake(refusing, server))
            .isInstanceOf(SSLException.class)
            .hasRootCauseInstanceOf(CertificateException.class)
            .rootCause()
            .hasMessageContaining(host);
        servers.release(server);
        strict.release(refusing);
        SSLEngine another = servers.server(null);
        SSLEngine client = lax.client(host, 443);
        shake(client, another);
        servers.release(another);
        lax.release(client);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessions_areResumedWithTheSameHostAndPort(String protocol) throws Exception {
    Counting trust = new Counting();
    try (MgTlsContext servers = open(server(List.of(protocol)));
        MgTlsContext clients = open(client(trust, true, List.of()))) {
      int[] ports = {443, 443, 8443};
      int[] asked = new int[ports.length];
      for (int i = 0; i < ports.length; i++) {
        SSLEngine server = servers.server(null);
        SSLEngine client = clients.client("localhost", ports[i]);
        shake(client, server);
        asked[i] = trust.asked.get();
        assertThat(client.getSession().getPeerCertificates()).hasSize(1);
        servers.release(server);
        clients.release(client);
      }
      assertThat(asked).as("certificates judged so far").containsExactly(1, 1, 2);
    }
  }

  @Test
  void clientCertificates_areAskedForAsTheConfigurationSays() throws Exception {
    MgTlsConfig known =
        new MgTlsConfig(
            false,
            TestCertificates.privateKey("client"),
            List.of(TestCertificates.certificate("client")),
            TestCertificates.trust(),
            MgTlsClientAuth.NONE,
            true,
            BOTH,
            List.of(),
            List.of());
    for (MgTlsClientAuth auth : MgTlsClientAuth.values()) {
      try (MgTlsContext servers = open(server("localhost", auth, BOTH, List.of()));
          MgTlsContext knowns = open(known);
          MgTlsContext unknowns = open(client())) {
        SSLEngine server = servers.server(null);
        SSLEngine client = knowns.client("localhost", 443);
        shake(client, server);
        if (auth == MgTlsClientAuth.NONE) {
          assertThatThrownBy(() -> server.getSession().getPeerCertificates())
              .isInstanceOf(SSLPeerUnverifiedException.class);
        } else {
          assertThat(server.getSession().getPeerCertificates())
              .containsExactly(TestCertificates.certificate("client"));
        }
        SSLEngine another = servers.server(null);
        SSLEngine nobody = unknowns.client("localhost", 443);
        if (auth == MgTlsClientAuth.NEED) {
          assertThatThrownBy(() -> shake(nobody, another)).isInstanceOf(SSLException.class);
        } else {
          shake(nobody, another);
        }
        List.of(server, another).forEach(servers::release);
        knowns.release(client);
        unknowns.release(nobody);
      }
    }
  }

  @Test
  void aClosedContext_leavesItsEnginesAlive() throws Exception {
    MgTlsContext servers = open(server(BOTH));
    MgTlsContext clients = open(client());
    SSLEngine server = servers.server("a");
    SSLEngine client = clients.client("localhost", 443);
    servers.close();
    servers.close();
    clients.close();
    shake(client, server);
    assertThatThrownBy(() -> clients.client("localhost", 443))
        .isInstanceOf(IllegalStateException.class);
    servers.release(server);
    clients.release(client);
  }

  @Test
  void ciphers_areThoseNamed_andNoOthers() throws Exception {
    String wanted = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    MgTlsConfig config =
        server("localhost", MgTlsClientAuth.NONE, List.of("TLSv1.2"), List.of(wanted));
    try (MgTlsContext servers = open(config);
        MgTlsContext clients = open(client())) {
      SSLEngine server = servers.server(null);
      SSLEngine client = clients.client("localhost", 443);
      shake(client, server);
      assertThat(client.getSession().getCipherSuite()).isEqualTo(wanted);
      assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.2");
      servers.release(server);
      clients.release(client);
    }
  }

  @Test
  void ciphersThatCannotBeHad_areRefusedByName() {
    assertThatThrownBy(
            () ->
                open(
                    server(
                        "localhost",
                        MgTlsClientAuth.NONE,
                        BOTH,
                        List.of("TLS_AES_128_GCM_SHA256"))))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageStartingWith("BoringSSL cannot leave out a cipher of TLS 1.3")
        .hasMessageContaining("TLS_AES_256_GCM_SHA384");
    assertThatThrownBy(
            () -> open(server("localhost", MgTlsClientAuth.NONE, BOTH, List.of("TLS_NONE_SUCH"))))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("TLS_NONE_SUCH");
  }

  @Test
  void itsEngines_wantDirectBuffers() throws Exception {
    try (MgTlsContext clients = open(client())) {
      assertThat(clients.wantsDirect()).isTrue();
    }
  }
}
