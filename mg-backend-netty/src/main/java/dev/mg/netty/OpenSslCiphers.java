package dev.mg.netty;

import dev.mg.spi.MgTlsConfig;
import io.netty.handler.ssl.OpenSsl;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Protocols and ciphers as OpenSSL is to be told them, so that nothing is spoken that the
 * configuration leaves out: BoringSSL takes the suites of TLS 1.3 all or not at all.
 *
 * @param protocols JSSE names
 * @param ciphers JSSE names, best first
 */
record OpenSslCiphers(List<String> protocols, List<String> ciphers) {
  private static final String TLS13 = "TLSv1.3";

  private static final List<String> OF_TLS13 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** With forward secrecy and authenticated encryption alone (RFC 9325 section 4.2). */
  private static final List<String> OF_TLS12 =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /**
   * What {@code config} asks for.
   *
   * @throws GeneralSecurityException if the engine does not know a suite, or cannot leave one out
   */
  static OpenSslCiphers of(MgTlsConfig config) throws GeneralSecurityException {
    if (config.ciphers().isEmpty()) {
      List<String> all = new ArrayList<>(OF_TLS13);
      all.addAll(OF_TLS12);
      return new OpenSslCiphers(config.protocols(), all);
    }
    checkKnown(config.ciphers());
    List<String> asked = config.ciphers().stream().filter(OF_TLS13::contains).toList();
    boolean has12 = asked.size() < config.ciphers().size();
    List<String> protocols = new ArrayList<>(config.protocols());
    // Protocols without a suite of their own are not spoken, as the JDK has it.
    if (asked.isEmpty()) {
      protocols.remove(TLS13);
    } else if (!has12) {
      protocols.removeIf(p -> !p.equals(TLS13));
    }
    if (protocols.isEmpty()) {
      throw new GeneralSecurityException(
          "no cipher of " + config.ciphers() + " is one of " + config.protocols());
    }
    if (protocols.contains(TLS13) && !asked.containsAll(OF_TLS13) && isBoringSsl()) {
      throw new GeneralSecurityException(
          "BoringSSL cannot leave out a cipher of TLS 1.3: name all of "
              + OF_TLS13
              + " or none, or choose the engine jdk");
    }
    return new OpenSslCiphers(protocols, config.ciphers());
  }

  private static boolean isBoringSsl() {
    return OpenSsl.versionString().contains("BoringSSL");
  }

  private static void checkKnown(List<String> ciphers) throws GeneralSecurityException {
    Set<String> known = OpenSsl.availableJavaCipherSuites();
    for (String cipher : ciphers) {
      if (!known.contains(cipher)) {
        throw new GeneralSecurityException("the engine openssl does not know cipher " + cipher);
      }
    }
  }
}
