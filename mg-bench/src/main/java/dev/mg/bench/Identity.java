package dev.mg.bench;

import dev.mg.examples.cli.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;

/**
 * A self-signed certificate on curve P-256, and its key, as PEM files that every server can read.
 */
record Identity(Path cert, Path key) {
  private static final int LINE_CHARS = 64;

  /**
   * Makes one, in two files of a folder.
   *
   * @throws BenchException if they cannot be written
   */
  static Identity in(Path folder) {
    Identity files =
        new Identity(
            folder.resolve("cert.pem").toAbsolutePath(),
            folder.resolve("key.pem").toAbsolutePath());
    SelfSigned made = SelfSigned.create();
    try {
      Files.createDirectories(folder);
      Files.writeString(files.cert, pem("CERTIFICATE", made.certificate().getEncoded()));
      Files.writeString(files.key, pem("PRIVATE KEY", made.key().getEncoded()));
    } catch (IOException | CertificateEncodingException e) {
      throw new BenchException("no certificate can be written: " + e.getMessage(), e);
    }
    return files;
  }

  private static String pem(String label, byte[] der) {
    byte[] newline = {'\n'};
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label,
            new String(
                Base64.getMimeEncoder(LINE_CHARS, newline).encode(der), StandardCharsets.US_ASCII),
            label);
  }
}
