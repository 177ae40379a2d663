package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgException;
import dev.mg.spi.MgTlsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form a private key comes in, as BouncyCastle and as the openssl command write them. */
class PemKeysTest {
  private static final PrivateKey EC = TestPki.ec().getPrivate();
  private static final PrivateKey RSA = TestPki.keys("RSA", 1024).getPrivate();

  @TempDir Path dir;

  private static PrivateKey read(String pem) {
    return PrivateKeys.read(MgTlsSource.of(pem), null, null);
  }

  private static PrivateKey read(String pem, String password) {
    return PrivateKeys.read(MgTlsSource.of(pem), password.toCharArray(), null);
  }

  private static String pkcs8(PrivateKey key) throws IOException {
    return TestPki.pem(new JcaPKCS8Generator(key, null));
  }

  private static void assertSame(PrivateKey read, PrivateKey written) {
    if (written instanceof ECPrivateKey ec) {
      // Their bytes differ by whether the curve is told twice.
      assertThat(read).isInstanceOf(ECPrivateKey.class);
      assertThat(((ECPrivateKey) read).getS()).isEqualTo(ec.getS());
      assertThat(((ECPrivateKey) read).getParams().getCurve()).isEqualTo(ec.getParams().getCurve());
    } else {
      assertThat(read.getEncoded()).isEqualTo(written.getEncoded());
    }
  }

  @Test
  void pkcs1_isTheSameKey() {
    String pem = TestPki.pem(RSA);
    assertThat(pem).startsWith("-----BEGIN RSA PRIVATE KEY");
    assertSame(read(pem), RSA);
  }

  @Test
  void sec1WithoutItsCurve_hasItFromTheCertificate() {
    KeyPair pair = TestPki.ec();
    // BouncyCastle leaves the curve out for the JDK's keys.
    String pem = TestPki.pem(pair.getPrivate());
    assertThat(pem).startsWith("-----BEGIN EC PRIVATE KEY");
    assertSame(PrivateKeys.read(MgTlsSource.of(pem), null, pair.getPublic()), pair.getPrivate());
    assertThatThrownBy(() -> read(pem))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("the text, line 1: the key does not tell its curve");
  }

  @ParameterizedTest
  @CsvSource({"EC,0", "RSA,1024", "RSASSA-PSS,1024", "Ed25519,0", "Ed448,0"})
  void pkcs8_isReadForEachKindOfKey(String algorithm, int bits) throws Exception {
    PrivateKey key = TestPki.keys(algorithm, bits).getPrivate();
    String pem = pkcs8(key);
    assertThat(pem).startsWith("-----BEGIN PRIVATE KEY");
    assertSame(read(pem), key);
  }

  @ParameterizedTest
  @CsvSource({
    "AES_128_CBC, PRF_HMACSHA1",
    "AES_192_CBC, PRF_HMACSHA256",
    "AES_256_CBC, PRF_HMACSHA224",
    "AES_256_CBC, PRF_HMACSHA384",
    "AES_256_CBC, PRF_HMACSHA512",
    "DES3_CBC, PRF_HMACSHA256"
  })
  void encryptedPkcs8_isOpenedByItsPassword(String cipher, String function) throws Exception {
    PemObjectGenerator made = new JcaPKCS8Generator(EC, encryptor(cipher, function, "pass"));
    String pem = TestPki.pem(made);
    assertThat(pem).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY");
    assertSame(read(pem, "pass"), EC);
    assertThatThrownBy(() -> read(pem, "wrong"))
        .isInstanceOf(MgException.class)
        .hasMessage("the text, line 1: the password does not open this key");
    assertThatThrownBy(() -> read(pem))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("the text, line 1: the key is encrypted: give its password");
  }

  /** One in 256 of them ends in what looks like a padding. */
  @Test
  void everyWrongPassword_isToldAsOne() throws Exception {
    String pem =
        TestPki.pem(new JcaPKCS8Generator(EC, encryptor("AES_128_CBC", "PRF_HMACSHA1", "x")));
    for (int i = 0; i < 1500; i++) {
      String password = "wrong " + i;
      assertThatThrownBy(() -> read(pem, password))
          .isInstanceOf(MgException.class)
          .hasMessage("the text, line 1: the password does not open this key");
    }
  }

  private static OutputEncryptor encryptor(String cipher, String function, String password)
      throws Exception {
    return new JceOpenSSLPKCS8EncryptorBuilder(
            (ASN1ObjectIdentifier) PKCS8Generator.class.getField(cipher).get(null))
        .setPRF((AlgorithmIdentifier) PKCS8Generator.class.getField(function).get(null))
        .setIterationCount(10)
        .setPassword(password.toCharArray())
        .setProvider(new BouncyCastleProvider())
        .build();
  }

  /** What the openssl command makes: a line of its arguments, {@code -out} left out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024",
        "genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024",
        "genpkey -algorithm ED25519",
        "genpkey -algorithm ED448",
        "genrsa -traditional 1024",
        "ecparam -name prime256v1 -genkey",
        "ecparam -name secp384r1 -genkey -noout",
      })
  void opensslsKeys_areRead(String arguments) throws Exception {
    String pem = openssl(arguments);
    PrivateKey key = read(pem);
    // Itself again, through the form that all others are turned into.
    assertSame(read(pkcs8(key)), key);
    Path file = Files.writeString(dir.resolve("key"), pem);
    String again = openssl("pkcs8 -topk8 -nocrypt -in " + file);
    assertSame(read(again), key);
  }

  @ParameterizedTest
  @CsvSource({
    "-v2 aes-128-cbc",
    "-v2 aes-192-cbc -v2prf hmacWithSHA512",
    "-v2 aes-256-cbc -v2prf hmacWithSHA1",
    "-v2 aes-256-cbc -iter 100000",
    "-v2 des3"
  })
  void opensslsEncryptedKeys_areOpened(String how) throws Exception {
    Path file = Files.writeString(dir.resolve("key"), pkcs8(EC));
    // Not of ASCII: bytes of UTF-8 are what openssl takes from its command line.
    String pem = openssl("pkcs8 -topk8 -passout pass:pässwörd " + how + " -in " + file);
    assertSame(read(pem, "pässwörd"), EC);
    assertThatThrownBy(() -> read(pem, "passwörd")).isInstanceOf(MgException.class);
  }

  @ParameterizedTest
  @CsvSource({"-scrypt", "-v1 PBE-SHA1-3DES"})
  void otherEncryption_isRefusedWithTheCommandThatConvertsIt(String how) throws Exception {
    Path file = Files.writeString(dir.resolve("key"), pkcs8(EC));
    String pem = openssl("pkcs8 -topk8 -passout pass:secret " + how + " -in " + file);
    assertRefusedWithCommand(pem);
  }

  @ParameterizedTest
  @CsvSource({"rsa -traditional -aes256", "rsa -traditional -des3"})
  void legacyEncryption_isRefusedWithTheCommandThatConvertsIt(String how) throws Exception {
    Path file = Files.writeString(dir.resolve("key"), pkcs8(RSA));
    String pem = openssl(how + " -passout pass:secret -in " + file);
    assertThat(pem).contains("Proc-Type: 4,ENCRYPTED");
    assertRefusedWithCommand(pem);
  }

  /** The command within the message, run, makes a file that is read. */
  private void assertRefusedWithCommand(String pem) throws Exception {
    String message = null;
    try {
      read(pem, "secret");
    } catch (MgException e) {
      message = e.getMessage();
    }
    assertThat(message).startsWith("the text, line 1: ").contains("convert it with 'openssl ");
    int from = message.indexOf("'openssl ") + "'openssl ".length();
    String command = message.substring(from, message.indexOf('\'', from));
    Path old = Files.writeString(dir.resolve("old"), pem);
    String converted =
        openssl(
            command.replace("OLD.key", old.toString()).replace(" -out NEW.key", "")
                + " -passin pass:secret -passout pass:secret");
    assertThat(read(converted, "secret").getAlgorithm()).isIn("RSA", "EC");
  }

  /** The command's output; the test is skipped where there is no openssl. */
  private String openssl(String arguments) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is installed");
    List<String> command = new ArrayList<>(List.of("/usr/bin/openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Path out = dir.resolve("openssl.out");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
    builder.redirectError(dir.resolve("openssl.err").toFile());
    Process process = builder.start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " has not ended within 30 s");
    }
    assertThat(process.exitValue())
        .as("%s: %s", command, Files.readString(dir.resolve("openssl.err")))
        .isZero();
    return Files.readString(out);
  }
}
