package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against servers that are not written here, and against ours. */
class ClientServersTest {
  private static final int WAIT_MS = 10_000;

  /** What the exchanges of one connection came to. */
  private static final class Client {
    final MgManager mgr;
    final MgConnection c;
    final List<String> verdicts = new ArrayList<>();
    boolean closed;

    Client(MgManager mgr, String url) {
      this.mgr = mgr;
      c =
          MgHttp.connect(
              mgr,
              url,
              (conn, ev, evData, fnData) -> {
                if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
                  verdicts.add(hm.uri + " " + hm.body.len() + " " + start(hm.body));
                } else {
                  ClientRig.verdict(verdicts, ev, evData);
                }
                closed |= ev == MgEvent.CLOSE;
              },
              null);
    }

    private static String start(MgStr body) {
      return body.slice(0, Math.min(20, body.len())).latin1();
    }

    String next() {
      int had = verdicts.size();
      Pump.until(mgr, () -> verdicts.size() > had || closed, "a response");
      return verdicts.get(had);
    }

    String ask(String method, String target, String body) {
      MgHttp.request(c, method, target, "", body);
      return next();
    }
  }

  private static void serveJdk(HttpExchange x) throws IOException {
    byte[] body = x.getRequestBody().readAllBytes();
    byte[] answer = (x.getRequestMethod() + " " + x.getRequestURI() + " ").getBytes();
    switch (x.getRequestURI().getPath()) {
      case "/none" -> x.sendResponseHeaders(204, -1);
      case "/chunked" -> x.sendResponseHeaders(200, 0);
      default -> x.sendResponseHeaders(200, answer.length + body.length);
    }
    if (!x.getRequestURI().getPath().equals("/none") && !x.getRequestMethod().equals("HEAD")) {
      x.getResponseBody().write(answer);
      x.getResponseBody().flush();
      x.getResponseBody().write(body);
    }
    x.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void theJdksServer_overOneConnection(String transport) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.createContext("/", ClientServersTest::serveJdk);
    server.start();
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      Client client = new Client(mgr, "http://127.0.0.1:" + server.getAddress().getPort());
      assertThat(client.ask("GET", "/a?b", "")).isEqualTo("200 9 GET /a?b ");
      assertThat(client.ask("GET", "/chunked", "")).isEqualTo("200 13 GET /chunked ");
      assertThat(client.ask("HEAD", "/a", "")).isEqualTo("200 0 ");
      assertThat(client.ask("GET", "/none", "")).isEqualTo("204 0 ");
      assertThat(client.ask("POST", "/a", "x".repeat(100_000)))
          .isEqualTo("200 100008 POST /a xxxxxxxxxxxx");
      MgHttp.requestChunked(client.c, "PUT", "/chunked", "");
      for (int i = 0; i < 100; i++) {
        MgHttp.printfChunk(client.c, "%04d", i);
      }
      MgHttp.endRequest(client.c);
      assertThat(client.next()).isEqualTo("200 413 PUT /chunked 0000000");
      assertThat(client.closed).isFalse();
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void ourServer_inTheSameManager_withRequestsPipelined(String transport) throws Exception {
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", HttpRig.echo(), null);
      Client client = new Client(mgr, "http://127.0.0.1:" + listener.loc().port());
      for (int i = 0; i < 50; i++) {
        MgHttp.requestf(client.c, "PUT", "/", "", "%d", i);
        MgHttp.request(client.c, "HEAD", "/", "", "");
      }
      Pump.until(mgr, () -> client.verdicts.size() == 100 || client.closed, "100 responses");
      for (int i = 0; i < 50; i++) {
        assertThat(client.verdicts.get(2 * i)).isEqualTo("200 " + (i < 10 ? 5 : 6) + " PUT:" + i);
        assertThat(client.verdicts.get(2 * i + 1)).isEqualTo("200 0 ");
      }
    }
  }

  @Test
  void nginx_overOneConnection(@TempDir Path dir) throws Exception {
    Path nginx = Path.of("/usr/sbin/nginx");
    assumeTrue(Files.isExecutable(nginx), "nginx is not installed");
    Path socket = Files.createTempDirectory("mg").resolve("nginx.sock");
    Files.writeString(dir.resolve("big"), "0123456789".repeat(50_000));
    Files.writeString(
        dir.resolve("conf"),
        """
        daemon off; master_process off; pid %1$s/pid; error_log %1$s/log;
        events { worker_connections 64; }
        http { access_log off; default_type text/plain;
          client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
          uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
          server { listen unix:%2$s; root %1$s;
            location /zip { gzip on; gzip_types *; gzip_min_length 1; alias %1$s/big; }
            location /moved { return 302 /big; }
            location /none { return 204; } } }
        """
            .formatted(dir, socket));
    Process process =
        new ProcessBuilder(nginx.toString(), "-p", dir.toString(), "-c", dir + "/conf")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("out").toFile())
            .start();
    try (MgManager mgr = MgManager.create()) {
      Pump.until(mgr, () -> Files.exists(socket) || !process.isAlive(), "nginx to listen");
      Client client = new Client(mgr, "unix:" + socket);
      assertThat(client.ask("GET", "/big", "")).isEqualTo("200 500000 01234567890123456789");
      assertThat(client.ask("HEAD", "/big", "")).isEqualTo("200 0 ");
      assertThat(client.ask("GET", "/none", "")).isEqualTo("204 0 ");
      assertThat(client.ask("GET", "/moved", "")).startsWith("302 ");
      assertThat(client.ask("GET", "/missing", "")).startsWith("404 ");
      assertThat(client.ask("POST", "/big", "x")).startsWith("405 ");
      // In chunks, since the length of what is compressed is not known before.
      MgHttp.request(client.c, "GET", "/zip", "Accept-Encoding: gzip\r\n", "");
      assertThat(client.next()).startsWith("200 ").doesNotStartWith("200 500000");
      assertThat(client.closed).isFalse();
    } finally {
      process.destroy();
      assertThat(process.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)).as("nginx ends").isTrue();
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
    }
  }
}
