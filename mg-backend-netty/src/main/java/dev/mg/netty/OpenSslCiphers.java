package dev.mg.netty;

import dev.mg.spi.MgTlsConfig;
import io.netty.handler.ssl.OpenSsl;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;

/** What OpenSSL would silently pass over in a list of ciphers. Stateless. */
final class OpenSslCiphers {
  private static final String TLS13 = "TLSv1.3";

  /** BoringSSL speaks all of them, whatever it is told. */
  private static final List<String> OF_TLS13 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  private OpenSslCiphers() {}

  /**
   * Refuses what would not be done as it says.
   *
   * @throws GeneralSecurityException if the engine does not know a suite, or cannot leave one out
   */
  static void check(MgTlsConfig config) throws GeneralSecurityException {
    List<String> asked = config.ciphers();
    Set<String> known = OpenSsl.availableJavaCipherSuites();
    for (String cipher : asked) {
      if (!known.contains(cipher)) {
        throw new GeneralSecurityException("it does not know cipher " + cipher);
      }
    }
    boolean isSpoken = !asked.isEmpty() && config.protocols().contains(TLS13);
    if (isSpoken && !asked.containsAll(OF_TLS13) && OpenSsl.versionString().contains("Boring")) {
      throw new GeneralSecurityException(
          "BoringSSL cannot leave out a cipher of TLS 1.3: name all of "
              + OF_TLS13
              + " or none, or choose the engine jdk");
    }
  }
}
