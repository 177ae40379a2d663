package dev.mg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgTlsOptions;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.SelfSigned;
import dev.mg.examples.cli.ServerTls;
import dev.mg.examples.cli.UsageException;
import dev.mg.examples.demo.Child;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.Pump;
import dev.mg.testkit.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --tls} of the demo, and the clients that talk with it. */
class TlsCommandsTest {
  private static final Pattern BANNER =
      Pattern.compile("mg demo on https://127\\.0\\.0\\.1:(\\d+) +\\(transport");
  private static final Pattern FINGERPRINT =
      Pattern.compile("self-signed certificate, SHA-256 (([0-9A-F]{2}:){31}[0-9A-F]{2})");

  private static Child demo(Pattern sign, String... options) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = System.getProperty("java.class.path");
    List<String> command =
        new ArrayList<>(
            List.of(java, "-Xmx64m", "-cp", path, "dev.mg.examples.Main", "run", "--port", "0"));
    command.add("--tls");
    command.addAll(List.of(options));
    return Child.start(command, sign);
  }

  private static String get(String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    HttpGet.run(List.of(words), new PrintStream(said, true, StandardCharsets.UTF_8));
    return said.toString(StandardCharsets.UTF_8).strip();
  }

  @ParameterizedTest
  @CsvSource({"nio, jdk", "netty-epoll, openssl"})
  void demo_withACertificate_isVerifiedByHttpGet(String transport, String engine, @TempDir Path dir)
      throws Exception {
    Path ca = Files.writeString(dir.resolve("ca"), TestCertificates.ca());
    Path cert = Files.writeString(dir.resolve("c"), TestCertificates.chain("localhost"));
    Path key = Files.writeString(dir.resolve("k"), TestCertificates.key("localhost"));
    String[] options = {
      "--cert",
      cert.toString(),
      "--key",
      key.toString(),
      "--transport",
      transport,
      "--engine",
      engine
    };
    try (Child demo = demo(BANNER, options)) {
      String url = "https://localhost:" + demo.sign().group(1) + "/";
      assertThat(get("--ca", ca.toString(), url)).startsWith("200 ");
      assertThat(get(url)).startsWith("ERROR TLS: ").contains("not trusted");
      assertThat(get("--insecure", url)).startsWith("200 ");
      assertThat(get("--ca", ca.toString(), url.replace("https", "http")))
          .startsWith("ERROR options of TLS are given for http://");
      assertThat(demo.output()).doesNotContain("self-signed");
    }
  }

  @Test
  void demo_withoutACertificate_makesOneAndPrintsItsFingerprint() throws Exception {
    try (Child demo = demo(FINGERPRINT)) {
      Matcher banner = BANNER.matcher(demo.output());
      assertThat(banner.find()).isTrue();
      String url = "https://127.0.0.1:" + banner.group(1) + "/";
      assertThat(get("--insecure", url)).startsWith("200 ");
      assertThat(get(url)).startsWith("ERROR TLS: ");
    }
  }

  @Test
  void selfSigned_isForThisMachine_andTrustedByWhoKnowsIt() throws Exception {
    SelfSigned made = SelfSigned.create();
    X509Certificate certificate = made.certificate();
    certificate.checkValidity();
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    try (MgManager mgr = MgManager.create()) {
      MgTlsOptions server = new MgTlsOptions().cert(made.key(), List.of(certificate));
      EventLog log = new EventLog();
      MgConnection listener = mgr.listen("tls://127.0.0.1:0", log, null, null, null, server);
      EventLog client = new EventLog();
      String url = "tls://localhost:" + listener.loc().port();
      mgr.connect(url, client, null, null, null, new MgTlsOptions().ca(pem));
      Pump.until(mgr, () -> client.has("TLS_HS") || client.has("CLOSE"), "the handshake");
      client.expect("OPEN", "RESOLVE", "CONNECT", "TLS_HS");
    }
  }

  @Test
  void optionsThatDoNotGoTogether_areRefused() {
    String[][] wrong = {
      {"--tls", "--cert", "a"},
      {"--tls", "--key", "a"},
      {"--cert", "a", "--key", "b"},
      {"--engine", "jdk"}
    };
    for (String[] words : wrong) {
      Args args = ServerTls.declare(new CommandLine("x", "y")).parse(List.of(words));
      assertThatThrownBy(() -> ServerTls.of(args))
          .as(String.join(" ", words))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("--cert and --");
    }
  }
}
