package dev.mg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.examples.demo.Child;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.ws.MgWs;
import dev.mg.ws.MgWsMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples that are WebSocket clients, against a server that asks them; and the broker. */
class WsExamplesTest {
  private static final int PATIENCE_MS = 20_000;
  private static final int CASES = 3;
  private static final String ECHO = "echo " + "again and ".repeat(100);

  /** What was asked for, and what came back. */
  private final List<String> seen = new ArrayList<>();

  private volatile boolean isOver;

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    switch (ev) {
      case MgHttp.EV_MSG -> {
        MgHttpMessage hm = (MgHttpMessage) evData;
        String target = hm.target().toString();
        seen.add(target);
        if (target.startsWith("/runCase?case=2&")) {
          MgHttp.reply(c, 500, "", "");
        } else if (MgWs.upgrade(c, hm, "")) {
          opened(c, target);
        }
      }
      case MgWs.EV_MSG -> {
        seen.add("echo " + ((MgWsMessage) evData).data);
        MgWs.close(c, 1000, "");
      }
      default -> {}
    }
  }

  private static void opened(MgConnection c, String target) {
    if (target.endsWith("/getCaseCount")) {
      MgWs.send(c, Integer.toString(CASES), MgWs.OP_TEXT);
      MgWs.close(c, 1000, "");
    } else if (target.startsWith("/updateReports")) {
      MgWs.close(c, 1000, "");
    } else {
      MgWs.send(c, "again and ".repeat(100).substring(0, 1000), MgWs.OP_TEXT);
    }
  }

  /** Runs the example against the server until it has ended; what the server saw. */
  private List<String> run(String sign, String path, String... words) throws Exception {
    try (MgManager mgr = MgManager.create(new MgOptions().wsDeflateLevel(6))) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", this::onEvent, null);
      List<String> command = new ArrayList<>(List.of(words));
      command.add(1, "ws://127.0.0.1:" + listener.loc().port() + path);
      Thread child =
          new Thread(
              () -> {
                try {
                  Example.start(Pattern.compile(sign), command.toArray(new String[0])).close();
                } catch (IOException | AssertionError e) {
                  mgr.execute(() -> seen.add(e.toString()));
                } finally {
                  isOver = true;
                }
              });
      child.start();
      long end = System.nanoTime() + PATIENCE_MS * 1_000_000L;
      while (!isOver) {
        assertThat(System.nanoTime()).as("the example ends: %s", seen).isLessThan(end);
        mgr.poll(20);
      }
      return seen;
    }
  }

  @Test
  void wsEchoClient_sendsBackUntilTheServerCloses() throws Exception {
    assertThat(run("^1 messages$", "/any", "ws-echo-client")).containsExactly("/any", ECHO);
  }

  @Test
  void autobahnClient_runsEachCase_andAsksForTheReport() throws Exception {
    assertThat(run("^3 cases$", "", "autobahn-client", "mg 1", "--deflate", "--transport=nio"))
        .containsExactly(
            "/getCaseCount",
            "/runCase?case=1&agent=mg%201",
            ECHO,
            "/runCase?case=2&agent=mg%201",
            "/runCase?case=3&agent=mg%201",
            ECHO,
            "/updateReports?agent=mg%201");
  }

  @Test
  void mqttOverWs_passesPublishedPacketsToSubscribers() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onBinary(
              WebSocket ws, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            heard.add(HexFormat.of().formatHex(bytes));
            ws.request(1);
            return null;
          }
        };
    try (Child example = Example.serve("mqtt-over-ws", "0")) {
      WebSocket ws =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofMillis(PATIENCE_MS))
              .build()
              .newWebSocketBuilder()
              .subprotocols("mqtt")
              .buildAsync(URI.create("ws://127.0.0.1:" + Example.port(example) + "/"), listener)
              .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
      assertThat(ws.getSubprotocol()).isEqualTo("mqtt");
      String connect = "100c00044d5154540402003c0000";
      String subscribe = "820800010003612f2b00";
      send(ws, connect + subscribe.substring(0, 6));
      assertThat(heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEqualTo("20020000");
      send(ws, subscribe.substring(6) + "c000");
      assertThat(heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEqualTo("9003000100");
      assertThat(heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEqualTo("d000");
      send(ws, "30070003612f626869");
      assertThat(heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEqualTo("30070003612f626869");
      ws.abort();
    }
  }

  private static void send(WebSocket ws, String hex) throws Exception {
    ws.sendBinary(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), true)
        .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }
}
