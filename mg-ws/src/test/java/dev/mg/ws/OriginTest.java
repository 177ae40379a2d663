package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
  private static MgHttpMessage request(String fields) {
    MgHttpMessage hm = new MgHttpMessage();
    assertThat(MgHttp.parse(MgStr.of("GET / HTTP/1.1\r\n" + fields + "\r\n"), hm)).isPositive();
    return hm;
  }

  @ParameterizedTest
  @CsvSource({
    "http://a, a, true",
    "http://a, a:80, true",
    "http://a:80, a, true",
    "http://A, a, true",
    "https://a, a, true",
    "https://a, a:443, true",
    "http://a:8000, a:8000, true",
    "http://[::1]:8000, [::1]:8000, true",
    "http://[::1], [::1], true",
    "http://a:8000, a, false",
    "http://a, a:8000, false",
    "https://a, a:80, false",
    "http://b, a, false",
    "http://a.b, a, false",
    "http://a@b, a, false",
    "null, a, false",
    "file://, a, false",
    "ftp://a, a, false",
    "'', a, false",
  })
  void isSameOrigin(String origin, String host, boolean same) {
    MgHttpMessage hm = request("Host: " + host + "\r\nOrigin: " + origin + "\r\n");
    assertThat(MgWs.isSameOrigin(hm)).isEqualTo(same);
  }

  @Test
  void withoutOrigin_itIsNoBrowser_andTwoAreNobody() {
    assertThat(MgWs.isSameOrigin(request("Host: a\r\n"))).isTrue();
    assertThat(MgWs.isSameOrigin(request("Host: a\r\nOrigin: http://a\r\nOrigin: http://a\r\n")))
        .isFalse();
    assertThat(MgWs.isSameOrigin(request("Origin: http://a\r\n"))).isFalse();
  }

  @Test
  void protocol_isTheFirstOfOursThatIsOffered() {
    MgHttpMessage hm =
        request("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: mqtt, soap\r\n");
    assertThat(MgWs.protocol(hm, "mqtt", "chat")).isEqualTo("Sec-WebSocket-Protocol: mqtt\r\n");
    assertThat(MgWs.protocol(hm, "x", "chat")).isEqualTo("Sec-WebSocket-Protocol: chat\r\n");
    assertThat(MgWs.protocol(hm, "Chat")).isEmpty();
    assertThat(MgWs.protocol(request("Host: a\r\n"), "chat")).isEmpty();
  }
}
