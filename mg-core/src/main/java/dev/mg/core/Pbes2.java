package dev.mg.core;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens encrypted PKCS#8 keys of the scheme PBES2 with PBKDF2 (RFC 8018 sections 5.2, 6.2 and A.4).
 * Written out because the JDK's own refuses passwords outside ASCII, and names the schemes
 * differently from version to version.
 */
final class Pbes2 {
  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";
  private static final int MAX_ITERATIONS = 10_000_000;

  /** The key derivations by the OID of their pseudo-random function. */
  private static final Map<String, String> DERIVATIONS =
      Map.of(
          "1.2.840.113549.2.7", "PBKDF2WithHmacSHA1",
          "1.2.840.113549.2.8", "PBKDF2WithHmacSHA224",
          "1.2.840.113549.2.9", "PBKDF2WithHmacSHA256",
          "1.2.840.113549.2.10", "PBKDF2WithHmacSHA384",
          "1.2.840.113549.2.11", "PBKDF2WithHmacSHA512");

  private record Scheme(String cipher, int keyBytes) {}

  private static final Map<String, Scheme> CIPHERS =
      Map.of(
          "2.16.840.1.101.3.4.1.2", new Scheme("AES", 16),
          "2.16.840.1.101.3.4.1.22", new Scheme("AES", 24),
          "2.16.840.1.101.3.4.1.42", new Scheme("AES", 32),
          "1.2.840.113549.3.7", new Scheme("DESede", 24));

  private Pbes2() {}

  /**
   * The PKCS#8 within {@code der}, an EncryptedPrivateKeyInfo (RFC 5958 section 3).
   *
   * @throws NoSuchAlgorithmException if it is not encrypted this way, or is no such thing
   * @throws GeneralSecurityException if the password does not open it
   */
  static byte[] open(byte[] der, char[] password) throws GeneralSecurityException {
    DerReader info = new DerReader(der).enter(DerReader.SEQUENCE);
    DerReader algorithm = info == null ? null : info.enter(DerReader.SEQUENCE);
    byte[] sealed = info == null ? null : info.content(DerReader.OCTET_STRING);
    if (algorithm == null || sealed == null || !PBES2.equals(algorithm.oid())) {
      throw unknown();
    }
    DerReader parameters = algorithm.enter(DerReader.SEQUENCE);
    DerReader derivation = parameters == null ? null : parameters.enter(DerReader.SEQUENCE);
    DerReader encryption = parameters == null ? null : parameters.enter(DerReader.SEQUENCE);
    if (derivation == null || encryption == null || !PBKDF2.equals(derivation.oid())) {
      throw unknown();
    }
    Scheme scheme = get(CIPHERS, encryption.oid());
    byte[] iv = encryption.content(DerReader.OCTET_STRING);
    int blockBytes = scheme.cipher().equals("AES") ? 16 : 8;
    if (iv == null || iv.length != blockBytes) {
      throw unknown();
    }
    byte[] key = key(derivation, scheme.keyBytes(), password);
    Cipher cipher = Cipher.getInstance(scheme.cipher() + "/CBC/PKCS5Padding");
    AlgorithmParameterSpec start = new IvParameterSpec(iv);
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, scheme.cipher()), start);
    return cipher.doFinal(sealed);
  }

  private static byte[] key(DerReader derivation, int keyBytes, char[] password)
      throws GeneralSecurityException {
    DerReader in = derivation.enter(DerReader.SEQUENCE);
    byte[] salt = in == null ? null : in.content(DerReader.OCTET_STRING);
    int iterations = in == null ? -1 : in.number();
    if (in == null || salt == null || salt.length == 0) {
      throw unknown();
    }
    if (in.peek() == DerReader.INTEGER && in.number() != keyBytes) {
      throw unknown();
    }
    if (iterations < 1 || iterations > MAX_ITERATIONS) {
      throw new NoSuchAlgorithmException("PBKDF2 with " + iterations + " iterations");
    }
    DerReader function = in.enter(DerReader.SEQUENCE);
    // HMAC with SHA-1 is the one that need not be named (RFC 8018 A.2).
    String name = function == null ? "PBKDF2WithHmacSHA1" : get(DERIVATIONS, function.oid());
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 8 * keyBytes);
    try {
      return SecretKeyFactory.getInstance(name).generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static <T> T get(Map<String, T> map, @Nullable String oid)
      throws NoSuchAlgorithmException {
    T found = oid == null ? null : map.get(oid);
    if (found == null) {
      throw new NoSuchAlgorithmException("algorithm " + oid);
    }
    return found;
  }

  private static NoSuchAlgorithmException unknown() {
    return new NoSuchAlgorithmException("not PBES2 with PBKDF2");
  }
}
