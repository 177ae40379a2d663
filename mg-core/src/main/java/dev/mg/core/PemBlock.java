package dev.mg.core;

import dev.mg.MgException;
import org.jspecify.annotations.Nullable;

/**
 * One block of a PEM text (RFC 7468).
 *
 * @param source where the text is from, for messages
 * @param line of its BEGIN, from 1
 * @param isLegacyEncrypted whether it is encrypted the way RFC 1421 has it
 */
record PemBlock(String source, int line, String label, byte[] der, boolean isLegacyEncrypted) {
  /** What is wrong with it, with its place. */
  MgException bad(String what, @Nullable Throwable cause) {
    return new MgException(place() + ": " + what, cause);
  }

  String place() {
    return source + ", line " + line;
  }

  boolean isCertificate() {
    return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
  }
}
