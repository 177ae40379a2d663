package dev.mg.core;

import dev.mg.MgException;
import dev.mg.spi.MgTlsSource;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The private key of a PEM text, in whichever of the forms in use it is. */
final class PrivateKeys {
  private static final String RSA_OID = "1.2.840.113549.1.1.1";
  private static final String EC_OID = "1.2.840.10045.2.1";

  /** The AlgorithmIdentifier's content for RSA: its OID, then NULL (RFC 3279 section 2.3.1). */
  private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("06092a864886f70d0101010500");

  private static final byte[] EC_ALGORITHM_OID = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final String WRONG_PASSWORD = "the password does not open this key";

  private PrivateKeys() {}

  /**
   * The one key of {@code source}; the certificates in it are passed over.
   *
   * @param certified its public key, for the curve of a private one that does not tell it
   */
  static PrivateKey read(
      MgTlsSource source, char @Nullable [] password, @Nullable PublicKey certified) {
    PemBlock key = null;
    byte[] curve = certified == null ? null : curve(certified);
    for (PemBlock block : PemText.read(source)) {
      if (block.label().equals("EC PARAMETERS")) {
        curve = block.der();
      } else if (block.label().endsWith("PRIVATE KEY")) {
        if (key != null) {
          throw block.bad(
              "a second private key; the first is in line " + key.line() + ": leave one of them",
              null);
        }
        key = block;
      }
    }
    if (key == null) {
      throw new MgException(
          source + " holds no private key: none of its blocks is called '... PRIVATE KEY'");
    }
    return read(key, curve, password);
  }

  private static PrivateKey read(
      PemBlock block, byte @Nullable [] curve, char @Nullable [] password) {
    if (block.isLegacyEncrypted()) {
      throw block.bad(
          "a key encrypted in OpenSSL's old way, which is weak: convert it with 'openssl pkcs8"
              + " -topk8 -in OLD.key -out NEW.key'",
          null);
    }
    return switch (block.label()) {
      case "PRIVATE KEY" -> key(block, block.der());
      case "ENCRYPTED PRIVATE KEY" -> key(block, decrypt(block, password));
      case "RSA PRIVATE KEY" -> key(block, DerWriter.pkcs8(RSA_ALGORITHM, block.der()));
      case "EC PRIVATE KEY" -> key(block, fromSec1(block, curve));
      default ->
          throw block.bad(
              "a " + block.label() + " is not among the keys of TLS: RSA, EC, Ed25519, Ed448",
              null);
    };
  }

  private static byte[] decrypt(PemBlock block, char @Nullable [] password) {
    if (password == null) {
      throw block.bad("the key is encrypted: give its password as the third argument", null);
    }
    try {
      byte[] opened = Pbes2.open(block.der(), password);
      if (algorithm(opened) == null) {
        // One wrong password in 256 finds a padding that fits.
        throw block.bad(WRONG_PASSWORD, null);
      }
      return opened;
    } catch (NoSuchAlgorithmException e) {
      throw block.bad(
          "encrypted in a way that is not known here ("
              + e.getMessage()
              + "): convert it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.key -out NEW.key'",
          e);
    } catch (GeneralSecurityException e) {
      throw block.bad(WRONG_PASSWORD, e);
    }
  }

  /** ECPrivateKey (RFC 5915 section 3) as PKCS#8. */
  private static byte[] fromSec1(PemBlock block, byte @Nullable [] curve) {
    DerReader in = new DerReader(block.der()).enter(DerReader.SEQUENCE);
    boolean isEc = in != null && in.number() == 1 && in.content(DerReader.OCTET_STRING) != null;
    if (in == null || !isEc) {
      throw block.bad("this is no EC key", null);
    }
    byte[] parameters = in.content(DerReader.CONTEXT);
    if (parameters == null) {
      parameters = curve;
    }
    if (parameters == null) {
      throw block.bad(
          "the key does not tell its curve, nor does the certificate: is it of another key?", null);
    }
    byte[] algorithm = new byte[EC_ALGORITHM_OID.length + parameters.length];
    System.arraycopy(EC_ALGORITHM_OID, 0, algorithm, 0, EC_ALGORITHM_OID.length);
    System.arraycopy(parameters, 0, algorithm, EC_ALGORITHM_OID.length, parameters.length);
    return DerWriter.pkcs8(algorithm, block.der());
  }

  /** The parameters of an EC key's SubjectPublicKeyInfo (RFC 5480 section 2), or null. */
  private static byte @Nullable [] curve(PublicKey key) {
    DerReader info = new DerReader(key.getEncoded()).enter(DerReader.SEQUENCE);
    DerReader algorithm = info == null ? null : info.enter(DerReader.SEQUENCE);
    return algorithm != null && EC_OID.equals(algorithm.oid()) ? algorithm.element() : null;
  }

  private static PrivateKey key(PemBlock block, byte[] pkcs8) {
    String oid = algorithm(pkcs8);
    String name =
        switch (oid == null ? "" : oid) {
          case RSA_OID -> "RSA";
          case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
          case EC_OID -> "EC";
          case "1.3.101.112", "1.3.101.113" -> "EdDSA";
          case "" -> throw block.bad("this is no private key", null);
          default ->
              throw block.bad(
                  "a key of algorithm "
                      + oid
                      + " is not among those of TLS: RSA, EC, Ed25519,"
                      + " Ed448",
                  null);
        };
    try {
      return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw block.bad("the " + name + " key is damaged, or its curve is not known here", e);
    }
  }

  /** The algorithm of a PrivateKeyInfo (RFC 5208 section 5), or null if it is none. */
  private static @Nullable String algorithm(byte[] pkcs8) {
    DerReader in = new DerReader(pkcs8).enter(DerReader.SEQUENCE);
    if (in == null || in.number() < 0) {
      return null;
    }
    DerReader algorithm = in.enter(DerReader.SEQUENCE);
    String oid = algorithm == null ? null : algorithm.oid();
    return in.peek() == DerReader.OCTET_STRING ? oid : null;
  }
}
