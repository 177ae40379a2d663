package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.testkit.Pump;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients and servers of other makes, without compression, with it, and with windows kept. Each
 * meets each transport; in a full run in each of these ways.
 */
class PeersTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final int WAYS = 3;

  static final String SHORT = "hello ä€😀";
  static final String LONG = "a text that gets smaller, ".repeat(4_000);

  /** Bytes that get smaller by half. */
  static byte[] bytes() {
    byte[] bytes = new byte[70_000];
    new Random(5).nextBytes(bytes);
    Arrays.fill(bytes, 35_000, 70_000, (byte) 7);
    return bytes;
  }

  private static OtherClient client(String name) {
    return switch (name) {
      case "java-websocket" -> new JavaWebSocketPeer();
      case "okhttp" -> new OkHttpPeer();
      case "npm-ws" -> new NodePeer();
      default -> new JettyPeer();
    };
  }

  private static OtherServer server(String name) {
    return switch (name) {
      case "java-websocket" -> new JavaWebSocketPeer();
      case "npm-ws" -> new NodePeer();
      default -> new JettyPeer();
    };
  }

  static List<Arguments> clients() {
    return meetings("java-websocket", "okhttp", "jetty", "npm-ws");
  }

  static List<Arguments> servers() {
    return meetings("java-websocket", "jetty", "npm-ws");
  }

  /** Peer, whether there is compression, whether windows are kept, transport. */
  private static List<Arguments> meetings(String... peers) {
    List<String> transports = Transports.names();
    List<Arguments> all = new ArrayList<>();
    for (int peer = 0; peer < peers.length; peer++) {
      for (int way = 0; way < WAYS; way++) {
        for (int i = 0; i < transports.size(); i++) {
          if (FULL || (peer + way) % transports.size() == i) {
            all.add(Arguments.of(peers[peer], way > 0, way > 1, transports.get(i)));
          }
        }
      }
    }
    return all;
  }

  private static MgOptions options(boolean deflate, boolean takeover, String transport) {
    return new MgOptions()
        .transport(transport)
        .wsDeflateLevel(deflate ? 6 : 0)
        .wsDeflateTakeover(takeover);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void aClientOfAnotherMake_isEchoed(
      String name, boolean deflate, boolean takeover, String transport) throws Exception {
    assumeTrue(!name.equals("npm-ws") || NodePeer.isThere(), "MG_NODE_MODULES with ws");
    WsRig.Recorder seen = new WsRig.Recorder(WsRig.ECHO, true);
    try (MgManager mgr = MgManager.create(options(deflate, takeover, transport))) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", seen, null);
      String url = "ws://127.0.0.1:" + listener.loc().port() + "/";
      OtherClient client = client(name);
      client.prepare();
      List<String> told = Pump.during(mgr, "echoes to " + name, () -> client.echo(url, deflate));
      assertThat(told).containsExactly(expected());
      Pump.until(mgr, () -> seen.events.toString().contains("CLOSE "), "the end of " + name);
      assertThat(seen.events).contains("CTL CLOSE 4001");
      assertThat(seen.events.toString()).doesNotContain("ERROR");
      assertThat(WsShared.of(mgr).deflate.natives()).isZero();
    }
  }

  /** The close code is the answer to the client's own. */
  static String[] expected() {
    return new String[] {
      "text " + SHORT,
      "text " + LONG.hashCode(),
      "binary " + Arrays.hashCode(bytes()),
      "text " + LONG.hashCode(),
      "close 4001"
    };
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aServerOfAnotherMake_echoes(String name, boolean deflate, boolean takeover, String transport)
      throws Exception {
    assumeTrue(!name.equals("npm-ws") || NodePeer.isThere(), "MG_NODE_MODULES with ws");
    List<String> told = new ArrayList<>();
    OtherServer server = server(name);
    try (MgManager mgr = MgManager.create(options(deflate, takeover, transport))) {
      int port = server.start(deflate);
      MgWs.connect(
          mgr,
          "ws://127.0.0.1:" + port + "/",
          (c, ev, evData, fnData) -> {
            switch (ev) {
              case MgWs.EV_OPEN -> MgWs.send(c, SHORT, MgWs.OP_TEXT);
              case MgWs.EV_MSG -> told(c, told, (MgWsMessage) evData);
              case MgEvent.ERROR -> told.add("error " + evData);
              case MgEvent.CLOSE -> told.add("close " + MgWs.closeCode(c));
              default -> {}
            }
          },
          null,
          "");
      Pump.until(mgr, () -> told.toString().contains("close"), "the end, with " + told.size());
      assertThat(told).containsExactly(expected());
    } finally {
      server.stop();
    }
  }

  /** Each echo is followed by the next message. */
  private static void told(MgConnection c, List<String> told, MgWsMessage wm) {
    boolean isText = wm.op() == MgWs.OP_TEXT;
    String text = wm.data.toString();
    told.add(
        isText
            ? "text " + (text.length() > 60 ? text.hashCode() : text)
            : "binary " + Arrays.hashCode(wm.data.toBytes()));
    switch (told.size()) {
      case 1, 3 -> MgWs.send(c, LONG, MgWs.OP_TEXT);
      case 2 -> MgWs.send(c, bytes(), MgWs.OP_BINARY);
      default -> MgWs.close(c, 4001, "done");
    }
  }
}
