package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Both handshakes on any text: a verdict, and only terms that can be kept. */
class HandshakeFuzzTest {
  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

  @FuzzTest(maxDuration = "10m")
  void anyExtensions(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    List<WsExtension> all = new ExtensionParser(text).parse();
    if (all == null) {
      return;
    }
    assertThat(all).isNotEmpty();
    for (WsExtension one : all) {
      assertThat(WsFields.isToken(one.name())).isTrue();
      DeflateTerms.agreed(one, true);
    }
    DeflateTerms terms = DeflateTerms.accept(all, data.length % 2 == 0);
    if (terms != null) {
      assertThat(terms.serverBits()).isBetween(8, 15);
      List<WsExtension> answer = new ExtensionParser(terms.answer()).parse();
      assertThat(answer).hasSize(1);
      DeflateTerms back = DeflateTerms.agreed(answer.get(0), true);
      assertThat(back).isEqualTo(terms);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void anyFields(byte[] data) {
    String fields = new String(data, StandardCharsets.ISO_8859_1);
    MgHttpMessage hm = new MgHttpMessage();
    if (MgHttp.parse(bytes(REQUEST + fields + "\r\n\r\n"), hm) > 0) {
      HandshakeRefusal refusal = Handshake.check(hm);
      if (refusal == null) {
        assertThat(fields).containsIgnoringCase("sec-websocket-key");
      }
      MgWs.isSameOrigin(hm);
      MgWs.protocol(hm, "chat");
    }
    ClientHandshake client = new ClientHandshake("Sec-WebSocket-Protocol: chat\r\n", true, false);
    if (MgHttp.parse(bytes("HTTP/1.1 101 x\r\n" + fields + "\r\n\r\n"), hm) > 0) {
      assertThat(client.check(hm)).as("an answer to a key that was random").isNotNull();
    }
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
