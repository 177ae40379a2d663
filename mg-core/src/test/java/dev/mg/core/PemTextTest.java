package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.spi.MgTlsSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEM as people keep it, and what is told of it when it is damaged. */
class PemTextTest {
  private static final TestPki.Owner SOMEBODY = TestPki.root("CN=somebody");
  private static final String CERTIFICATE = SOMEBODY.chainPem();

  @TempDir Path dir;

  private static List<PemBlock> parse(String text) {
    return PemText.parse("a.pem", text);
  }

  private static byte[] der() throws Exception {
    return SOMEBODY.own().getEncoded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void blocks_areFoundWhateverEndsALine_withTheirLines(String end) throws Exception {
    String text = "first\n\n" + CERTIFICATE + "between\n" + CERTIFICATE;
    List<PemBlock> blocks = parse(text.replace("\n", end));
    int lines = CERTIFICATE.split("\n").length;
    assertThat(blocks).extracting(PemBlock::line).containsExactly(3, 3 + lines + 1);
    assertThat(blocks).extracting(PemBlock::label).containsOnly("CERTIFICATE");
    assertThat(blocks.get(0).der()).isEqualTo(der());
    assertThat(blocks.get(1).der()).isEqualTo(der());
  }

  @Test
  void linesOfAnyLength_andBlanksAround_areRead() throws Exception {
    String[] lines = CERTIFICATE.split("\n");
    StringBuilder longLine = new StringBuilder(lines[0]).append('\n');
    StringBuilder shortLines = new StringBuilder(lines[0]).append("  \n");
    for (int i = 1; i < lines.length - 1; i++) {
      longLine.append(lines[i]);
      for (char ch : lines[i].toCharArray()) {
        shortLines.append("\t ").append(ch).append(" \n");
      }
    }
    String last = lines[lines.length - 1];
    assertThat(parse(longLine + "\n" + last).get(0).der()).isEqualTo(der());
    assertThat(parse(shortLines + last + "\n").get(0).der()).isEqualTo(der());
  }

  @Test
  void textOfOpenssl_isPassedOver() {
    String text = "Bag Attributes\n    friendlyName: x\nsubject=CN = somebody\n" + CERTIFICATE;
    assertThat(parse(text)).hasSize(1);
  }

  @Test
  void byteOrderMark_isNoPartOfTheFirstLine() throws Exception {
    assertThat(parse("\uFEFF" + CERTIFICATE).get(0).der()).isEqualTo(der());
    Path file = Files.writeString(dir.resolve("bom.pem"), "\uFEFF" + CERTIFICATE);
    assertThat(PemText.read(MgTlsSource.of(file)).get(0).line()).isEqualTo(1);
  }

  @Test
  void aTextCutAnywhere_isRefused_orHasNoBlock() {
    for (int n = 0; n < CERTIFICATE.length() - 1; n++) {
      String cut = CERTIFICATE.substring(0, n);
      assertThatThrownBy(() -> parse(cut))
          .as("cut behind %d characters", n)
          .isInstanceOf(MgException.class)
          .hasMessageStartingWith("a.pem");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-----BEGIN X-----\\nAA!A\\n-----END X-----| a.pem, line 2: not base64",
        "-----BEGIN X-----\\nAAAA\\nA*==\\n-----END X-----| a.pem, line 3: not base64",
        "-----BEGIN X-----\\nAAAAA\\n-----END X-----"
            + "| a.pem, line 1: the base64 of this X is cut or damaged",
        "-----BEGIN X-----\\nAAAA\\n-----END Y-----| a.pem, line 3: END is not that of the X of line 1",
        "-----BEGIN X-----\\nAAAA\\n-----END X--| a.pem, line 3: END is not that of the X of line 1",
        "\\n-----BEGIN X-----\\nAAAA\\n| a.pem, line 2: the X that begins here has no end",
        "-----BEGIN X-----\\nAAAA\\n-----BEGIN X-----"
            + "| a.pem, line 3: BEGIN within the X of line 1, whose END is missing",
        "AAAA\\n-----END X-----| a.pem, line 2: END without a BEGIN before it",
        "-----BEGIN X\\nAAAA\\n-----END X-----"
            + "| a.pem, line 1: BEGIN without five dashes at the end of the line",
        "-----BEGIN  -----| a.pem, line 1: BEGIN of what? The label is missing",
        "-----BEGIN X-----\\n-----END X-----| a.pem, line 1: this X is empty",
        "nothing| a.pem is no PEM: it has no line '-----BEGIN ...-----'",
      })
  void damage_isToldWithItsLine(String text, String message) {
    assertThatThrownBy(() -> parse(text.replace("\\n", "\n")))
        .isInstanceOf(MgException.class)
        .hasMessage(message);
  }

  @Test
  void der_isToldFromPem_withTheCommandThatConvertsIt() throws Exception {
    Path file = Files.write(dir.resolve("cert.der"), der());
    assertThatThrownBy(() -> PemText.read(MgTlsSource.of(file)))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith(file + " is no PEM: ")
        .hasMessageContaining("'openssl x509 -inform DER -in FILE'");
  }

  @Test
  void noCertificate_damagedOnes_andOpensslsOwn_areTold() {
    String key = SOMEBODY.keyPem();
    assertThatThrownBy(() -> Certificates.read(MgTlsSource.of(key)))
        .isInstanceOf(MgException.class)
        .hasMessage("the text holds no certificate: no block is called 'CERTIFICATE'");
    String damaged = "\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assertThatThrownBy(() -> Certificates.read(MgTlsSource.of(CERTIFICATE + damaged)))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith(
            "the text, line "
                + (CERTIFICATE.split("\n").length + 2)
                + ": this is no X.509 certificate: ");
    String trusted = CERTIFICATE.replace(" CERTIFICATE", " TRUSTED CERTIFICATE");
    assertThatThrownBy(() -> Certificates.read(MgTlsSource.of(trusted)))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("the text, line 1: a certificate in OpenSSL's own form");
  }

  @Test
  void keys_areFoundAmongCertificates_andMustBeOne() {
    String key = SOMEBODY.keyPem();
    String both = CERTIFICATE + key;
    assertThat(PrivateKeys.read(MgTlsSource.of(both), null, SOMEBODY.own().getPublicKey()))
        .isNotNull();
    assertThat(Certificates.read(MgTlsSource.of(key + CERTIFICATE))).hasSize(1);
    assertThatThrownBy(() -> PrivateKeys.read(MgTlsSource.of(CERTIFICATE), null, null))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("the text holds no private key: ");
    int lines = key.split("\n").length;
    assertThatThrownBy(() -> PrivateKeys.read(MgTlsSource.of(key + key), null, null))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith(
            "the text, line " + (lines + 1) + ": a second private key; the first is in line 1");
    assertThatThrownBy(() -> key("DSA PRIVATE KEY", "MAA="))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("the text, line 1: a DSA PRIVATE KEY is not among the keys of TLS");
    assertThatThrownBy(() -> key("PRIVATE KEY", "MAA="))
        .isInstanceOf(MgException.class)
        .hasMessage("the text, line 1: this is no private key");
    assertThatThrownBy(() -> key("EC PRIVATE KEY", "MAA="))
        .isInstanceOf(MgException.class)
        .hasMessage("the text, line 1: this is no EC key");
    assertThatThrownBy(() -> key("RSA PRIVATE KEY", "MAA="))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("the text, line 1: the RSA key is damaged");
  }

  private static void key(String label, String base64) {
    String pem = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    PrivateKeys.read(MgTlsSource.of(pem), null, null);
  }

  @Test
  void aTextsContent_isInNoMessage() {
    assertThat(MgTlsSource.of("secret").toString()).isEqualTo("the text");
  }
}
