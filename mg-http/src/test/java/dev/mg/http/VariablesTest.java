package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Variables of queries, forms and headers. */
class VariablesTest {
  private static final MgStr QUERY =
      MgStr.of("a=1&b=x+y%21&&c&d=&a=2&e==%3d&bad=%4&worse=%zz&=v&ab=3");

  private static String get(String name) {
    return String.valueOf(MgHttp.getVar(QUERY, name));
  }

  @Test
  void getVar_decodesTheFirstOfThatName() {
    assertThat(get("a")).isEqualTo("1");
    assertThat(get("b")).isEqualTo("x y!");
    assertThat(get("c")).isEmpty();
    assertThat(get("d")).isEmpty();
    assertThat(get("e")).isEqualTo("==");
    assertThat(get("ab")).isEqualTo("3");
    assertThat(get("x")).isEqualTo("null");
    assertThat(get("bad")).isEqualTo("null");
    assertThat(get("worse")).isEqualTo("null");
    assertThat(MgHttp.getVar(MgStr.of(""), "a")).isNull();
  }

  @Test
  void getVar_codes() {
    byte[] to = new byte[4];
    assertThat(MgHttp.getVar(null, "a", to)).isEqualTo(-1);
    assertThat(MgHttp.getVar(QUERY, "a", null)).isEqualTo(-2);
    assertThat(MgHttp.getVar(QUERY, "a", new byte[0])).isEqualTo(-2);
    assertThat(MgHttp.getVar(QUERY, "bad", to)).isEqualTo(-3);
    assertThat(MgHttp.getVar(QUERY, "b", new byte[3])).isEqualTo(-3);
    assertThat(MgHttp.getVar(QUERY, "x", to)).isEqualTo(-4);
    assertThat(MgHttp.getVar(QUERY, "c", to)).isZero();
    assertThat(MgHttp.getVar(QUERY, "b", to)).isEqualTo(4);
    assertThat(Arrays.copyOf(to, 4)).isEqualTo("x y!".getBytes());
  }

  @Test
  void var_isRaw() {
    assertThat(MgHttp.var(QUERY, "b")).isEqualTo(MgStr.of("x+y%21"));
    assertThat(MgHttp.var(QUERY, "x")).isNull();
  }

  @Test
  void ofTheQuery_andOfThePath() {
    MgHttpMessage hm = new MgHttpMessage();
    MgHttp.parse("GET /api/7/x?q=%C3%A9 HTTP/1.1\r\n\r\n".getBytes(), hm);
    assertThat(MgHttp.getVar(hm, "q")).isEqualTo("\u00e9");
    assertThat(MgHttp.matchUri(hm, "/api/*/x")).isTrue();
    assertThat(MgHttp.matchUri(hm, "/api/*")).isFalse();
    assertThat(MgHttp.matchUri(hm, "/api/#")).isTrue();
  }

  @Test
  void getHeaderVar() {
    MgStr header =
        MgStr.of("Digest username=\"a, realm=b\", realm=c;Nonce=\"x\\\"y\", uri=/, open=\"z");
    assertThat(MgHttp.getHeaderVar(header, "username")).isEqualTo(MgStr.of("a, realm=b"));
    assertThat(MgHttp.getHeaderVar(header, "realm")).isEqualTo(MgStr.of("c"));
    assertThat(MgHttp.getHeaderVar(header, "nonce")).isEqualTo(MgStr.of("x\\\"y"));
    assertThat(MgHttp.getHeaderVar(header, "uri")).isEqualTo(MgStr.of("/"));
    assertThat(MgHttp.getHeaderVar(header, "open")).isEqualTo(MgStr.of("z"));
    assertThat(MgHttp.getHeaderVar(header, "Digest")).isNull();
    assertThat(MgHttp.getHeaderVar(header, "name")).isNull();
    assertThat(MgHttp.getHeaderVar(MgStr.EMPTY, "name")).isNull();
    assertThat(MgHttp.getHeaderVar(MgStr.of("form-data; name="), "name")).isEqualTo(MgStr.EMPTY);
  }
}
