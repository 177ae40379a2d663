package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.MgTlsSession;
import dev.mg.http.MgHttp;
import dev.mg.testkit.Pump;
import dev.mg.testkit.TestCertificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** wss, with peers of other makes and among ourselves. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("ways")
class WssTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final int WAIT_S = 20;

  private final String engine;
  private final MgManager mgr;
  private final WsRig.Recorder seen = new WsRig.Recorder(WsRig.ECHO, true);

  WssTest(String transport, String engine) {
    this.engine = engine;
    mgr = MgManager.create(new MgOptions().transport(transport).wsDeflateLevel(6));
  }

  /** Transport and engine: each with each in a full run. */
  static List<Arguments> ways() {
    List<Arguments> all = new ArrayList<>();
    for (String transport : Transports.names()) {
      for (String engine : new String[] {"jdk", "openssl"}) {
        if (FULL || transport.equals("nio") == engine.equals("openssl")) {
          all.add(Arguments.of(transport, engine));
        }
      }
    }
    return all;
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
    MgTlsOptions tls = TestCertificates.server().engine(engine);
    MgConnection listener = MgHttp.listen(mgr, "https://127.0.0.1:0", seen, null, tls);
    return "wss://127.0.0.1:" + listener.loc().port() + "/";
  }

  private void echoes(OtherClient client) throws Exception {
    String url = serve();
    client.prepare();
    List<String> told = Pump.during(mgr, "echoes", () -> client.echo(url, true));
    assertThat(told).containsExactly(PeersTest.expected());
    Pump.until(mgr, () -> seen.events.toString().contains("CLOSE "), "the end");
    assertThat(seen.events.toString()).doesNotContain("ERROR");
  }

  @Test
  void javaWebSocket_isEchoed() throws Exception {
    echoes(new JavaWebSocketPeer());
  }

  @Test
  void okHttp_isEchoed() throws Exception {
    echoes(new OkHttpPeer());
  }

  @Test
  void theJdksClient_isEchoed() throws Exception {
    String url = serve();
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence text, boolean l) {
            told.add(text.toString());
            ws.request(1);
            return null;
          }
        };
    String echo =
        Pump.during(
            mgr,
            "an echo",
            () -> {
              HttpClient http =
                  HttpClient.newBuilder().sslContext(TestCertificates.context(null)).build();
              WebSocket ws =
                  http.newWebSocketBuilder()
                      .buildAsync(URI.create(url), listener)
                      .get(WAIT_S, TimeUnit.SECONDS);
              ws.sendText(PeersTest.SHORT, true);
              String came = told.poll(WAIT_S, TimeUnit.SECONDS);
              ws.abort();
              return came;
            });
    assertThat(echo).isEqualTo(PeersTest.SHORT);
  }

  @Test
  void ourClient_speaksWithJavaWebSocket() throws Exception {
    JavaWebSocketPeer server = new JavaWebSocketPeer();
    try {
      int port = server.start(true, TestCertificates.context("localhost"));
      assertThat(echoed(null, "wss://localhost:" + port + "/"))
          .isEqualTo(PeersTest.SHORT + "|" + Arrays.hashCode(PeersTest.bytes()) + "|4001");
    } finally {
      server.stop();
    }
  }

  @Test
  void ourClient_speaksWithOurServer() {
    assertThat(echoed(null, serve()))
        .isEqualTo(PeersTest.SHORT + "|" + Arrays.hashCode(PeersTest.bytes()) + "|4001");
  }

  @Test
  void throughAProxy_tlsIsWithTheServer() {
    MgConnection proxy = mgr.listen("tcp://127.0.0.1:0", WssTest::tunnel, null);
    String url = serve().replace("127.0.0.1", "localhost");
    assertThat(echoed("http://127.0.0.1:" + proxy.loc().port(), url))
        .isEqualTo(PeersTest.SHORT + "|" + Arrays.hashCode(PeersTest.bytes()) + "|4001");
  }

  /** A text, bytes and a close code that came back to our client. */
  private String echoed(@Nullable String proxyUrl, String url) {
    List<String> told = new ArrayList<>();
    boolean[] closed = {false};
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          switch (ev) {
            case MgWs.EV_OPEN -> {
              MgTlsSession tls = Objects.requireNonNull(c.tls());
              assertThat(tls.engine()).isEqualTo(engine);
              MgWs.send(c, PeersTest.SHORT, MgWs.OP_TEXT);
            }
            case MgWs.EV_MSG -> {
              MgWsMessage wm = (MgWsMessage) evData;
              if (wm.op() == MgWs.OP_TEXT) {
                told.add(wm.data.toString());
                MgWs.send(c, PeersTest.bytes(), MgWs.OP_BINARY);
              } else {
                told.add("" + Arrays.hashCode(wm.data.toBytes()));
                MgWs.close(c, 4001, "done");
              }
            }
            case MgEvent.ERROR -> told.add("error " + evData);
            case MgEvent.CLOSE -> {
              told.add("" + MgWs.closeCode(c));
              closed[0] = true;
            }
            default -> {}
          }
        };
    if (proxyUrl == null) {
      MgWs.connect(mgr, url, fn, null, "", trusting());
    } else {
      MgWs.connectVia(mgr, proxyUrl, url, fn, null, "", trusting());
    }
    Pump.until(mgr, () -> closed[0], "CLOSE");
    return String.join("|", told);
  }

  /** A proxy that makes tunnels, on the manager under test. */
  private static void tunnel(
      MgConnection c, int ev, @Nullable Object evData, @Nullable Object other) {
    if (ev == MgEvent.CLOSE && other instanceof MgConnection end) {
      end.drain();
    } else if (ev == MgEvent.READ && other instanceof MgConnection end) {
      end.send(c.recv);
      c.recv.clear();
    } else if (ev == MgEvent.READ && c.recv.str().find("\r\n\r\n") >= 0) {
      String target = c.recv.toString().split(" ")[1];
      c.recv.clear();
      c.fnData(c.mgr().connect("tcp://" + target, WssTest::tunnel, c));
      c.send("HTTP/1.1 200 OK\r\n\r\n");
    }
  }
}
