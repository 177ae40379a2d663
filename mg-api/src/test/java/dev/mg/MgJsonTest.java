package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MgJsonTest {
  private static final MgStr DOC =
      MgStr.of(
          """
          {"a": 1, "b": [true, {"c": "x\\u00e9"}, [], null, -2.5e1], "": 3,
           "s": "\\ud83d\\ude00\\ud800 \\"/\\/\\b", "hex": "00fF", "b64": "AAEC/w==", "a": 2, "f": false,
           "\\u006b\\"": {"k": 7}, "\u00e9": "\u00e9", "big": 9223372036854775807, "o": {"a": {"b": 5}}}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "none",
      value = {
        "$.a; 1",
        "$.b[0]; true",
        "$.b[1].c; \"x\\u00e9\"",
        "$.b[2]; []",
        "$.b[3]; null",
        "$.b[4]; -2.5e1",
        "$.b[5]; none",
        "$.b[1]; {\"c\": \"x\\u00e9\"}",
        "$.k\".k; 7",
        "$.\u00e9; \"\u00e9\"",
        "$.f; false",
        "$.o.a.b; 5",
        "$.o.b; none",
        "$.a.b; none",
        "$.a[0]; none",
        "$[0]; none",
        "$.b.c; none",
        "$.B; none",
        "$.hex.x; none",
        "$.aa; none",
        "$.b[2][0]; none",
        "$.b[99999999]; none",
        "$.he; none",
        "$.hexx; none"
      })
  void values_areFoundByPath(String path, String raw) {
    MgStr token = MgJson.get(DOC, path);
    assertThat(token == null ? null : token.toString()).isEqualTo(raw);
    MgStr wrapped = MgStr.of("untouched");
    int at = MgJson.get(DOC, path, wrapped);
    if (raw == null) {
      assertThat(at).isEqualTo(MgJson.NOT_FOUND);
      assertThat(wrapped.toString()).isEqualTo("untouched");
    } else {
      assertThat(DOC.slice(at, at + wrapped.len()).toString()).isEqualTo(raw);
      assertThat(wrapped.toString()).isEqualTo(raw);
    }
  }

  @Test
  void wholeDocument_isTheValueAtTheRoot() {
    assertThat(MgJson.get(MgStr.of(" [1] "), "$")).hasToString("[1]");
    assertThat(MgJson.getNum(MgStr.of(" 5 "), "$", 0)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        ".a",
        "$a",
        "$.",
        "$..a",
        "$.a.",
        "$[",
        "$[]",
        "$[a]",
        "$[1",
        "$[-1]",
        "$[1]a",
        "$.a]b[",
        "$[1.5]",
        "$[9999999999]",
        "$ "
      })
  void wrongPath_throws(String path) {
    assertThatThrownBy(() -> MgJson.get(DOC, path))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("'" + path + "'");
  }

  @Test
  void otherTypes_countAsMissing() {
    assertThat(MgJson.getNum(DOC, "$.a", -1)).isEqualTo(1);
    assertThat(MgJson.getNum(DOC, "$.b[4]", -1)).isEqualTo(-25);
    for (String path : new String[] {"$.b", "$.b[0]", "$.b[3]", "$.hex", "$.none", "$"}) {
      assertThat(MgJson.getNum(DOC, path, -1)).as(path).isEqualTo(-1);
      assertThat(MgJson.getLong(DOC, path, -1)).as(path).isEqualTo(-1);
    }
    assertThat(MgJson.getBool(DOC, "$.b[0]", false)).isTrue();
    assertThat(MgJson.getBool(DOC, "$.f", true)).isFalse();
    for (String path : new String[] {"$.a", "$.hex", "$.none", "$.b[3]"}) {
      assertThat(MgJson.getBool(DOC, path, true)).as(path).isTrue();
      assertThat(MgJson.getBool(DOC, path, false)).as(path).isFalse();
    }
    for (String path : new String[] {"$.a", "$.b", "$.b[0]", "$.b[3]", "$.none", "$"}) {
      assertThat(MgJson.getStr(DOC, path)).as(path).isNull();
      assertThat(MgJson.getHex(DOC, path)).as(path).isNull();
      assertThat(MgJson.getB64(DOC, path)).as(path).isNull();
    }
  }

  @Test
  void strings_areDecoded() {
    assertThat(MgJson.getStr(DOC, "$.s")).isEqualTo("\ud83d\ude00\ud800 \"//\b");
    assertThat(MgJson.getStr(DOC, "$.b[1].c")).isEqualTo("x\u00e9");
    assertThat(MgJson.getStr(MgStr.of("\"\u20ac\\n\u20ac\\u20AC\\r\\t\\f\\\\\""), "$"))
        .isEqualTo("\u20ac\n\u20ac\u20ac\r\t\f\\");
    assertThat(MgJson.getHex(DOC, "$.hex")).containsExactly(0, 0xFF);
    assertThat(MgJson.getHex(DOC, "$.b64")).isNull();
    assertThat(MgJson.getB64(DOC, "$.b64")).containsExactly(0, 1, 2, 0xFF);
    assertThat(MgJson.getB64(MgStr.of("\"AA\\u003d=\""), "$")).containsExactly(0);
    assertThat(MgJson.getB64(MgStr.of("\"AAE\""), "$")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775808, -7",
    "-9223372036854775809, -7",
    "1e3, 1000",
    "1E+3, 1000",
    "1.0, 1",
    "-1.50e1, -15",
    "1.5, -7",
    "1e-1, -7",
    "10e-1, 1",
    "0.0, 0",
    "-0, 0",
    "0e999999999999999999999, 0",
    "1e999999999999999999999, -7",
    "1e-999999999999999999999, -7",
    "1e18, 1000000000000000000",
    "1e19, -7",
    "92233720368547758.07e2, 9223372036854775807",
    "92233720368547758.08e2, -7",
    "-92233720368547758.08e2, -9223372036854775808",
    "100000000000000000000000000000e-29, 1",
    "0.00000000000000000000000000001e29, 1",
    "12.300, -7",
    "120.0e-1, 12",
    "1.0000000000000000000000000000001, -7"
  })
  void integers_areExactOrMissing(String number, long value) {
    assertThat(MgJson.getLong(MgStr.of("[" + number + "]"), "$[0]", -7)).isEqualTo(value);
  }

  @Test
  void numbersBeyondADouble_countAsMissing() {
    assertThat(MgJson.getNum(MgStr.of("1e400"), "$", 5)).isEqualTo(5);
    assertThat(MgJson.getNum(MgStr.of("-1e400"), "$", 5)).isEqualTo(5);
    assertThat(MgJson.getNum(MgStr.of("1e-400"), "$", 5)).isEqualTo(0);
  }

  @Test
  void oneErrorAnywhere_hidesEveryValue() {
    for (String doc :
        new String[] {
          "{\"a\":1,}",
          "{\"a\":1} x",
          "{\"a\":1,\"b\":01}",
          "{\"a\":1,\"b\":\"\u0001\"}",
          "{\"a\":1"
        }) {
      assertThat(MgJson.getLong(MgStr.of(doc), "$.a", -7)).as(doc).isEqualTo(-7);
      assertThat(MgJson.get(MgStr.of(doc), "$.a", MgStr.of(""))).as(doc).isEqualTo(MgJson.INVALID);
    }
  }

  @Test
  void next_goesThroughMembersAndElements() {
    assertThat(entries(" { \"a\" : 1 , \"b\\n\":[2,{}],\"\":\"x\" } "))
        .containsExactly("\"a\"=1", "\"b\\n\"=[2,{}]", "\"\"=\"x\"", "0");
    assertThat(entries("[1, [2], \"]\"]")).containsExactly("=1", "=[2]", "=\"]\"", "0");
    assertThat(entries("[ ]")).containsExactly("0");
    assertThat(entries(" {}")).containsExactly("0");
    assertThat(entries("5")).containsExactly("0");
  }

  @Test
  void next_stopsAtAnError() {
    assertThat(entries("[1,]")).containsExactly("=1", "-2");
    assertThat(entries("[1 2]")).containsExactly("=1", "-2");
    assertThat(entries("{\"a\":1,\"b\"}")).containsExactly("\"a\"=1", "-2");
    assertThat(entries("{\"a\":1]")).containsExactly("\"a\"=1", "-2");
    assertThat(entries("[1] x")).containsExactly("=1", "-2");
    assertThat(entries("[1")).containsExactly("=1", "-2");
    assertThat(entries("")).containsExactly("-2");
    assertThat(entries("x")).containsExactly("-2");
    assertThat(entries("[" + "[".repeat(100) + "]".repeat(101))).containsExactly("-1");
  }

  private static List<String> entries(String json) {
    MgStr doc = MgStr.of(json);
    MgStr key = MgStr.of("");
    MgStr value = MgStr.of("");
    List<String> entries = new ArrayList<>();
    int at = 0;
    while ((at = MgJson.next(doc, at, key, value)) > 0) {
      entries.add(key + "=" + value);
    }
    entries.add(Integer.toString(at));
    return entries;
  }

  @Test
  void unescape_wantsOneWholeString() {
    assertThat(MgJson.unescape(MgStr.of("\"a\\nb\""))).isEqualTo("a\nb");
    assertThat(MgJson.unescape(MgStr.of("\"\""))).isEmpty();
    for (String bad :
        new String[] {
          "", "\"", "a", "\"a", "a\"", "\"a\" ", " \"a\"", "\"a\"\"b\"", "\"\\\"", "1", "\"\\x\""
        }) {
      assertThat(MgJson.unescape(MgStr.of(bad))).as(bad).isNull();
    }
  }

  @Test
  void depthsOutOfRange_areRefused() {
    assertThatThrownBy(() -> MgJson.validate(DOC, 1001))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("0..1000");
    assertThatThrownBy(() -> MgJson.validate(DOC, -1)).isInstanceOf(MgException.class);
  }
}
