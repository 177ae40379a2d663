package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {
  private static final String GET = "GET /chat HTTP/1.1\r\n";
  private static final String HOST = "Host: a\r\n";
  private static final String UPGRADE = "Upgrade: websocket\r\n";
  private static final String CONNECTION = "Connection: Upgrade\r\n";
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";

  private static String check(String... parts) {
    MgHttpMessage hm = new MgHttpMessage();
    String request = String.join("", parts) + "\r\n";
    assertThat(MgHttp.parse(MgStr.of(request), hm)).as(request).isPositive();
    HandshakeRefusal refusal = Handshake.check(hm);
    return refusal == null ? "fine" : refusal.name();
  }

  @Test
  void theAnswerToTheKeyOfTheRfc() {
    assertThat(Handshake.answerTo("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Test
  void goodOnes() {
    assertThat(check(GET, HOST, UPGRADE, CONNECTION, KEY, VERSION)).isEqualTo("fine");
    assertThat(check(GET, HOST, VERSION, KEY, CONNECTION, UPGRADE)).isEqualTo("fine");
    assertThat(check(GET, HOST, "UPGRADE: WebSocket\r\n", CONNECTION, KEY, VERSION))
        .isEqualTo("fine");
    assertThat(check(GET, HOST, "Upgrade: h2c, websocket\r\n", CONNECTION, KEY, VERSION))
        .isEqualTo("fine");
    assertThat(check(GET, HOST, "Upgrade: h2c\r\n", UPGRADE, CONNECTION, KEY, VERSION))
        .isEqualTo("fine");
    assertThat(check(GET, HOST, UPGRADE, "Connection: keep-alive, upgrade\r\n", KEY, VERSION))
        .isEqualTo("fine");
    assertThat(check(GET, HOST, UPGRADE, "Connection: ,\tUPGRADE ,\r\n", KEY, VERSION))
        .isEqualTo("fine");
    assertThat(check(GET, HOST, UPGRADE, "Connection: keep-alive\r\n", CONNECTION, KEY, VERSION))
        .isEqualTo("fine");
    assertThat(check(GET, HOST, UPGRADE, CONNECTION, KEY, VERSION, "Content-Length: 0\r\n"))
        .isEqualTo("fine");
    assertThat(
            check(
                GET,
                HOST,
                UPGRADE,
                CONNECTION,
                "Sec-WebSocket-Key: ++++////0123456789abcQ==\r\n",
                VERSION))
        .isEqualTo("fine");
  }

  @Test
  void badOnes() {
    assertThat(check("POST / HTTP/1.1\r\n", HOST, UPGRADE, CONNECTION, KEY, VERSION))
        .isEqualTo("METHOD");
    assertThat(check("HEAD / HTTP/1.1\r\n", HOST, UPGRADE, CONNECTION, KEY, VERSION))
        .isEqualTo("METHOD");
    assertThat(check("GET / HTTP/1.0\r\n", HOST, UPGRADE, CONNECTION, KEY, VERSION))
        .isEqualTo("HTTP_VERSION");
    assertThat(check(GET, HOST, UPGRADE, CONNECTION, KEY, VERSION, "Content-Length: 1\r\n"))
        .isEqualTo("BODY");
    assertThat(
            check(GET, HOST, UPGRADE, CONNECTION, KEY, VERSION, "Transfer-Encoding: chunked\r\n"))
        .isEqualTo("BODY");
    assertThat(check(GET, HOST, CONNECTION, KEY, VERSION)).isEqualTo("UPGRADE");
    assertThat(check(GET, HOST, "Upgrade: h2c\r\n", CONNECTION, KEY, VERSION)).isEqualTo("UPGRADE");
    assertThat(check(GET, HOST, "Upgrade: websockets\r\n", CONNECTION, KEY, VERSION))
        .isEqualTo("UPGRADE");
    assertThat(check(GET, HOST, "Upgrade: \r\n", CONNECTION, KEY, VERSION)).isEqualTo("UPGRADE");
    assertThat(check(GET, HOST, UPGRADE, KEY, VERSION)).isEqualTo("CONNECTION");
    assertThat(check(GET, HOST, UPGRADE, "Connection: keep-alive\r\n", KEY, VERSION))
        .isEqualTo("CONNECTION");
    assertThat(check(GET, HOST, UPGRADE, "Connection: xUpgrade\r\n", KEY, VERSION))
        .isEqualTo("CONNECTION");
    assertThat(check(GET, HOST, UPGRADE, CONNECTION, KEY)).isEqualTo("WS_VERSION");
    for (String version : List.of("8", "12", "14", "013", "13, 8", "+13", "")) {
      String line = "Sec-WebSocket-Version: " + version + "\r\n";
      assertThat(check(GET, HOST, UPGRADE, CONNECTION, KEY, line)).as(line).isEqualTo("WS_VERSION");
    }
    assertThat(check(GET, HOST, UPGRADE, CONNECTION, KEY, VERSION, VERSION))
        .isEqualTo("WS_VERSION");
    assertThat(check(GET, HOST, UPGRADE, CONNECTION, VERSION)).isEqualTo("KEY");
    assertThat(check(GET, HOST, UPGRADE, CONNECTION, VERSION, KEY, KEY)).isEqualTo("KEY");
    for (String key :
        List.of(
            "",
            "dGhlIHNhbXBsZSBub25jZQ",
            "dGhlIHNhbXBsZSBub25jZQ=",
            "dGhlIHNhbXBsZSBub25jZQ===",
            "dGhlIHNhbXBsZSBub25jZXh=",
            "dGhlIHNhbXBsZSBub25jZXhy",
            "dGhlIHNhbXBsZSBub25j Q==",
            "dGhlIHNhbXBsZSBub25jZ_==",
            "dGhlIHNhbXBsZSBub25jZ===",
            "dGhlIHNhbXBsZSBub25jZQ==, x")) {
      String line = "Sec-WebSocket-Key: " + key + "\r\n";
      assertThat(check(GET, HOST, UPGRADE, CONNECTION, line, VERSION)).as(line).isEqualTo("KEY");
    }
  }

  private static String send(WsRig rig, String request) throws Exception {
    WsRig.Client client = rig.connect();
    client.peer.write(request);
    rig.poll();
    return new String(client.peer.received(), StandardCharsets.ISO_8859_1);
  }

  /** A refused request is an ordinary one: the connection goes on, and a better one succeeds. */
  @ParameterizedTest
  @CsvSource({
    "POST,1.1,websocket,Upgrade,13,405,Allow: GET",
    "GET,1.1,h2c,Upgrade,13,426,Sec-WebSocket-Version: 13",
    "GET,1.1,h2c,Upgrade,13,426,Upgrade: websocket",
    "GET,1.1,h2c,Upgrade,13,426,Connection: Upgrade",
    "GET,1.1,websocket,Upgrade,8,426,Sec-WebSocket-Version: 13",
    "GET,1.1,websocket,keep-alive,13,400,Content-Length",
  })
  void aBadOne_isAnsweredAndTheNextRequestIsServed(
      String method,
      String http,
      String upgrade,
      String connection,
      String version,
      int status,
      String header)
      throws Exception {
    try (WsRig rig = new WsRig(WsRig.NOTHING)) {
      String bad =
          (method + " / HTTP/" + http + "\r\nHost: a\r\nUpgrade: " + upgrade + "\r\nConnection: ")
              + (connection + "\r\nSec-WebSocket-Version: " + version + "\r\n" + KEY + "\r\n");
      WsRig.Client client = rig.connect();
      client.peer.write(bad);
      rig.poll();
      String answer = new String(client.peer.received(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\r\n" + header);
      assertThat(rig.seen.take()).isEmpty();
      client.peer.write(WsRig.REQUEST);
      rig.poll();
      client.expectResponse();
      assertThat(rig.seen.take()).containsExactly("OPEN");
    }
  }

  @Test
  void http10_isRefused() throws Exception {
    try (WsRig rig = new WsRig(WsRig.NOTHING)) {
      String request = WsRig.REQUEST.replace("HTTP/1.1", "HTTP/1.0");
      assertThat(send(rig, request)).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void extraHeaders_areSentAfterOurs() throws Exception {
    try (WsRig rig = upgrading("X-One: 1\r\nSet-Cookie: a=b\r\n")) {
      assertThat(send(rig, WsRig.REQUEST))
          .isEqualTo(WsRig.RESPONSE.replace("\r\n\r\n", "\r\nX-One: 1\r\nSet-Cookie: a=b\r\n\r\n"));
    }
  }

  /** A server that upgrades with these headers. */
  private static WsRig upgrading(String headers) {
    return new WsRig(
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgWs.upgrade(c, (MgHttpMessage) evData, headers);
          }
        });
  }

  @Test
  void upgradef_formatsTheHeaders() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgWs.upgradef(c, (MgHttpMessage) evData, "X-Id: %d\r\n", 7);
          }
        };
    try (WsRig rig = new WsRig(app)) {
      assertThat(send(rig, WsRig.REQUEST)).contains("\r\nX-Id: 7\r\n\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Bad,'header line'",
    "'X: a\nY: b','header line'",
    "'Upgrade: h2c','set by the handshake itself'",
    "'connection: close','set by the handshake itself'",
    "'Sec-WebSocket-Accept: x','set by the handshake itself'",
    "'Sec-WebSocket-Extensions: permessage-deflate','set by the handshake itself'",
    "'Content-Length: 3','do not go with 101'",
    "'Sec-WebSocket-Protocol: chat','not one of the subprotocols'",
  })
  void headersThatCannotBeSent_throwAndNothingIsSent(String header, String why) throws Exception {
    String[] thrown = {""};
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            assertThatThrownBy(() -> MgWs.upgrade(c, (MgHttpMessage) evData, header + "\r\n"))
                .isInstanceOf(MgException.class)
                .satisfies(e -> thrown[0] = e.getMessage());
            MgHttp.reply(c, 500, "", "");
          }
        };
    try (WsRig rig = new WsRig(app)) {
      assertThat(send(rig, WsRig.REQUEST)).startsWith("HTTP/1.1 500 ");
      assertThat(thrown[0]).contains(why);
    }
  }

  @Test
  void aSubprotocolThatWasOffered_canBeChosen() throws Exception {
    String request =
        WsRig.REQUEST.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat, superchat\r\n\r\n");
    try (WsRig rig = upgrading("Sec-WebSocket-Protocol: superchat\r\n")) {
      assertThat(send(rig, request)).contains("\r\nSec-WebSocket-Protocol: superchat\r\n\r\n");
    }
  }

  @Test
  void upgradeLater_withACopyOfTheRequest_getsWhatWasSentMeanwhile() throws Exception {
    MgHttpMessage[] kept = {null};
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            kept[0] = ((MgHttpMessage) evData).copy();
          }
          WsRig.ECHO.onEvent(c, ev, evData, fnData);
        };
    try (WsRig rig = new WsRig(new MgOptions(), 1 << 20, app, false)) {
      WsRig.Client client = rig.connect();
      client.peer.write(Frames.cat(Frames.utf8(WsRig.REQUEST), Frames.text("early")));
      rig.poll();
      client.send(Frames.text("bird"));
      assertThat(client.peer.available()).isZero();
      assertThat(MgWs.upgrade(rig.seen.last, kept[0], "")).isTrue();
      rig.poll();
      client.expectResponse();
      assertThat(client.frames()).containsExactly("TEXT early", "TEXT bird");
      assertThat(rig.seen.take()).containsExactly("OPEN", "MSG TEXT early", "MSG TEXT bird");
    }
  }

  @Test
  void upgradeOfAClosedConnection_isFalseAndQuiet() throws Exception {
    MgHttpMessage[] kept = {null};
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            kept[0] = ((MgHttpMessage) evData).copy();
          }
        };
    try (WsRig rig = new WsRig(new MgOptions(), 1 << 20, app, false)) {
      WsRig.Client client = rig.connect();
      client.peer.write(WsRig.REQUEST);
      rig.poll();
      client.peer.reset();
      rig.poll();
      assertThat(MgWs.upgrade(rig.seen.last, kept[0], "")).isFalse();
      assertThat(rig.seen.take()).containsExactly("CLOSE RESET");
    }
  }

  @Test
  void aSecondAnswer_throws() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttp.reply(c, 200, "", "");
            assertThatThrownBy(() -> MgWs.upgrade(c, (MgHttpMessage) evData, ""))
                .isInstanceOf(MgException.class)
                .hasMessageContaining("one request, one response");
          }
        };
    try (WsRig rig = new WsRig(new MgOptions(), 1 << 20, app, false)) {
      assertThat(send(rig, WsRig.REQUEST)).startsWith("HTTP/1.1 200 ");
      assertThat(rig.seen.take()).isEmpty();
    }
  }

  @Test
  void aMessageLimitAboveMaxRecvBytes_isToldAtUpgrade() throws Exception {
    MgOptions options = new MgOptions().wsMaxMessageBytes(3 << 20);
    String[] told = {""};
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            assertThatThrownBy(() -> MgWs.upgrade(c, (MgHttpMessage) evData, ""))
                .isInstanceOf(MgException.class)
                .satisfies(e -> told[0] = e.getMessage());
            MgHttp.reply(c, 500, "", "");
          }
        };
    try (WsRig rig = new WsRig(options, 1 << 20, app, false)) {
      assertThat(send(rig, WsRig.REQUEST)).startsWith("HTTP/1.1 500 ");
    }
    assertThat(told[0])
        .contains("wsMaxMessageBytes 3145728", "maxRecvBytes 3145728", "3145854 at least");
  }
}
