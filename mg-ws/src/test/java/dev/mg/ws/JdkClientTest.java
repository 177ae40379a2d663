package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.testkit.Pump;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of another make, that of the JDK, against the server on every transport. */
class JdkClientTest {
  static List<String> transports() {
    return Transports.names();
  }

  /** What the client was told, messages joined. */
  private static final class Told implements WebSocket.Listener {
    final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        queue.add("text " + (text.length() > 60 ? text.toString().hashCode() : text));
        text.setLength(0);
      }
      ws.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket ws, ByteBuffer data, boolean last) {
      while (data.hasRemaining()) {
        bytes.write(data.get());
      }
      if (last) {
        queue.add("binary " + Arrays.hashCode(bytes.toByteArray()));
        bytes.reset();
      }
      ws.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket ws, ByteBuffer data) {
      queue.add("ping");
      ws.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket ws, ByteBuffer data) {
      queue.add("pong " + data.remaining());
      ws.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
      queue.add("close " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable error) {
      queue.add("error " + error);
    }
  }

  private static <T> T await(MgManager mgr, String what, CompletableFuture<T> future) {
    Pump.until(mgr, future::isDone, what);
    return future.join();
  }

  private static String next(MgManager mgr, Told told, String what) {
    Pump.until(mgr, () -> !told.queue.isEmpty(), what);
    return Objects.requireNonNull(told.queue.poll());
  }

  @ParameterizedTest
  @MethodSource("transports")
  void echo(String transport) {
    MgOptions options = new MgOptions().transport(transport);
    try (MgManager mgr = MgManager.create(options)) {
      WsRig.Recorder seen = new WsRig.Recorder(WsRig.ECHO, true);
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", seen, null);
      Told told = new Told();
      WebSocket ws = open(mgr, listener, told);

      await(mgr, "text sent", ws.sendText("hello ä€😀", true));
      assertThat(next(mgr, told, "a text")).isEqualTo("text hello ä€😀");

      await(mgr, "first part sent", ws.sendText("a", false));
      await(mgr, "ping sent", ws.sendPing(ByteBuffer.wrap(new byte[7])));
      await(mgr, "last part sent", ws.sendText("b", true));
      assertThat(next(mgr, told, "a pong")).isEqualTo("pong 7");
      assertThat(next(mgr, told, "a joined text")).isEqualTo("text ab");

      String big = "0123456789€".repeat(20_000);
      await(mgr, "a big text sent", ws.sendText(big, true));
      assertThat(next(mgr, told, "a big text")).isEqualTo("text " + big.hashCode());

      byte[] bytes = new byte[1 << 20];
      new Random(3).nextBytes(bytes);
      await(mgr, "1 MiB sent", ws.sendBinary(ByteBuffer.wrap(bytes), true));
      assertThat(next(mgr, told, "1 MiB")).isEqualTo("binary " + Arrays.hashCode(bytes));

      await(mgr, "close sent", ws.sendClose(4321, "enough"));
      assertThat(next(mgr, told, "a close")).isEqualTo("close 4321 enough");
      Pump.until(mgr, () -> seen.events.contains("CLOSE DRAINED"), "CLOSE");
      assertThat(seen.take()).startsWith("OPEN").endsWith("CTL CLOSE 4321", "CLOSE DRAINED");
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void theServersPartsPingsAndClose(String transport) {
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      WsRig.Recorder seen = new WsRig.Recorder(WsRig.NOTHING, true);
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", seen, null);
      Told told = new Told();
      WebSocket ws = open(mgr, listener, told);
      MgConnection c = Objects.requireNonNull(seen.last);
      MgWs.sendPart(c, MgStr.of("a"), MgWs.OP_TEXT, false);
      MgWs.send(c, "p", MgWs.OP_PING);
      MgWs.sendPart(c, MgStr.of("b"), MgWs.OP_CONTINUE, true);
      MgWs.close(c, 1001, "moving");
      assertThat(next(mgr, told, "a ping")).isEqualTo("ping");
      assertThat(next(mgr, told, "a text")).isEqualTo("text ab");
      assertThat(next(mgr, told, "a close")).isEqualTo("close 1001 moving");
      Pump.until(mgr, () -> seen.events.contains("CLOSE DRAINED"), "CLOSE");
      assertThat(ws.isInputClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aSubprotocolIsChosen(String transport) {
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      MgConnection listener =
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:0",
              (c, ev, evData, fnData) -> {
                if (ev == MgHttp.EV_MSG) {
                  MgWs.upgrade(c, (MgHttpMessage) evData, "Sec-WebSocket-Protocol: two\r\n");
                }
              },
              null);
      WebSocket ws =
          await(
              mgr,
              "the handshake",
              HttpClient.newHttpClient()
                  .newWebSocketBuilder()
                  .subprotocols("one", "two")
                  .buildAsync(uri(listener), new Told()));
      assertThat(ws.getSubprotocol()).isEqualTo("two");
      ws.abort();
    }
  }

  private static WebSocket open(MgManager mgr, MgConnection listener, Told told) {
    return await(
        mgr,
        "the handshake",
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri(listener), told));
  }

  private static URI uri(MgConnection listener) {
    return URI.create("ws://127.0.0.1:" + listener.loc().port() + "/chat");
  }
}
