package dev.mg.core;

import dev.mg.MgException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts certificates into the order in which they are sent (RFC 8446 section 4.4.2). */
final class CertificateChain {
  private static final byte[] PROBE =
      "the key's own certificate verifies this".getBytes(StandardCharsets.US_ASCII);

  private CertificateChain() {}

  /**
   * The certificate of {@code key}, then each one's issuer, without the root.
   *
   * @throws MgException if none is of the key, or one has no place among the others
   */
  static List<X509Certificate> order(
      PrivateKey key, List<Certificates.Placed> given, String source) {
    List<Certificates.Placed> rest = new ArrayList<>(given);
    Certificates.Placed own = null;
    for (Certificates.Placed each : given) {
      if (own == null && isPair(key, each.certificate().getPublicKey())) {
        own = each;
      }
    }
    if (own == null) {
      throw new MgException(
          source
              + " do not belong together: the key is of none of the certificates, the first of"
              + " which is that of '"
              + CertificateNames.subject(given.get(0).certificate())
              + "'");
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificates.Placed at = own; at != null; at = issuer(at.certificate(), rest)) {
      rest.remove(at);
      chain.add(at.certificate());
    }
    X509Certificate last = chain.get(chain.size() - 1);
    if (chain.size() > 1 && isSignedBy(last, last)) {
      // The peer has it, or does not trust it.
      chain.remove(last);
    }
    for (Certificates.Placed each : rest) {
      addOther(chain, each, last);
    }
    return List.copyOf(chain);
  }

  private static Certificates.@Nullable Placed issuer(
      X509Certificate of, List<Certificates.Placed> among) {
    if (isSignedBy(of, of)) {
      return null;
    }
    for (Certificates.Placed each : among) {
      if (isSignedBy(of, each.certificate())) {
        return each;
      }
    }
    return null;
  }

  /** A copy is left out; what is cross-signed leads to another root, and is kept at the end. */
  private static void addOther(
      List<X509Certificate> chain, Certificates.Placed other, X509Certificate last) {
    X509Certificate certificate = other.certificate();
    if (chain.contains(certificate) || last.equals(certificate)) {
      return;
    }
    for (X509Certificate each : chain) {
      if (isSignedBy(each, certificate)) {
        if (!isSignedBy(certificate, certificate)) {
          chain.add(certificate);
        }
        return;
      }
    }
    throw new MgException(
        other.place()
            + ": the certificate of '"
            + CertificateNames.subject(certificate)
            + "' has no place in the chain of '"
            + CertificateNames.subject(chain.get(0))
            + "': take it out, or put in what is missing between them");
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether what one signs the other verifies: true of keys in devices, too. */
  private static boolean isPair(PrivateKey key, PublicKey certified) {
    String algorithm = algorithm(certified);
    if (algorithm == null || !algorithm.equals(algorithm(key))) {
      return false;
    }
    try {
      Signature signer = signature(algorithm);
      signer.initSign(key);
      signer.update(PROBE);
      byte[] signed = signer.sign();
      Signature verifier = signature(algorithm);
      verifier.initVerify(certified);
      verifier.update(PROBE);
      return verifier.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static @Nullable String algorithm(Key key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "RSASSA-PSS" -> "RSASSA-PSS";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
      default -> null;
    };
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    return signature;
  }
}
