package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.spi.MgTlsIdentity;
import dev.mg.spi.MgTlsSettings;
import dev.mg.spi.MgTlsState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused at the call, and what the core gets to see. */
class MgTlsOptionsTest {
  private static final String PEM = "-----BEGIN X-----\nAAAA\n-----END X-----\n";

  @TempDir Path dir;

  private static MgTlsSettings settings(MgTlsOptions options) {
    List<MgTlsSettings> seen = new ArrayList<>();
    options.state(
        settings -> {
          seen.add(settings);
          return () -> {};
        });
    return seen.get(0);
  }

  @Test
  void defaults() {
    MgTlsSettings settings = settings(new MgTlsOptions());
    assertThat(settings.identities()).isEmpty();
    assertThat(settings.ca()).isEmpty();
    assertThat(settings.caCertificates()).isEmpty();
    assertThat(settings.crls()).isEmpty();
    assertThat(settings.sslContext()).isNull();
    assertThat(settings.serverName()).isNull();
    assertThat(settings.insecureSkipVerify()).isFalse();
    assertThat(settings.clientAuth()).isEqualTo(MgTlsClientAuth.NONE);
    assertThat(settings.alpn()).isNull();
    assertThat(settings.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(settings.ciphers()).isEmpty();
    assertThat(settings.engine()).isNull();
    assertThat(settings.tasks()).isNull();
  }

  @Test
  void settings_areWhatWasSet() throws Exception {
    Path file = Files.writeString(dir.resolve("a.pem"), PEM);
    char[] password = {'p'};
    MgTlsSettings settings =
        settings(
            new MgTlsOptions()
                .cert(file, file)
                .cert(PEM, PEM, password)
                .keyStore(file, password)
                .ca(file)
                .ca(PEM)
                .crl(file)
                .serverName("a.test.")
                .insecureSkipVerify(true)
                .clientAuth(MgTlsClientAuth.WANT)
                .alpn("h2", "http/1.1")
                .protocols("TLSv1.2")
                .ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                .engine("jdk")
                .tasks(Runnable::run));
    password[0] = 'x';
    assertThat(settings.identities()).hasSize(3);
    MgTlsIdentity.Pem second = (MgTlsIdentity.Pem) settings.identities().get(1);
    assertThat(second.password()).containsExactly('p');
    assertThat(second.chain().text()).isEqualTo(PEM);
    MgTlsIdentity.Pkcs12 third = (MgTlsIdentity.Pkcs12) settings.identities().get(2);
    assertThat(third.file()).isEqualTo(file);
    assertThat(third.password()).containsExactly('p');
    assertThat(settings.ca()).hasSize(2);
    assertThat(settings.crls()).containsExactly(file);
    assertThat(settings.serverName()).isEqualTo("a.test");
    assertThat(settings.insecureSkipVerify()).isTrue();
    assertThat(settings.clientAuth()).isEqualTo(MgTlsClientAuth.WANT);
    assertThat(settings.alpn()).containsExactly("h2", "http/1.1");
    assertThat(settings.protocols()).containsExactly("TLSv1.2");
    assertThat(settings.ciphers()).containsExactly("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    assertThat(settings.engine()).isEqualTo("jdk");
    assertThat(settings.tasks()).isNotNull();
  }

  @Test
  void alpnWithoutNames_isNone_andNotUnset() {
    assertThat(settings(new MgTlsOptions().alpn()).alpn()).isEmpty();
  }

  @Test
  void missingFiles_areRefusedAtTheCall() {
    Path missing = dir.resolve("missing.pem");
    assertThatThrownBy(() -> new MgTlsOptions().cert(missing, missing))
        .isInstanceOf(MgException.class)
        .hasMessage("certificate file " + missing + " cannot be read: check path and permissions");
    assertThatThrownBy(() -> new MgTlsOptions().ca(missing))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("CA file ");
    assertThatThrownBy(() -> new MgTlsOptions().crl(dir))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("CRL file ");
    assertThatThrownBy(() -> new MgTlsOptions().keyStore(missing, new char[0]))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("PKCS#12 file ");
  }

  @Test
  void aNameInPlaceOfAText_isRefused_withoutShowingWhatMayBeAKey() {
    assertThatThrownBy(() -> new MgTlsOptions().cert("server.pem", PEM))
        .isInstanceOf(MgException.class)
        .hasMessage(
            "the certificate text 'server.pem' is no PEM: give a file as a Path, not as a String");
    String key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj".repeat(2);
    assertThatThrownBy(() -> new MgTlsOptions().cert(PEM, key))
        .isInstanceOf(MgException.class)
        .hasMessage("the key text is no PEM: give a file as a Path, not as a String");
    assertThatThrownBy(() -> new MgTlsOptions().ca("ca.pem"))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("the CA text 'ca.pem' is no PEM");
  }

  @Test
  void emptyChainsAndTrust_areRefused() {
    assertThatThrownBy(() -> new MgTlsOptions().ca(List.of()))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("no CA certificate given");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SSLv3| protocol 'SSLv3' is not one of [TLSv1.3, TLSv1.2]: older ones are broken",
        "TLSv1.1| protocol 'TLSv1.1' is not one of [TLSv1.3, TLSv1.2]: older ones are broken",
        "tls1.3| protocol 'tls1.3' is not one of [TLSv1.3, TLSv1.2]: older ones are broken",
        "TLSv1.3 TLSv1.3| protocol 'TLSv1.3' is there twice: leave one out",
      })
  void protocols_areThoseNotBroken(String names, String message) {
    assertThatThrownBy(() -> new MgTlsOptions().protocols(names.split(" ")))
        .isInstanceOf(MgException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> new MgTlsOptions().protocols())
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("no protocol given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_RSA_WITH_NULL_SHA256",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
        "TLS_RSA_EXPORT_WITH_RC4_40_MD5",
        "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
        "TLS_RSA_WITH_DES_CBC_SHA",
        "TLS_RSA_WITH_3DES_EDE_CBC_SHA"
      })
  void ciphersThatProtectNothing_areRefused(String name) {
    assertThatThrownBy(() -> new MgTlsOptions().ciphers(name))
        .isInstanceOf(MgException.class)
        .hasMessage("cipher '" + name + "' protects nothing: leave it out");
  }

  @Test
  void ciphers_haveJsseNames() {
    assertThatThrownBy(() -> new MgTlsOptions().ciphers("ECDHE-RSA-AES128-GCM-SHA256"))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("cipher 'ECDHE-RSA-AES128-GCM-SHA256' is no JSSE name");
    assertThatThrownBy(() -> new MgTlsOptions().ciphers())
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("no cipher given");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "é", "a\n"})
  void alpn_isVisibleAscii(String name) {
    assertThatThrownBy(() -> new MgTlsOptions().alpn("h2", name))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("alpn '" + name + "' is not 1 to 255 visible ASCII characters");
  }

  @Test
  void alpn_isAtMost255Bytes_andOnce() {
    assertThat(settings(new MgTlsOptions().alpn("x".repeat(255))).alpn()).hasSize(1);
    assertThatThrownBy(() -> new MgTlsOptions().alpn("x".repeat(256)))
        .isInstanceOf(MgException.class);
    assertThatThrownBy(() -> new MgTlsOptions().alpn("h2", "h2"))
        .isInstanceOf(MgException.class)
        .hasMessage("alpn 'h2' is there twice: leave one out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "https://a.test", "a.test/x", "[::1]", "a b", "bücher.test"})
  void serverName_isAHost(String name) {
    assertThatThrownBy(() -> new MgTlsOptions().serverName(name))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("serverName '" + name + "' is no host name or IP address");
  }

  @Test
  void state_isMadeOnce_andOnlySuccessFreezes() {
    MgTlsOptions options = new MgTlsOptions();
    assertThatThrownBy(
            () ->
                options.state(
                    settings -> {
                      throw new MgException("bad file");
                    }))
        .hasMessage("bad file");
    options.engine("jdk");
    AtomicInteger reloads = new AtomicInteger();
    MgTlsState state = options.state(settings -> reloads::incrementAndGet);
    assertThat(options.state(settings -> () -> {})).isSameAs(state);
    options.reload();
    assertThat(reloads).hasValue(1);
    List<Runnable> setters =
        List.of(
            () -> options.cert(PEM, PEM),
            () -> options.cert(dir, dir),
            () -> options.keyStore(dir, new char[0]),
            () -> options.ca(PEM),
            () -> options.ca(dir),
            () -> options.ca(List.of()),
            () -> options.crl(dir),
            () -> options.serverName(null),
            () -> options.insecureSkipVerify(true),
            () -> options.clientAuth(MgTlsClientAuth.NEED),
            () -> options.alpn(),
            () -> options.protocols("TLSv1.3"),
            () -> options.ciphers("TLS_AES_128_GCM_SHA256"),
            () -> options.engine(null),
            () -> options.tasks(null));
    assertThat(setters)
        .allSatisfy(
            setter ->
                assertThatThrownBy(setter::run)
                    .isInstanceOf(MgException.class)
                    .hasMessageStartingWith("these TLS options are in use already"));
  }
}
