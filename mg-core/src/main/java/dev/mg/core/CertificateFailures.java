package dev.mg.core;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a certificate was refused, in a sentence. */
final class CertificateFailures {
  private CertificateFailures() {}

  /**
   * What the JDK's refusal means.
   *
   * @param chain what was refused, own certificate first; empty = it is not known here
   * @param host whom it was to be of, or null
   */
  static String explain(Throwable refusal, X509Certificate[] chain, @Nullable String host) {
    for (Throwable at = refusal; at != null; at = at.getCause()) {
      if (at instanceof TlsTrust.Refused) {
        return String.valueOf(at.getMessage());
      }
      if (at instanceof CertificateRevokedException revoked) {
        return revoked(revoked, of(chain));
      }
      if (at instanceof CertPathValidatorException invalid) {
        String why = invalid(invalid, chain);
        if (why != null) {
          return why;
        }
      }
      if (at instanceof CertPathBuilderException && at.getCause() == null) {
        return unknown(chain);
      }
    }
    return other(refusal, chain, host);
  }

  private static @Nullable String invalid(CertPathValidatorException e, X509Certificate[] chain) {
    CertPathValidatorException.Reason reason = e.getReason();
    if (reason == BasicReason.EXPIRED) {
      return outOfTime(chain, "the certificate has expired");
    }
    if (reason == BasicReason.NOT_YET_VALID) {
      return outOfTime(chain, "the certificate is not yet valid");
    }
    if (reason == BasicReason.REVOKED) {
      return e.getCause() instanceof CertificateRevokedException revoked
          ? revoked(revoked, of(e, chain))
          : of(e, chain) + " is revoked";
    }
    if (reason == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
      return of(e, chain) + " may be revoked: there is no revocation list in force of its issuer";
    }
    if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
      return of(e, chain) + " rests on a weak key or algorithm: " + e.getMessage();
    }
    if (reason == BasicReason.INVALID_SIGNATURE) {
      return of(e, chain) + " has a signature that is not its issuer's";
    }
    if (reason == PKIXReason.INVALID_KEY_USAGE) {
      return of(e, chain) + " may not be used for this: " + e.getMessage();
    }
    if (reason == PKIXReason.NOT_CA_CERT) {
      return of(e, chain) + " has issued another, but is of no CA";
    }
    if (reason == PKIXReason.NO_TRUST_ANCHOR) {
      return unknown(chain);
    }
    return null;
  }

  private static String revoked(CertificateRevokedException e, String whose) {
    return whose
        + " was revoked on "
        + e.getRevocationDate().toInstant()
        + " by '"
        + e.getAuthorityName().getName()
        + "' ("
        + e.getRevocationReason()
        + ")";
  }

  private static String outOfTime(X509Certificate[] chain, String otherwise) {
    Date now = new Date();
    for (X509Certificate each : chain) {
      String whose = of(each);
      if (each.getNotAfter().before(now)) {
        return whose + " expired on " + each.getNotAfter().toInstant();
      }
      if (each.getNotBefore().after(now)) {
        return whose + " is not valid before " + each.getNotBefore().toInstant();
      }
    }
    return otherwise;
  }

  private static String unknown(X509Certificate[] chain) {
    if (chain.length == 0) {
      return "the certificate is of an unknown CA: its root is not among the trusted ones";
    }
    if (chain.length == 1 && isSelfSigned(chain[0])) {
      return of(chain) + " is self-signed, and not among the trusted ones: add it with ca(...)";
    }
    String issuer = chain[chain.length - 1].getIssuerX500Principal().getName();
    return of(chain)
        + (chain.length == 1
            ? " is of an unknown CA: its issuer '" + issuer + "' is not trusted, and"
            : " is of an unknown CA: '"
                + issuer
                + "', issuer of the last one sent, is not trusted, and")
        + " no certificate was sent that leads on to one that is";
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    try {
      certificate.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** What has no class of its own in the JDK: only the text tells. */
  private static String other(Throwable refusal, X509Certificate[] chain, @Nullable String host) {
    String text = text(refusal);
    if (text.startsWith("Illegal given domain name")) {
      return "a certificate can be for no host of such a name: " + text;
    }
    if (text.startsWith("No subject alternative") || text.startsWith("No name matching")) {
      String whom = host == null ? "this host" : "'" + host + "'";
      return chain.length == 0
          ? "the certificate is not for " + whom + ": " + text
          : "the certificate is for " + names(chain[0]) + ", not for " + whom;
    }
    if (text.contains("key usage") || text.startsWith("KeyUsage")) {
      return of(chain) + " may not be used for this: " + text;
    }
    return of(chain) + " is refused: " + text;
  }

  private static String names(X509Certificate certificate) {
    List<String> names = CertificateNames.all(certificate);
    return names.isEmpty() ? "no host at all" : String.join(", ", names);
  }

  private static String text(Throwable refusal) {
    String first = refusal.getMessage();
    return first == null ? refusal.getClass().getSimpleName() : first;
  }

  /** The certificate of the path that it is about. */
  private static String of(CertPathValidatorException e, X509Certificate[] chain) {
    CertPath path = e.getCertPath();
    int i = e.getIndex();
    return path != null && i >= 0 && path.getCertificates().get(i) instanceof X509Certificate it
        ? of(it)
        : of(chain);
  }

  private static String of(X509Certificate... chain) {
    return chain.length == 0
        ? "the certificate"
        : "the certificate of '" + CertificateNames.subject(chain[0]) + "'";
  }
}
