package dev.mg.http.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.testkit.Pump;
import dev.mg.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code openssl s_client} against our server, {@code openssl s_server} for our client. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("dev.mg.http.clients.TlsWays#ways")
class OpenSslToolTest {
  private static final String GET = "GET /bytes/3 HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK";

  private static @Nullable Path openssl;
  private static @Nullable RealServer server;
  private static @Nullable Path shared;

  private final String transport;
  private final String engine;

  OpenSslToolTest(String transport, String engine) {
    this.transport = transport;
    this.engine = engine;
  }

  @BeforeAll
  static void find(@TempDir Path dir) throws IOException {
    openssl = Tool.find("openssl").map(Tool::program).orElse(null);
    assumeTrue(openssl != null, "no openssl on the PATH: on Debian, apt-get install openssl");
    shared = dir;
    Files.writeString(dir.resolve("ca"), TestCertificates.ca());
    Files.writeString(dir.resolve("cert"), TestCertificates.chain("localhost"));
    Files.writeString(dir.resolve("key"), TestCertificates.key("localhost"));
  }

  @BeforeParameterizedClassInvocation
  static void start(String transport, String engine) throws Exception {
    server = new RealServer(transport, engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  /** With old versions and weak ciphers allowed on its side. */
  private static Conversation client(String... options) throws IOException {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("s_client", "-connect", server.url("").substring("https://".length())));
    args.addAll(List.of("-CAfile", shared.resolve("ca").toString(), "-verify_return_error"));
    args.addAll(List.of("-cipher", "ALL:@SECLEVEL=0"));
    args.addAll(List.of(options));
    return new Conversation(openssl, args.toArray(new String[0]));
  }

  private static String refused(String... options) throws Exception {
    try (Conversation talk = client(options)) {
      return talk.ended();
    }
  }

  @Test
  void bothVersions_areServedAndVerified() throws Exception {
    for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
      try (Conversation talk =
          client(version, "-verify_hostname", "localhost", "-alpn", "h2,http/1.1")) {
        talk.say(GET).until(OK);
        assertThat(talk.end())
            .contains("Verify return code: 0 (ok)", "ALPN protocol: http/1.1", "Compression: NONE");
      }
    }
  }

  @Test
  void olderVersions_areRefused() throws Exception {
    for (String version : new String[] {"-tls1", "-tls1_1"}) {
      assertThat(refused(version)).as(version).contains("alert protocol version");
    }
  }

  @Test
  void weakCiphers_areRefused() throws Exception {
    String[] weak = {
      "ECDHE-ECDSA-AES128-SHA",
      "ECDHE-ECDSA-AES256-SHA384",
      "AES128-GCM-SHA256",
      "AECDH-AES128-SHA",
      "ECDHE-ECDSA-NULL-SHA",
      "DHE-RSA-AES128-GCM-SHA256"
    };
    for (String cipher : weak) {
      assertThat(refused("-tls1_2", "-cipher", cipher + ":@SECLEVEL=0"))
          .as(cipher)
          .contains("alert handshake failure");
    }
    try (Conversation talk = client("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256")) {
      talk.say(GET).until(OK);
    }
  }

  @Test
  void anUnknownProtocolOfAlpn_isRefusedByItsAlert() throws Exception {
    assertThat(refused("-alpn", "h2")).contains("alert no application protocol");
  }

  @Test
  void renegotiation_isRefused() throws Exception {
    try (Conversation talk = client("-tls1_2")) {
      talk.say(GET).until(OK);
      talk.say("R\n").until("RENEGOTIATING");
      assertThat(talk.ended()).contains("Secure Renegotiation IS supported");
    }
    assertServes();
  }

  @Test
  void keyUpdates_goUnnoticed() throws Exception {
    try (Conversation talk = client("-tls1_3")) {
      talk.say(GET).until(OK);
      talk.say("K\n").until("KEYUPDATE");
      talk.say(GET.replace("/bytes/3", "/slow")).until("at last");
      talk.say("k\n").until("at last\nKEYUPDATE");
      talk.say(GET.replace("/bytes/3", "/gzip")).until("Jack a dull boy.");
    }
  }

  @Test
  void sessions_areResumed() throws Exception {
    String file = Files.createTempFile(shared, "session", "").toString();
    for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
      try (Conversation talk = client(version, "-sess_out", file)) {
        talk.say(GET).until(OK);
        talk.end();
      }
      try (Conversation talk = client(version, "-sess_in", file)) {
        talk.say(GET).until(OK);
        assertThat(talk.end()).as(version).contains("Reused, TLSv1");
      }
    }
  }

  @Test
  void clientsThatLeave_costNothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Conversation talk = client()) {
        talk.end();
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        // Half of a record's header.
        socket.getOutputStream().write(new byte[] {22, 3});
      }
    }
    assertServes();
  }

  private static void assertServes() throws Exception {
    try (Conversation talk = client()) {
      talk.say(GET).until(OK);
    }
  }

  /** What our client makes of a page of {@code openssl s_server -www}. */
  private String ask(MgTlsOptions tls, String host, String... options) throws Exception {
    List<String> args = new ArrayList<>(List.of("s_server", "-www", "-accept"));
    int port = freePort();
    args.add("127.0.0.1:" + port);
    args.addAll(List.of("-cert", shared.resolve("cert").toString()));
    args.addAll(List.of("-key", shared.resolve("key").toString()));
    args.addAll(List.of(options));
    List<String> verdicts = new ArrayList<>();
    boolean[] closed = {false};
    try (Conversation talk = new Conversation(openssl, args.toArray(new String[0]));
        MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      talk.until("ACCEPT");
      MgConnection c =
          MgHttp.connect(
              mgr,
              "https://" + host + ":" + port,
              (conn, ev, evData, fnData) -> {
                if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
                  verdicts.add(hm.uri + " " + hm.body.latin1());
                } else if (ev == MgEvent.ERROR && evData instanceof Throwable e) {
                  verdicts.add("ERROR " + e.getMessage());
                }
                closed[0] |= ev == MgEvent.CLOSE;
              },
              null,
              tls.engine(engine));
      MgHttp.request(c, "GET", "/", "", "");
      Pump.until(mgr, () -> closed[0], "CLOSE");
    }
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }

  /** Free a moment ago: s_server does not tell which one it takes. */
  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  @Test
  void ourClient_speaksWithSServer() throws Exception {
    for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
      // It is done with the connection after each page: whole only by its close_notify.
      assertThat(ask(TestCertificates.client(), "localhost", version))
          .as(version)
          .startsWith("200 ")
          .contains("TLSv1." + version.charAt(version.length() - 1));
    }
    assertThat(ask(TestCertificates.client(), "localhost", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"))
        .startsWith("ERROR TLS: ");
  }

  @Test
  void ourClient_verifiesSServer() throws Exception {
    assertThat(ask(new MgTlsOptions(), "localhost"))
        .startsWith("ERROR TLS: ")
        .contains("'CN=mg test root' is not trusted");
    assertThat(ask(new MgTlsOptions().insecureSkipVerify(true), "localhost")).startsWith("200 ");
  }
}
