package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a request says it comes from. */
class CredentialsTest {
  private static @Nullable MgHttpCreds of(String... lines) {
    return MgHttp.creds(Messages.get("/", lines));
  }

  private static String base64(String latin1) {
    return MgUtil.base64Encode(MgStr.of(latin1.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void basic_isUserAndPassword() {
    // The example of RFC 7617 section 2.
    assertThat(of("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="))
        .isEqualTo(new MgHttpCreds("Aladdin", "open sesame"));
    assertThat(of("authorization:  bASIC  " + base64("u:p:q")))
        .isEqualTo(new MgHttpCreds("u", "p:q"));
    assertThat(of("Authorization: Basic " + base64(":"))).isEqualTo(new MgHttpCreds("", ""));
    // Section 2.1: UTF-8.
    assertThat(of("Authorization: Basic dGVzdDoxMjPCow=="))
        .isEqualTo(new MgHttpCreds("test", "123\u00a3"));
  }

  @Test
  void bearer_isAToken() {
    assertThat(of("Authorization: Bearer mF_9.B5f-4.1JqM+/~=="))
        .isEqualTo(new MgHttpCreds("", "mF_9.B5f-4.1JqM+/~=="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic ",
        "Basic QQ",
        "Basic QQ==",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ",
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ===",
        "Basic !!!!",
        "Basic QWxh ZGRpbjpvcGVuIHNlc2FtZQ==",
        "Bearer",
        "Bearer ",
        "Bearer a b",
        "Bearer a,b",
        "Bearer =",
        "Bearer a=b"
      })
  void malformedOnes_areNone_thoughAnotherPlaceHoldsSome(String value) {
    assertThat(of("Authorization: " + value, "Cookie: access_token=t")).isNull();
  }

  @Test
  void basic_holdsNeitherControlsNorBrokenUtf8() {
    for (String bad : new String[] {"a\0:b", "a:b\n", "\177:", "a:\u0081", "\u00ff:b"}) {
      assertThat(of("Authorization: Basic " + base64(bad))).as(bad).isNull();
    }
  }

  @Test
  void twoAuthorizations_areNone() {
    assertThat(of("Authorization: Bearer a", "Authorization: Bearer a")).isNull();
  }

  @Test
  void tokens_mayComeInACookieOrTheQuery_inThatOrder() {
    assertThat(MgHttp.creds(Messages.get("/?access_token=q%21", "Cookie: a=b; access_token=c")))
        .isEqualTo(new MgHttpCreds("", "c"));
    assertThat(MgHttp.creds(Messages.get("/?a=b&access_token=q%21", "Cookie: a=b")))
        .isEqualTo(new MgHttpCreds("", "q!"));
    assertThat(of("Authorization: Digest username=\"a\"", "Cookie: access_token=c"))
        .isEqualTo(new MgHttpCreds("", "c"));
    assertThat(of("Host: a")).isNull();
  }

  @Test
  void matches_wantsBoth_andTheTextHidesThePassword() {
    MgHttpCreds creds = new MgHttpCreds("joe", "secret");
    assertThat(creds.matches("joe", "secret")).isTrue();
    assertThat(creds.matches("joe", "secres")).isFalse();
    assertThat(creds.matches("job", "secret")).isFalse();
    assertThat(creds.matches("", "")).isFalse();
    assertThat(creds).hasToString("MgHttpCreds[user=joe]");
  }

  @Test
  void bauth_isWhatCredsReads() {
    assertThat(MgHttp.bauth("Aladdin", "open sesame"))
        .isEqualTo("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n");
    assertThat(of(MgHttp.bauth("\u00e9", "a:\u20ac").strip()))
        .isEqualTo(new MgHttpCreds("\u00e9", "a:\u20ac"));
  }

  @Test
  void bauth_refusesWhatBasicCannotHold() {
    assertThatThrownBy(() -> MgHttp.bauth("a:b", "c"))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("a:b");
    assertThatThrownBy(() -> MgHttp.bauth("a", "c\n"))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("control");
  }
}
