package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.http.MgCookie.SameSite;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cookies read and set. */
class CookiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "a=1; b=2 | 1",
        "b=2;a=1 | 1",
        "b=2; a = 1 ;c | 1",
        "a=1; a=2 | 1",
        "a=\"1 2\" | 1 2",
        "a=\"x; a=1 | \"x",
        "b=\"; a=1; c=\" | 1",
        "a= | !!",
        "a=\" | \"",
        "a=1=2 | 1=2",
        "A=0; a=1 | 1",
        ";; ;a=1 | 1",
        "aa=0; xa=0 | none",
        "a; b | none",
        "=a; =1 | none",
      })
  void cookie_isTheFirstOfThatName(String line, String value) {
    assertThat(String.valueOf(MgHttp.cookie(Messages.get("/", "Cookie: " + line), "a")))
        .isEqualTo(value.equals("none") ? "null" : value);
  }

  @Test
  void cookies_mayStandInSeveralFields() {
    MgHttpMessage hm = Messages.get("/", "Cookie: b=1", "X: y", "cookie: a=2; b=3");
    assertThat(MgHttp.cookie(hm, "a")).hasToString("2");
    assertThat(MgHttp.cookie(hm, "b")).hasToString("1");
    assertThat(MgHttp.cookie(Messages.get("/", "Host: a"), "a")).isNull();
  }

  @Test
  void line_hasWhatWasSet_inAFixedOrder() {
    assertThat(new MgCookie("sid", "31d4d96e407aad42").line())
        .isEqualTo("Set-Cookie: sid=31d4d96e407aad42\r\n");
    assertThat(
            new MgCookie("__Secure-a", "b=c")
                .partitioned()
                .sameSite(SameSite.NONE)
                .httpOnly()
                .secure()
                .expires(Instant.parse("2021-06-09T10:18:14.5Z"))
                .maxAgeSeconds(3_600)
                .domain("example.com")
                .path("/docs")
                .line())
        .isEqualTo(
            "Set-Cookie: __Secure-a=b=c; Path=/docs; Domain=example.com; Max-Age=3600;"
                + " Expires=Wed, 09 Jun 2021 10:18:14 GMT; Secure; HttpOnly; SameSite=None;"
                + " Partitioned\r\n");
    assertThat(new MgCookie("__Host-a", "").secure().path("/").maxAgeSeconds(0).line())
        .isEqualTo("Set-Cookie: __Host-a=; Path=/; Max-Age=0; Secure\r\n");
    assertThat(new MgCookie("a", "b").sameSite(SameSite.STRICT).line())
        .isEqualTo("Set-Cookie: a=b; SameSite=Strict\r\n");
    assertThat(new MgCookie("a", "b").sameSite(SameSite.LAX).line())
        .isEqualTo("Set-Cookie: a=b; SameSite=Lax\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a=b", "a;b", "\u00e9", "a\r", "\"a\"", "a,b"})
  void names_areTokens(String name) {
    assertThatThrownBy(() -> new MgCookie(name, ""))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a;b", "a,b", "a\"b", "a\\b", "a\r\nX: y", "a\0", "\u00e9", "\177"})
  void values_holdNothingThatEndsThem(String value) {
    assertThatThrownBy(() -> new MgCookie("n", value))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("MgUtil.urlEncode")
        .hasMessageNotContaining("\r");
  }

  @Test
  void aCookieIsNotLongerThanBrowsersKeep() {
    assertThat(new MgCookie("n", "x".repeat(4_095)).line()).hasSize(4_111);
    assertThatThrownBy(() -> new MgCookie("n", "x".repeat(4_096)))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("4097");
  }

  @Test
  void attributes_areChecked() {
    MgCookie c = new MgCookie("n", "v");
    for (String path : new String[] {"", "a", "/a;b", "/a b", "/\u00e9", "/a\r"}) {
      assertThatThrownBy(() -> c.path(path)).isInstanceOf(MgException.class);
    }
    for (String domain : new String[] {"", ".a", "a;b", "a b", "\u00e9.de", "a_b\n"}) {
      assertThatThrownBy(() -> c.domain(domain)).isInstanceOf(MgException.class);
    }
    assertThatThrownBy(() -> c.maxAgeSeconds(-1)).isInstanceOf(MgException.class);
    assertThatThrownBy(() -> c.expires(Instant.ofEpochSecond(-1))).isInstanceOf(MgException.class);
    assertThatThrownBy(() -> c.expires(Instant.parse("+10000-01-01T00:00:00Z")))
        .isInstanceOf(MgException.class);
  }

  @Test
  void whatBrowsersDrop_isRefusedWithTheRemedy() {
    for (MgCookie c :
        new MgCookie[] {
          new MgCookie("__Secure-a", ""),
          new MgCookie("__host-a", "").path("/"),
          new MgCookie("a", "").sameSite(SameSite.NONE),
          new MgCookie("a", "").partitioned()
        }) {
      assertThatThrownBy(c::line)
          .isInstanceOf(MgException.class)
          .hasMessageContaining("unless it is secure()");
    }
    for (MgCookie c :
        new MgCookie[] {
          new MgCookie("__Host-a", "").secure(),
          new MgCookie("__Host-a", "").secure().path("/b"),
          new MgCookie("__Host-a", "").secure().path("/").domain("a.com")
        }) {
      assertThatThrownBy(c::line)
          .isInstanceOf(MgException.class)
          .hasMessageContaining("path(\"/\") and no domain");
    }
  }
}
