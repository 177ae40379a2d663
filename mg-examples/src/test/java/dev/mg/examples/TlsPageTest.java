package dev.mg.examples;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgTlsClientAuth;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of docs/tls.md, word by word. */
class TlsPageTest {
  private static final Path PAGE = Path.of("../docs/tls.md");
  private static final Path SOURCE = Path.of("src/test/java/dev/mg/examples/TlsPageTest.java");
  private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final int MOST_POLLS = 2000;

  @TempDir Path dir;

  private final MgManager mgr = MgManager.create();
  private final String url = "https://127.0.0.1:0";
  private final MgHandler handler =
      (c, ev, evData, fnData) -> {
        if (ev == MgHttp.EV_MSG) {
          MgHttp.reply(c, 200, "", "hi\n");
        }
      };

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("localhost", "other", "client")) {
      String file = name.equals("localhost") ? "server" : name;
      Files.writeString(dir.resolve(file + ".pem"), TestCertificates.chain(name));
      Files.writeString(dir.resolve(file + ".key"), TestCertificates.key(name));
    }
    Files.writeString(dir.resolve("ca.pem"), TestCertificates.ca());
  }

  @AfterEach
  void close() {
    mgr.close();
  }

  /** What a client with these options is told: the status, or why there is none. */
  private String get(MgConnection listener, MgTlsOptions options) {
    List<String> told = new ArrayList<>();
    MgHandler client =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CONNECT) {
            MgHttp.request(c, "GET", "/", "", "");
          } else if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
            told.add(MgHttp.status(hm) + " " + hm.body);
            c.close();
          } else if (ev == MgEvent.ERROR) {
            told.add(((Throwable) evData).getMessage());
          }
        };
    MgHttp.connect(mgr, "https://localhost:" + listener.loc().port(), client, null, options);
    for (int i = 0; told.isEmpty(); i++) {
      assertThat(i).as("polls until the client is told something").isLessThan(MOST_POLLS);
      mgr.poll(10);
    }
    return told.get(0);
  }

  @Test
  void server_clientAndReload() throws Exception {
    MgTlsOptions tls =
        new MgTlsOptions().cert(dir.resolve("server.pem"), dir.resolve("server.key"));
    MgConnection listener = MgHttp.listen(mgr, url, handler, null, tls);

    MgTlsOptions trust = new MgTlsOptions().ca(dir.resolve("ca.pem"));
    assertThat(get(listener, trust)).isEqualTo("200 hi\n");
    // Without options it is the system that would have to trust it.
    assertThat(get(listener, null)).startsWith("TLS: the certificate of 'localhost' is of an un");

    Files.copy(dir.resolve("other.pem"), dir.resolve("server.pem"), REPLACE_EXISTING);
    Files.copy(dir.resolve("other.key"), dir.resolve("server.key"), REPLACE_EXISTING);
    tls.reload();
    assertThat(get(listener, new MgTlsOptions().ca(dir.resolve("ca.pem"))))
        .isEqualTo("TLS: the certificate is for other.test, *.other.test, not for 'localhost'");
  }

  @Test
  void clientsOfTheTwoKinds() {
    String url = "https://127.0.0.1:1";
    MgConnection c = MgHttp.connect(mgr, url, handler, null);

    MgTlsOptions trust = new MgTlsOptions().ca(dir.resolve("ca.pem"));
    MgConnection own = MgHttp.connect(mgr, url, handler, null, trust);
    assertThat(c.isClient() && own.isClient()).isTrue();
  }

  @Test
  void clientsWithCertificates() {
    MgTlsOptions known =
        new MgTlsOptions()
            .cert(dir.resolve("server.pem"), dir.resolve("server.key"))
            .ca(dir.resolve("ca.pem"))
            .clientAuth(MgTlsClientAuth.NEED);
    MgTlsOptions client =
        new MgTlsOptions()
            .cert(dir.resolve("client.pem"), dir.resolve("client.key"))
            .ca(dir.resolve("ca.pem"));
    List<String> who = new ArrayList<>();
    MgHandler telling =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.TLS_HS) {
            who.add(c.tls().peerCertificates().get(0).getSubjectX500Principal().getName());
          }
          handler.onEvent(c, ev, evData, fnData);
        };
    MgConnection listener = MgHttp.listen(mgr, url, telling, null, known);
    assertThat(get(listener, client)).isEqualTo("200 hi\n");
    assertThat(who).containsExactly("CN=a client");
    assertThat(get(listener, new MgTlsOptions().ca(dir.resolve("ca.pem"))))
        .contains("client certificate");
  }

  @Test
  void severalNames() {
    MgTlsOptions names =
        new MgTlsOptions()
            .cert(dir.resolve("server.pem"), dir.resolve("server.key"))
            .cert(dir.resolve("other.pem"), dir.resolve("other.key"));
    MgConnection listener = MgHttp.listen(mgr, url, handler, null, names);
    MgTlsOptions asking = new MgTlsOptions().ca(dir.resolve("ca.pem")).serverName("any.other.test");
    assertThat(get(listener, asking)).isEqualTo("200 hi\n");
  }

  @Test
  void eachSample_isRunHere() throws Exception {
    String source = words(Files.readString(SOURCE));
    List<String> samples =
        SAMPLE.matcher(Files.readString(PAGE)).results().map(m -> words(m.group(1))).toList();
    assertThat(samples).hasSize(6).allSatisfy(sample -> assertThat(source).contains(sample));
  }

  private static String words(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
