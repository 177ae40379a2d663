package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.MgTlsSession;
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
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** nginx as the https server of our client. */
class NginxTlsTest {
  private static final int WAIT_MS = 10_000;

  private static @Nullable Process nginx;
  private static int port;

  private final List<String> verdicts = new ArrayList<>();
  private boolean closed;

  @BeforeAll
  static void start(@TempDir Path dir) throws Exception {
    Path program = Path.of("/usr/sbin/nginx");
    assumeTrue(Files.isExecutable(program), "nginx is not installed");
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    Files.writeString(dir.resolve("big"), "0123456789".repeat(50_000));
    Files.writeString(dir.resolve("ca"), TestCertificates.ca());
    Files.writeString(dir.resolve("cert"), TestCertificates.chain("localhost"));
    Files.writeString(dir.resolve("key"), TestCertificates.key("localhost"));
    Files.writeString(
        dir.resolve("conf"),
        """
        daemon off; master_process off; pid %1$s/pid; error_log %1$s/log;
        events { worker_connections 64; }
        http { access_log off; default_type text/plain;
          client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
          uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
          ssl_certificate %1$s/cert; ssl_certificate_key %1$s/key;
          ssl_client_certificate %1$s/ca; ssl_verify_client optional;
          ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:s:1m;
          server { listen 127.0.0.1:%2$d ssl; root %1$s;
            location /zip { gzip on; gzip_types *; gzip_min_length 1; alias %1$s/big; }
            location /me { return 200 "$ssl_client_s_dn|$ssl_session_reused"; } } }
        """
            .formatted(dir, port));
    Path out = dir.resolve("out");
    nginx =
        new ProcessBuilder(program.toString(), "-p", dir.toString(), "-c", dir + "/conf")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try (MgManager mgr = MgManager.create()) {
      Pump.until(mgr, () -> listens() || !nginx.isAlive(), "nginx to listen");
    }
    assertThat(nginx.isAlive()).as(Files.readString(out)).isTrue();
  }

  private static boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (nginx != null) {
      nginx.destroy();
      assertThat(nginx.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)).as("nginx ends").isTrue();
    }
  }

  private MgConnection connect(MgManager mgr, MgTlsOptions tls) {
    return MgHttp.connect(
        mgr,
        "https://localhost:" + port,
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
            String body = hm.body.len() > 100 ? "" + hm.body.len() : hm.body.latin1();
            verdicts.add(hm.uri + " " + body);
          } else {
            ClientRig.verdict(verdicts, ev, evData);
          }
          closed |= ev == MgEvent.CLOSE;
        },
        null,
        tls);
  }

  private String ask(MgConnection c, String path, String headers) {
    int had = verdicts.size();
    MgHttp.request(c, "GET", path, headers, "");
    Pump.until(c.mgr(), () -> verdicts.size() > had || closed, "a response");
    return verdicts.get(had);
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "nio, jdk, TLSv1.2",
    "nio, jdk, TLSv1.3",
    "nio, openssl, TLSv1.2",
    "nio, openssl, TLSv1.3",
    "netty, openssl, TLSv1.3",
    "netty-epoll, jdk, TLSv1.3"
  })
  void overOneConnection_thenResumedByAnother(String transport, String engine, String version) {
    MgTlsOptions tls =
        TestCertificates.client()
            .engine(engine)
            .protocols(version)
            .cert(TestCertificates.chain("client"), TestCertificates.key("client"));
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      MgConnection c = connect(mgr, tls);
      assertThat(ask(c, "/me", "")).isEqualTo("200 CN=a client|.");
      MgTlsSession session = Objects.requireNonNull(c.tls());
      assertThat(session.protocol()).isEqualTo(version);
      assertThat(session.alpn()).isEqualTo("http/1.1");
      assertThat(session.peerCertificates())
          .containsExactly(TestCertificates.certificate("localhost"));
      assertThat(ask(c, "/big", "")).isEqualTo("200 500000");
      assertThat(ask(c, "/zip", "Accept-Encoding: gzip\r\n")).startsWith("200 ");
      assertThat(ask(c, "/missing", "")).startsWith("404 ");
      assertThat(closed).isFalse();
      c.drain();
      Pump.until(mgr, () -> closed, "CLOSE");
      closed = false;

      assertThat(ask(connect(mgr, tls), "/me", "")).isEqualTo("200 CN=a client|r");
    }
  }
}
