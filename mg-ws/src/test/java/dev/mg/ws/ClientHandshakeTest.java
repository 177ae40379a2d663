package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 4.1: what a client asks, and what it takes for an answer. */
class ClientHandshakeTest {
  private static ClientRig rig() throws Exception {
    return new ClientRig(new MgOptions(), WsRig.ECHO);
  }

  @Test
  void theRequest() throws Exception {
    try (ClientRig rig = rig()) {
      ClientRig.Server server = rig.dial("Origin: http://a\r\nSec-WebSocket-Protocol: b, c\r\n");
      String key = server.request.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+)\r\n.*", "$1");
      assertThat(java.util.Base64.getDecoder().decode(key)).hasSize(16);
      String host = rig.url.substring(5, rig.url.indexOf("/chat"));
      assertThat(server.request)
          .isEqualTo(
              "GET /chat?x=1 HTTP/1.1\r\nHost: "
                  + host
                  + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                  + key
                  + "\r\nSec-WebSocket-Version: 13\r\nOrigin: http://a\r\n"
                  + "Sec-WebSocket-Protocol: b, c\r\n\r\n");
    }
  }

  @Test
  void eachRequestHasAKeyOfItsOwn_andEachFrameToo() throws Exception {
    Set<String> requests = new HashSet<>();
    try (ClientRig rig = rig()) {
      for (int i = 0; i < 10; i++) {
        requests.add(rig.dial("").request);
      }
      assertThat(requests).hasSize(10);
      ClientRig.Server server = rig.open(false);
      Set<Integer> keys = new HashSet<>();
      MgConnection c = Objects.requireNonNull(rig.last);
      for (int i = 0; i < 2000; i++) {
        MgWs.send(c, "", MgWs.OP_TEXT);
        rig.poll();
        byte[] frame = server.peer.received();
        keys.add(java.nio.ByteBuffer.wrap(frame).getInt(2));
      }
      assertThat(keys).hasSizeGreaterThan(1990);
    }
  }

  @Test
  void everyWayToSend_masks() throws Exception {
    try (ClientRig rig = rig()) {
      ClientRig.Server server = rig.open(false);
      MgConnection c = Objects.requireNonNull(rig.last);
      MgWs.send(c, MgStr.of("slice"), MgWs.OP_TEXT);
      MgWs.send(c, Frames.hex("00ff"), MgWs.OP_BINARY);
      MgWs.send(c, "text", MgWs.OP_TEXT);
      MgWs.printf(c, MgWs.OP_TEXT, "%d", 7);
      c.send("wrapped");
      assertThat(MgWs.wrap(c, 7, MgWs.OP_TEXT)).isEqualTo(c.send.len());
      MgWs.sendPart(c, MgStr.of("a"), MgWs.OP_TEXT, false);
      MgWs.send(c, "p", MgWs.OP_PING);
      MgWs.sendPart(c, MgStr.of("b"), MgWs.OP_CONTINUE, true);
      for (int n : new int[] {126, 65_535, 65_536}) {
        assertThat(MgWs.send(c, new byte[n], MgWs.OP_BINARY)).isEqualTo(n + (n < 65_536 ? 8 : 14));
      }
      MgWs.close(c, 1000, "bye");
      rig.poll();
      assertThat(server.frames())
          .containsExactly(
              "TEXT slice",
              "BINARY 00ff",
              "TEXT text",
              "TEXT 7",
              "TEXT wrapped",
              "-TEXT a",
              "PING p",
              "CONTINUE b",
              "BINARY 126 bytes",
              "BINARY 65535 bytes",
              "BINARY 65536 bytes",
              "CLOSE 1000");
      server.send(Frames.server(0x88, Frames.closePayload(1000, new byte[0])));
      server.peer.close();
      rig.poll();
      assertThat(rig.seen.take()).containsExactly("CTL CLOSE 1000", "CLOSE DRAINED");
    }
  }

  @Test
  void whileTheManagerStops_whatIsOpenedGoesAway() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_OPEN) {
            MgWs.send(c, "one word", MgWs.OP_TEXT);
          }
        };
    try (ClientRig rig = new ClientRig(new MgOptions(), app)) {
      ClientRig.Server server = rig.dial("");
      rig.mgr.stop(Duration.ofSeconds(60));
      server.peer.write(ClientRig.answer(server.request, false));
      rig.poll();
      assertThat(server.frames()).containsExactly("TEXT one word", "CLOSE 1001");
    }
  }

  @Test
  void open_comesWithTheAnswer_andTheProgramSeesNoHttp() throws Exception {
    String[] header = {""};
    int[] others = {0};
    ClientRig rig =
        new ClientRig(
            new MgOptions(),
            (c, ev, evData, fnData) -> {
              assertThat(fnData).isEqualTo("data");
              if (ev == MgWs.EV_OPEN) {
                header[0] = String.valueOf(((MgHttpMessage) evData).header("X-Mine"));
                assertThat(c.isWebsocket()).isTrue();
                assertThat(c.isClient()).isTrue();
                MgWs.send(c, "first", MgWs.OP_TEXT);
              } else if (ev >= MgHttp.EV_HDRS && ev <= MgHttp.EV_MSG) {
                others[0]++;
              }
            });
    try (rig) {
      ClientRig.Server server = rig.dial("");
      server.peer.write(ClientRig.answer(server.request, "X-Mine: 1\r\n"));
      rig.poll();
      assertThat(header[0]).isEqualTo("1");
      assertThat(others[0]).isZero();
      assertThat(server.frames()).containsExactly("TEXT first");
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "Upgrade: WebSocket | Connection: keep-alive, UPGRADE | OK",
        "upgrade: websocket | connection: upgrade | OK",
        "Upgrade: h2c | Connection: Upgrade | something else",
        "Upgrade: websocket, h2c | Connection: Upgrade | something else",
        "X: y | Connection: Upgrade | something else",
        "Upgrade: websocket~Upgrade: websocket | Connection: Upgrade | something else",
        "Upgrade: websocket | Connection: keep-alive | does not hold Upgrade",
        "Upgrade: websocket | X: y | does not hold Upgrade",
      },
      delimiter = '|')
  void upgradeAndConnection(String upgrade, String connection, String verdict) throws Exception {
    try (ClientRig rig = rig()) {
      ClientRig.Server server = rig.dial("");
      server.peer.write(
          ClientRig.answer(server.request, "")
              .replace("Upgrade: websocket", upgrade.replace("~", "\r\n"))
              .replace("Connection: Upgrade", connection));
      expect(rig, verdict);
    }
  }

  private static void expect(ClientRig rig, String verdict) {
    rig.poll();
    if (verdict.equals("OK")) {
      assertThat(rig.seen.take()).containsExactly("OPEN");
      assertThat(rig.errors).isEmpty();
    } else {
      assertThat(rig.errors).hasSize(1);
      assertThat(rig.errors.get(0)).contains(verdict);
      assertThat(rig.seen.take()).containsExactly("ERROR MgException", "CLOSE ERROR");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, 200 instead of 101",
    "HTTP/1.1 301 Moved, redirects are not followed",
    "HTTP/1.1 302 Found, redirects are not followed",
    "HTTP/1.1 307 Temporary Redirect, redirects are not followed",
    "HTTP/1.1 400 Bad Request, 400 instead of 101",
    "HTTP/1.1 401 Unauthorized, 401 instead of 101",
    "HTTP/1.1 404 Not Found, 404 instead of 101",
    "HTTP/1.1 426 Upgrade Required, 426 instead of 101",
    "HTTP/1.1 503 Busy, 503 instead of 101",
    "HTTP/1.0 101 Switching Protocols, HTTP/1.0 instead of HTTP/1.1",
    "HTTP/1.2 101 Switching Protocols, HTTP/1.2 instead of HTTP/1.1",
  })
  void anotherStatus(String line, String verdict) throws Exception {
    try (ClientRig rig = rig()) {
      ClientRig.Server server = rig.dial("");
      server.peer.write(
          ClientRig.answer(server.request, "Location: http://127.0.0.1/\r\n")
              .replace("HTTP/1.1 101 Switching Protocols", line));
      expect(rig, verdict);
    }
  }

  @Test
  void accept_isChecked() throws Exception {
    String[] wrong = {
      "", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "x", "s3pPLMBiTxaQ9kYGzzhZRbK xOo=",
    };
    for (String value : wrong) {
      try (ClientRig rig = rig()) {
        ClientRig.Server server = rig.dial("");
        String good = ClientRig.accept(server.request);
        server.peer.write(ClientRig.answer(server.request, "").replace(good, value));
        expect(rig, "not the answer to our key");
      }
    }
    try (ClientRig rig = rig()) {
      ClientRig.Server server = rig.dial("");
      String line = "Sec-WebSocket-Accept: " + ClientRig.accept(server.request) + "\r\n";
      server.peer.write(ClientRig.answer(server.request, line));
      expect(rig, "not the answer to our key");
    }
    try (ClientRig rig = rig()) {
      ClientRig.Server server = rig.dial("");
      String good = ClientRig.accept(server.request);
      server.peer.write(
          ClientRig.answer(server.request, "")
              .replace(good, good.toLowerCase(java.util.Locale.ROOT)));
      expect(rig, "not the answer to our key");
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "a, b | a | OK",
        "a, b | b | OK",
        "a, b | '' | OK",
        "a | A | not offered",
        "a | c | not offered",
        "a, b | a, b | not offered",
        "'' | a | not offered",
        "a | a~Sec-WebSocket-Protocol: a | not offered",
      },
      delimiter = '|')
  void subprotocols(String offered, String chosen, String verdict) throws Exception {
    try (ClientRig rig = rig()) {
      ClientRig.Server server =
          rig.dial(offered.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + offered + "\r\n");
      String line =
          chosen.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + chosen.replace("~", "\r\n") + "\r\n";
      server.peer.write(ClientRig.answer(server.request, line));
      expect(rig, verdict);
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "0 | permessage-deflate | not offered",
        "0 | x | not offered",
        "0 | ; | malformed",
        "6 | x | not offered",
        "6 | permessage-deflate; server_no_context_takeover | OK",
        "6 | permessage-deflate; server_no_context_takeover; client_max_window_bits=9 | OK",
        "6 | permessage-deflate; server_no_context_takeover; server_max_window_bits=9 | OK",
        "6 | permessage-deflate | not ours",
        "6 | permessage-deflate; server_no_context_takeover; client_max_window_bits | not ours",
        "6 | permessage-deflate; server_no_context_takeover; x | not ours",
        "6 | permessage-deflate; server_no_context_takeover, x | not offered",
        "6 | permessage-deflate; server_no_context_takeover, permessage-deflate | not offered",
        "6 | permessage-deflate; | malformed",
      },
      delimiter = '|')
  void extensions(int level, String answer, String verdict) throws Exception {
    MgOptions options = new MgOptions().wsDeflateLevel(level);
    try (ClientRig rig = new ClientRig(options, WsRig.ECHO)) {
      ClientRig.Server server = rig.dial("");
      assertThat(server.request.contains("Sec-WebSocket-Extensions: permessage-deflate"))
          .isEqualTo(level > 0);
      String line = "Sec-WebSocket-Extensions: " + answer + "\r\n";
      server.peer.write(ClientRig.answer(server.request, line));
      expect(rig, verdict);
    }
  }

  @Test
  void noAnswer_endsAtTheDeadline() throws Exception {
    try (ClientRig rig =
        new ClientRig(new MgOptions().httpResponseTimeoutMs(4_000), WsRig.NOTHING)) {
      ClientRig.Server server = rig.dial("");
      server.peer.write("HTTP/1.1 101 Switch");
      rig.pass(3_900);
      assertThat(rig.errors).isEmpty();
      rig.pass(2_000);
      assertThat(rig.seen.take()).containsExactly("ERROR TIMEOUT", "CLOSE TIMEOUT");
    }
  }

  @Test
  void anEndInsteadOfAnAnswer_isAnError() throws Exception {
    try (ClientRig rig = rig()) {
      rig.dial("").peer.close();
      rig.poll();
      assertThat(rig.errors).hasSize(1);
      assertThat(rig.seen.take()).containsExactly("ERROR MgException", "CLOSE EOF");
    }
  }

  @Test
  void theCloseOfAFailedHandshake_hasCode1006() throws Exception {
    int[] code = {0};
    try (ClientRig rig =
        new ClientRig(
            new MgOptions(),
            (c, ev, evData, fnData) -> code[0] = ev == MgEvent.CLOSE ? MgWs.closeCode(c) : 0)) {
      rig.dial("").peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      expect(rig, "404 instead of 101");
      assertThat(code[0]).isEqualTo(1006);
    }
  }

  /** No deadline of HTTP is left. */
  @Test
  void afterTheHandshake_silenceIsNoReasonToEnd() throws Exception {
    try (ClientRig rig = new ClientRig(new MgOptions().wsPingMs(0), WsRig.ECHO)) {
      ClientRig.Server server = rig.open(false);
      rig.pass(86_400_000);
      server.send(Frames.server(0x81, Frames.utf8("still there")));
      assertThat(server.frames()).containsExactly("TEXT still there");
    }
  }

  @Test
  void pings_ofOurs_areMasked() throws Exception {
    try (ClientRig rig = new ClientRig(new MgOptions().wsPingMs(8_000), WsRig.ECHO)) {
      ClientRig.Server server = rig.open(false);
      rig.pass(10_000);
      assertThat(server.frames()).containsExactly("PING");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a/",
        "tcp://a",
        "a",
        "ws://a/#x",
        "ws://",
        "ws://a:x/",
        "ws://a b/",
        "ws://a/ b"
      })
  void urlsThatCannotBe_throw(String url) throws Exception {
    try (ClientRig rig = rig()) {
      assertThatThrownBy(() -> MgWs.connect(rig.mgr, url, rig.seen, null, ""))
          .isInstanceOf(MgException.class);
      assertThat(rig.mgr.connections()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: x",
        "connection: close",
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Version: 8",
        "Sec-WebSocket-Extensions: x",
        "Sec-WebSocket-Protocol: ",
        "Sec-WebSocket-Protocol: a b",
        "Sec-WebSocket-Protocol: a,,b",
        "Sec-WebSocket-Protocol: a, a"
      })
  void headersThatCannotBe_throwAtTheCall(String line) throws Exception {
    try (ClientRig rig = rig()) {
      assertThatThrownBy(() -> MgWs.connect(rig.mgr, rig.url, rig.seen, null, line + "\r\n"))
          .isInstanceOf(MgException.class)
          .hasMessageContaining(line);
    }
  }

  @Test
  void connectf_formatsTheHeaders() throws Exception {
    try (ClientRig rig = rig()) {
      MgWs.connectf(rig.mgr, rig.url, rig.seen, "data", "X-Id: %d\r\n", 7);
      assertThat(rig.accept().request).contains("\r\nX-Id: 7\r\n");
    }
  }

  @Test
  void connectVia_asksTheProxyForATunnelFirst() throws Exception {
    try (ClientRig rig = rig()) {
      String proxy = rig.url.replace("ws://", "http://user:pw@");
      MgWs.connectVia(rig.mgr, proxy, "ws://far.example/x", rig.seen, "data", "");
      ClientRig.Server tunnel = rig.accept();
      assertThat(tunnel.request)
          .startsWith("CONNECT far.example:80 HTTP/1.1\r\nHost: far.example:80\r\n")
          .contains("Proxy-Authorization: Basic dXNlcjpwdw==\r\n");
      tunnel.peer.write("HTTP/1.1 200 OK\r\n\r\n");
      rig.poll();
      String request = tunnel.peer.receivedText();
      assertThat(request).startsWith("GET /x HTTP/1.1\r\nHost: far.example\r\n");
      byte[] frame = Frames.server(0x81, Frames.utf8("hi"));
      tunnel.send(Frames.utf8(ClientRig.answer(request, "")), frame);
      assertThat(rig.seen.take()).containsExactly("OPEN", "MSG TEXT hi");
      assertThat(tunnel.frames()).containsExactly("TEXT hi");
    }
  }
}
