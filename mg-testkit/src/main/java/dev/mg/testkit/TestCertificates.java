package dev.mg.testkit;

import dev.mg.MgTlsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificates to test with, valid from 2020 to 2120. Their keys are public: <b>nobody may trust
 * them but a test</b>. Any thread.
 *
 * <table>
 *   <caption>Identities</caption>
 *   <tr><td>{@code localhost}</td><td>a server, P-256: localhost, 127.0.0.1, ::1</td></tr>
 *   <tr><td>{@code other}</td><td>a server, RSA: other.test, *.other.test</td></tr>
 *   <tr><td>{@code client}</td><td>a client, P-256, "CN=a client"</td></tr>
 *   <tr><td>{@code stranger}</td><td>for localhost too, but not issued by {@link #ca}</td></tr>
 * </table>
 */
public final class TestCertificates {
  private static final char[] PASSWORD = {};

  private TestCertificates() {}

  /** The root that has issued all but the stranger, in PEM. */
  public static String ca() {
    return text("ca.pem");
  }

  /** The certificate of an identity, in PEM. */
  public static String chain(String identity) {
    return text(identity + ".pem");
  }

  /** Its private key, in PEM. */
  public static String key(String identity) {
    return text(identity + ".key");
  }

  /** A file of the deck of bad certificates, which has roots, a key and revocations of its own. */
  static String deck(String file) {
    return text("deck/" + file);
  }

  /** Options of a server that is {@code localhost}. */
  public static MgTlsOptions server() {
    return new MgTlsOptions().cert(chain("localhost"), key("localhost"));
  }

  /** Options of a client that trusts {@link #ca} and nobody else. */
  public static MgTlsOptions client() {
    return new MgTlsOptions().ca(ca());
  }

  /** The certificate of an identity. */
  public static X509Certificate certificate(String identity) {
    try {
      byte[] bytes = text(identity + ".pem").getBytes(StandardCharsets.US_ASCII);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificates of tests cannot be read here", e);
    }
  }

  /** The private key of an identity. */
  public static PrivateKey privateKey(String identity) {
    try {
      String algorithm = certificate(identity).getPublicKey().getAlgorithm();
      byte[] der = Base64.getMimeDecoder().decode(key(identity).replaceAll("-----.*-----", ""));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keys of tests cannot be read here", e);
    }
  }

  /** The JDK's judgement of certificates, which trusts {@link #ca}. */
  public static X509ExtendedTrustManager trust() {
    try {
      KeyStore trusted = empty();
      trusted.setCertificateEntry("ca", certificate("ca"));
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificates of tests cannot be trusted here", e);
    }
  }

  /** For a peer of the JDK's own, that trusts {@link #ca}; null = without an identity. */
  public static SSLContext context(@Nullable String identity) {
    try {
      KeyStore own = empty();
      if (identity != null) {
        Certificate[] chain = {certificate(identity)};
        own.setKeyEntry("own", privateKey(identity), PASSWORD, chain);
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[] {trust()}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificates of tests cannot be used here", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static String text(String file) {
    try (InputStream in = TestCertificates.class.getResourceAsStream("tls/" + file)) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      return new String(bytes, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException(file + " is in this module, but cannot be read", e);
    }
  }
}
