package dev.mg.core;

import dev.mg.MgException;
import java.util.ArrayList;
import java.util.List;

/** Which ciphers are spoken, and which versions they leave. */
final class TlsCiphers {
  /**
   * Forward secrecy and authenticated encryption only (RFC 9325 sections 4.1 and 4.2): those of TLS
   * 1.3 and, of TLS 1.2, ECDHE with AES-GCM or ChaCha20. No CBC, no RSA key transport, no
   * finite-field Diffie-Hellman, whose groups a client cannot judge.
   */
  static final List<String> DEFAULTS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private TlsCiphers() {}

  /**
   * Those of {@code protocols} that have a cipher: engines differ on what they do with the others.
   *
   * @throws MgException if none has
   */
  static List<String> versions(List<String> protocols, List<String> ciphers) {
    List<String> versions = new ArrayList<>();
    for (String protocol : protocols) {
      if (ciphers.stream().anyMatch(c -> isOf13(c) == protocol.equals("TLSv1.3"))) {
        versions.add(protocol);
      }
    }
    if (versions.isEmpty()) {
      throw new MgException(
          "none of the ciphers "
              + ciphers
              + " is one of the protocols "
              + protocols
              + ": add to either");
    }
    return versions;
  }

  /** TLS 1.3's suites tell no key exchange (RFC 8446 appendix B.4). */
  static boolean isOf13(String cipher) {
    return !cipher.contains("_WITH_");
  }
}
