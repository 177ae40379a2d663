package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionParserTest {
  private static String parsed(String text) {
    List<WsExtension> all = new ExtensionParser(text).parse();
    if (all == null) {
      return "malformed";
    }
    StringBuilder out = new StringBuilder();
    for (WsExtension one : all) {
      out.append(out.isEmpty() ? "" : " | ").append(one.name());
      for (WsExtension.Parameter p : one.parameters()) {
        out.append(" ").append(p.name()).append(p.value() == null ? "" : "=" + p.value());
      }
    }
    return out.toString();
  }

  @Test
  void goodOnes() {
    assertThat(parsed("foo")).isEqualTo("foo");
    assertThat(parsed(" foo ")).isEqualTo("foo");
    assertThat(parsed("foo; bar; baz=2")).isEqualTo("foo bar baz=2");
    assertThat(parsed("foo; baz=2, bar; baz=3")).isEqualTo("foo baz=2 | bar baz=3");
    assertThat(parsed("foo;\tbar = \"10\" ;x")).isEqualTo("foo bar=10 x");
    assertThat(parsed("foo; a=\"b\\c\"")).isEqualTo("foo a=bc");
    assertThat(parsed(", ,foo,, bar ,")).isEqualTo("foo | bar");
    assertThat(parsed("!#$%&'*+-.^_`|~; 1=1")).isEqualTo("!#$%&'*+-.^_`|~ 1=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        ", ,",
        "foo;",
        "foo; ;bar",
        "foo bar",
        "foo; bar baz",
        "=",
        "foo=bar",
        "foo; bar=",
        "foo; bar==1",
        "foo; bar=1 2",
        "foo; =1",
        ";",
        ";foo",
        "foo; bar=\"1",
        "foo; bar=\"\"",
        "foo; bar=\"a b\"",
        "foo; bar=\"a\\",
        "foo; bar=\"a\"b",
        "f\"o\"o",
        "foo/1",
        "fo\u00f6",
        "foo; b\u0001ar",
        "foo; bar=\"1\" \"2\""
      })
  void whatDoesNotConform_isMalformed(String text) {
    assertThat(parsed(text)).isEqualTo("malformed");
  }
}
