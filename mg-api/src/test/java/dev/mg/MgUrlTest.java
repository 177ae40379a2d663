package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MgUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        // url scheme ssl user pass host port uri
        "http://example.org http false - - example.org 80 /",
        "https://example.org/ https true - - example.org 443 /",
        "HTTPS://Example.org:8443/A?b=c#d https true - - Example.org 8443 /A?b=c",
        "ws://h ws false - - h 80 /",
        "wss://h/chat wss true - - h 443 /chat",
        "mqtt://h mqtt false - - h 1883 /",
        "mqtts://h mqtts true - - h 8883 /",
        "tcp://1.2.3.4:5 tcp false - - 1.2.3.4 5 /",
        "udp://h:53 udp false - - h 53 /",
        "ssl://h ssl true - - h 0 /",
        "tls://h:1 tls true - - h 1 /",
        "tcp://h tcp false - - h 0 /",
        "h:80 tcp false - - h 80 /",
        "h tcp false - - h 0 /",
        "h/x tcp false - - h 0 /x",
        "0.0.0.0:0 tcp false - - 0.0.0.0 0 /",
        "http://[::1]:8000/x http false - - ::1 8000 /x",
        "http://[::1] http false - - ::1 80 /",
        "tcp://[fe80::1%eth0]:1 tcp false - - fe80::1%eth0 1 /",
        "http://h?q http false - - h 80 /?q",
        "http://h#f http false - - h 80 /",
        "http://h/a#f?g http false - - h 80 /a",
        "http://h:65535 http false - - h 65535 /",
        "http://h:080 http false - - h 80 /",
        "http://u@h http false u - h 80 /",
        "http://u:p@h:1/x http false u p h 1 /x",
        "http://u:p:q@h http false u p:q h 80 /",
        "http://u:p@evil@h http false u p@evil h 80 /",
        "http://h/@x http false - - h 80 /@x",
        "http://h/a:b@c http false - - h 80 /a:b@c",
        "http://h?u=http://x@y:1/ http false - - h 80 /?u=http://x@y:1/",
        "h:81/?u=http://x tcp false - - h 81 /?u=http://x",
        "h/http://x:9/ tcp false - - h 0 /http://x:9/",
        "http://h//x http false - - h 80 //x",
        "http://h/%0d%0a http false - - h 80 /%0d%0a",
        "a+b-c.1://h a+b-c.1 false - - h 0 /",
      })
  void parts(
      String url,
      String scheme,
      boolean ssl,
      String user,
      String pass,
      String host,
      int port,
      String uri) {
    assertThat(MgUrl.scheme(url)).isEqualTo(scheme);
    assertThat(MgUrl.isSsl(url)).isEqualTo(ssl);
    assertThat(MgUrl.user(url)).isEqualTo(user);
    assertThat(MgUrl.pass(url)).isEqualTo(pass);
    assertThat(MgUrl.host(url)).isEqualTo(host);
    assertThat(MgUrl.port(url)).isEqualTo(port);
    assertThat(MgUrl.uri(url)).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h:",
        "http://h:",
        "http://h:x",
        "http://h:-1",
        "http://h:65536",
        "http://h:99999999999999999999",
        "http://h:8 0",
        "http://h:+80",
        "http://h:80x/",
        "http://[::1]:",
        "http://h:\uff11"
      })
  void portsThatAreNone_areRefused(String url) {
    assertThatThrownBy(() -> MgUrl.port(url))
        .isInstanceOf(MgException.class)
        .hasMessageContaining(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "http://",
        "http:///x",
        "http://:80",
        "http://@/",
        "http://u:p@",
        "://h",
        "http://?h",
        "http://[]",
        "http://[]:80",
        "http://[::1",
        "http://::1]",
        "http://[::1]x:80",
        "http://x[::1]:80",
        "http://::1",
        "::1",
        "http://a:b:80",
        "fe80::1:80",
        "http://good\\@evil",
        "http://h\\x",
        "http://a b",
        "http://h\r\nX: y",
        "http://h\u0000",
        "http://h\t/",
        "http://\u007f",
        "[[::1]]:80",
        "http://x[:80",
        "http://x["
      })
  void hostsThatAreNone_areRefused(String url) {
    assertThatThrownBy(() -> MgUrl.host(url))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("'" + url + "'");
  }

  @Test
  void blanksAndControlCharacters_neverReachARequestLine() {
    for (String bad : new String[] {"\r\n", " ", "\n", "\u0000", "\t", "\u007f"}) {
      assertThatThrownBy(() -> MgUrl.uri("http://h/a" + bad + "b"))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("%20");
    }
    assertThat(MgUrl.uri("http://h/\u00e9\\")).isEqualTo("/\u00e9\\");
  }

  @Test
  void unixPaths_haveASchemeOfTheirOwn() {
    assertThat(MgUrl.scheme("unix:/run/x")).isEqualTo("unix");
    assertThat(MgUrl.scheme("unix:///run/x")).isEqualTo("unix");
    assertThat(MgUrl.scheme("unix:/tmp/a://b")).isEqualTo("unix");
  }
}
