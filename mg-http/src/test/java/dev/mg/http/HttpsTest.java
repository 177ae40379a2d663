package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.MgTlsSession;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.Pump;
import dev.mg.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** https on each transport with each engine. */
@ParameterizedClass(name = "{0}, {1}")
@CsvSource({
  "nio, jdk",
  "nio, openssl",
  "netty, jdk",
  "netty, openssl",
  "netty-epoll, jdk",
  "netty-epoll, openssl"
})
class HttpsTest {
  private static final int WAIT_MS = 10_000;
  private static final byte[] BIG =
      "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

  private final String engine;
  private final MgManager mgr;
  private final List<String> verdicts = new ArrayList<>();
  private boolean closed;

  @TempDir Path dir;

  HttpsTest(String transport, String engine) {
    this.engine = engine;
    mgr = MgManager.create(new MgOptions().transport(transport));
  }

  @BeforeEach
  void makeFile() throws IOException {
    Files.write(dir.resolve("big"), BIG);
  }

  @AfterEach
  void close() {
    mgr.close();
  }

  private MgTlsOptions trusting() {
    return TestCertificates.client().engine(engine);
  }

  /** Our server; its URL. */
  private String serve() {
    return "https://localhost:" + listen().loc().port();
  }

  private MgConnection listen() {
    return MgHttp.listen(
        mgr, "https://127.0.0.1:0", this::answer, null, TestCertificates.server().engine(engine));
  }

  private void answer(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (ev == MgHttp.EV_MSG) {
      MgHttpMessage hm = (MgHttpMessage) evData;
      switch (hm.uri.toString()) {
        case "/tls" -> {
          MgTlsSession tls = Objects.requireNonNull(c.tls());
          MgHttp.reply(c, 200, "", tls.engine() + " " + tls.alpn() + " " + tls.sni());
        }
        case "/ends" -> MgHttp.reply(c, 200, "", c.rem() + " " + c.loc());
        case "/echo" -> MgHttp.reply(c, 200, "", hm.body);
        case "/big" -> MgHttp.serveFile(c, hm, dir.resolve("big"), new MgServeOptions());
        case "/events" -> {
          MgSse.start(c);
          MgSse.send(c, "tick", "1", "a\nb");
          MgSse.end(c);
        }
        default -> MgHttp.reply(c, 200, "", hm.header("Host"));
      }
    }
  }

  private MgHandler collecting() {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
        verdicts.add(hm.uri + " " + (hm.body.len() > 100 ? hm.body.len() : hm.body.latin1()));
      } else if (ev == MgEvent.ERROR && evData instanceof Throwable e) {
        verdicts.add("ERROR " + e.getMessage());
      }
      closed |= ev == MgEvent.CLOSE;
    };
  }

  private String next() {
    int had = verdicts.size();
    Pump.until(mgr, () -> verdicts.size() > had || closed, "a response");
    return verdicts.get(had);
  }

  private String ask(MgConnection c, String method, String target, String body) {
    MgHttp.request(c, method, target, "", body);
    return next();
  }

  @Test
  void ourClient_asksOurServer() {
    EventLog log = new EventLog(collecting());
    String url = serve();
    MgConnection c = MgHttp.connect(mgr, url, log, null, trusting());
    assertThat(ask(c, "GET", "/tls", "")).isEqualTo("200 " + engine + " http/1.1 localhost");
    log.expect(c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "WRITE", "HTTP_HDRS", "HTTP_MSG", "READ");
    assertThat(ask(c, "GET", "/", "")).isEqualTo("200 " + url.substring("https://".length()));
    assertThat(ask(c, "POST", "/echo", "x".repeat(1 << 20))).isEqualTo("200 " + (1 << 20));
    assertThat(ask(c, "GET", "/big", "")).isEqualTo("200 " + BIG.length);
    assertThat(ask(c, "GET", "/events", ""))
        .isEqualTo("200 event: tick\nid: 1\ndata: a\ndata: b\n\n");
    assertThat(closed).isFalse();
  }

  @Test
  void targetsOfBothSchemes_areServedOverTls() {
    String url = serve();
    MgConnection c = MgHttp.connect(mgr, url, collecting(), null, trusting());
    assertThat(ask(c, "GET", "https://a.test/x", "")).isEqualTo("200 a.test");
    assertThat(ask(c, "GET", "http://a.test:81/x", "")).isEqualTo("200 a.test:81");
  }

  @Test
  void aServerNobodyVouchesFor_isAnErrorBeforeAnyRequest() {
    MgConnection c = MgHttp.connect(mgr, serve(), collecting(), null, null);
    assertThat(ask(c, "GET", "/", "")).startsWith("ERROR TLS: ").contains("not trusted");
    Pump.until(mgr, () -> closed, "CLOSE");
  }

  /** A server whose bodies end with the connection, properly or not. */
  private String untilTheEnd(boolean sayingSo) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "https://localhost:" + listener.getLocalPort();
      MgConnection c = MgHttp.connect(mgr, url, collecting(), null, trusting());
      MgHttp.request(c, "GET", "/", "", "");
      Pump.during(
          mgr,
          "the server",
          () -> {
            try (Socket plain = listener.accept();
                SSLSocket socket =
                    (SSLSocket)
                        TestCertificates.context("localhost")
                            .getSocketFactory()
                            .createSocket(plain, null, false)) {
              plain.setSoTimeout(WAIT_MS);
              socket.getInputStream().read();
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
              if (sayingSo) {
                socket.shutdownOutput();
              }
              plain.shutdownOutput();
              plain.getInputStream().readAllBytes();
            }
            return null;
          });
      Pump.until(mgr, () -> closed, "CLOSE");
    }
    return String.join(", ", verdicts);
  }

  @Test
  void aBodyThatEndsWithTheConnection_isWholeWithCloseNotify() throws Exception {
    assertThat(untilTheEnd(true)).isEqualTo("200 hello");
  }

  @Test
  void aBodyThatEndsWithTheConnection_isCutWithoutIt() throws Exception {
    assertThat(untilTheEnd(false))
        .isEqualTo(
            "ERROR the connection ended without TLS's close_notify inside of the response's body");
  }

  @Test
  void throughAProxy_tlsIsWithTheServer() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy()) {
      EventLog log = new EventLog(collecting());
      String url = serve();
      MgConnection c = MgHttp.connectVia(mgr, proxy.url(), url, log, null, trusting());
      Pump.until(mgr, () -> log.has(c, "TLS_HS") || closed, "TLS_HS in " + log);
      assertThat(ask(c, "GET", "/tls", "")).isEqualTo("200 " + engine + " http/1.1 localhost");
      log.expect(
          c, "OPEN", "RESOLVE", "CONNECT", "TLS_HS", "WRITE", "HTTP_HDRS", "HTTP_MSG", "READ");
      assertThat(ask(c, "GET", "/", "")).isEqualTo("200 " + url.substring("https://".length()));
      assertThat(proxy.asked)
          .containsExactly("CONNECT " + url.substring("https://".length()) + " HTTP/1.1");
      assertThat(proxy.firstBytes).as("a handshake record").containsExactly(22);
    }
  }

  @Test
  void throughAProxy_theServerIsVerified() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy()) {
      String other = "https://127.0.0.2:" + otherAddress();
      MgConnection c = MgHttp.connectVia(mgr, proxy.url(), other, collecting(), null, trusting());
      Pump.until(mgr, () -> closed, "CLOSE of " + c);
      assertThat(verdicts).hasSize(1);
      assertThat(verdicts.get(0)).startsWith("ERROR TLS: ").contains("127.0.0.2");
    }
  }

  /** The port of our server on an address that its certificate does not have. */
  private int otherAddress() {
    MgTlsOptions tls = TestCertificates.server().engine(engine);
    return MgHttp.listen(mgr, "https://127.0.0.2:0", this::answer, null, tls).loc().port();
  }

  @Test
  void tlsInsideOfTls_isRefusedAtTheCall() {
    assertThatThrownBy(
            () ->
                MgHttp.connectVia(
                    mgr, "https://u:secret@proxy.test", "https://a.test", collecting(), null))
        .isInstanceOf(MgException.class)
        .hasMessage(
            "TLS with a.test:443 is not made inside of TLS with its proxy: reach the proxy by"
                + " http://");
    assertThatThrownBy(
            () ->
                MgHttp.connectVia(
                    mgr, "http://proxy.test", "http://a.test", collecting(), null, trusting()))
        .isInstanceOf(MgException.class)
        .hasMessage("http://a.test is without TLS, and options of TLS are given: write https://");
    assertThat(mgr.stats().connections()).isZero();
  }

  @Test
  void aProxyHeader_comesBeforeTls() throws Exception {
    MgConnection listener = listen();
    MgProxyProtocol.on(listener, "+127.0.0.0/8");
    String answer =
        Pump.during(
            mgr,
            "the proxied client",
            () -> {
              try (Socket plain =
                      new Socket(InetAddress.getLoopbackAddress(), listener.loc().port());
                  SSLSocket socket =
                      (SSLSocket)
                          TestCertificates.context(null)
                              .getSocketFactory()
                              .createSocket(plain, "localhost", 443, false)) {
                plain.setSoTimeout(WAIT_MS);
                plain
                    .getOutputStream()
                    .write(
                        "PROXY TCP4 203.0.113.7 198.51.100.1 56324 443\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                socket
                    .getOutputStream()
                    .write(
                        "GET /ends HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                return new String(
                    socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
              }
            });
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\n203.0.113.7:56324 198.51.100.1:443");
  }

  @Test
  void aTlsPort_withoutAHeader_isClosed() throws Exception {
    MgConnection listener = listen();
    MgProxyProtocol.on(listener, "+127.0.0.0/8");
    int end =
        Pump.during(
            mgr,
            "a client without a proxy",
            () -> {
              try (Socket plain =
                  new Socket(InetAddress.getLoopbackAddress(), listener.loc().port())) {
                plain.setSoTimeout(WAIT_MS);
                // As a ClientHello begins.
                plain.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1, 0, 0, 0xF, 3, 3, 0});
                return plain.getInputStream().read();
              }
            });
    assertThat(end).isEqualTo(-1);
  }
}
