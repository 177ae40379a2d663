package dev.mg.core;

import dev.mg.MgException;
import dev.mg.spi.MgTlsSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates and revocation lists out of files, with the line of what is wrong. */
final class Certificates {
  /** A certificate and where it was. */
  record Placed(X509Certificate certificate, String place) {}

  private Certificates() {}

  /** Those of {@code source}, at least one; the keys in it are passed over. */
  static List<Placed> read(MgTlsSource source) {
    List<Placed> found = new ArrayList<>();
    for (PemBlock block : PemText.read(source)) {
      if (block.isCertificate()) {
        found.add(new Placed(certificate(block), block.place()));
      } else if (block.label().equals("TRUSTED CERTIFICATE")) {
        throw block.bad(
            "a certificate in OpenSSL's own form: convert it with 'openssl x509 -in FILE'", null);
      }
    }
    if (found.isEmpty()) {
      throw new MgException(source + " holds no certificate: no block is called 'CERTIFICATE'");
    }
    return found;
  }

  private static X509Certificate certificate(PemBlock block) {
    ByteArrayInputStream in = new ByteArrayInputStream(block.der());
    try {
      X509Certificate made = (X509Certificate) x509().generateCertificate(in);
      if (in.available() > 0) {
        throw block.bad("there is more in it than one certificate", null);
      }
      return made;
    } catch (CertificateException e) {
      throw block.bad("this is no X.509 certificate: " + e.getMessage(), e);
    }
  }

  /** The lists of a file, PEM or DER. */
  static List<X509CRL> crls(Path file) {
    byte[] all = PemText.bytes(file);
    if (all.length > 0 && all[0] == DerReader.SEQUENCE) {
      return List.of(crl(new PemBlock(file.toString(), 1, "X509 CRL", all, false)));
    }
    List<X509CRL> found = new ArrayList<>();
    String text = new String(all, StandardCharsets.ISO_8859_1);
    for (PemBlock block : PemText.parse(file.toString(), text)) {
      if (block.label().equals("X509 CRL") || block.label().equals("CRL")) {
        found.add(crl(block));
      }
    }
    if (found.isEmpty()) {
      throw new MgException(file + " holds no revocation list: no block is called 'X509 CRL'");
    }
    return found;
  }

  private static X509CRL crl(PemBlock block) {
    try {
      return (X509CRL) x509().generateCRL(new ByteArrayInputStream(block.der()));
    } catch (CRLException e) {
      throw block.bad("this is no revocation list: " + e.getMessage(), e);
    }
  }

  private static CertificateFactory x509() {
    try {
      return CertificateFactory.getInstance("X.509");
    } catch (CertificateException e) {
      throw new AssertionError("every JDK has X.509", e);
    }
  }
}
