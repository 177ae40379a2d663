package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What RFC 8259 is and is not, text by text, with the place of the first error. */
class MgJsonCorpusTest {
  private static final String[] ACCEPTED = {
    // Scalars as documents, blanks around them.
    "null",
    "true",
    "false",
    "0",
    "-0",
    "7",
    "\"\"",
    "\"a\"",
    " null",
    "null ",
    "\t\n\r 1 \r\n\t",
    " \"x\" ",
    // Numbers.
    "-1",
    "10",
    "1234567890",
    "0.0",
    "0.5",
    "-0.0",
    "1.25",
    "123.456",
    "0e0",
    "0E0",
    "1e5",
    "1E5",
    "1e+5",
    "1e-5",
    "1E+05",
    "1.5e300",
    "-1.5E-300",
    "0e-1",
    "0.0e+00",
    "1e400",
    "1e-400",
    "123456789012345678901234567890",
    "0.1234567890123456789012345678901234567890",
    "[-0]",
    "[0,0.1,1e1]",
    "9223372036854775808",
    "-9223372036854775809",
    // Strings.
    "\"\\\"\"",
    "\"\\\\\"",
    "\"\\/\"",
    "\"/\"",
    "\"\\b\\f\\n\\r\\t\"",
    "\"\\u0000\"",
    "\"\\u001F\"",
    "\"\\u00e9\"",
    "\"\\uD83D\\uDE00\"",
    "\"\\ud83d\\ude00\"",
    "\"\\uD800\"",
    "\"\\uDC00\\uD800\"",
    "\"\\uFFFF\"",
    "\"\u007f\"",
    "\"\u0080\"",
    "\"\u00e9\"",
    "\"\u07ff\u0800\uffff\"",
    "\"\ud83d\ude00\"",
    "\"\udbff\udfff\"",
    "\"\u2028\u2029\"",
    "\"\ufeff\"",
    "\"'\"",
    "\"\\\\u0061\"",
    "\"\\\\\\\"\"",
    "\"[{,:]}\"",
    "\"// no comment\"",
    "\" \"",
    "\"a b\"",
    // Arrays.
    "[]",
    "[ ]",
    "[\n]",
    "[1]",
    "[1,2]",
    "[ 1 , 2 ]",
    "[[]]",
    "[[],[]]",
    "[[[[]]]]",
    "[null,true,false,1,\"a\",[],{}]",
    "[1\n,\n2]",
    "[\"]\"]",
    "[\"\\\"]\"]",
    "[0,-1,0.5]",
    "[{}]",
    "[{},{}]",
    "[true]",
    " [1] ",
    // Objects.
    "{}",
    "{ }",
    "{\"a\":1}",
    "{ \"a\" : 1 }",
    "{\"\":0}",
    "{\"a\":{}}",
    "{\"a\":[]}",
    "{\"a\":1,\"b\":2}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":\"b\"}",
    "{\"a\":null}",
    "{\"\\u0061\":1}",
    "{\"\\\"\":1}",
    "{\"a\":{\"a\":{\"a\":{}}}}",
    "{\"a b\":1}",
    "{\"\u00e9\":1}",
    "{\"a\":[{\"b\":[1,{\"c\":null}]}]}",
    "{\"a\":1 ,\"b\":2}",
    "{\n\"a\"\n:\n1\n}",
    "{\"}\":\"{\"}",
    "{\"a\":true,\"b\":false}",
  };

  private static final Object[][] REJECTED = {
    // Nothing, or too little.
    {"", 0},
    {" ", 1},
    {"\n", 1},
    {"n", 1},
    {"nul", 3},
    {"t", 1},
    {"tru", 3},
    {"fals", 4},
    {"\"", 1},
    {"\"a", 2},
    {"\"\\", 2},
    {"\"\\\"", 3},
    {"\"\\u", 3},
    {"\"\\u00", 5},
    {"\"\\u000", 6},
    {"[", 1},
    {"[1", 2},
    {"[1,", 3},
    {"[\"a\"", 4},
    {"[[]", 3},
    {"{", 1},
    {"{\"a\"", 4},
    {"{\"a\":", 5},
    {"{\"a\":1", 6},
    {"{\"a\":1,", 7},
    {"{\"a", 3},
    {"[{}", 3},
    {"{\"a\":[", 6},
    // Too much.
    {"1 2", 2},
    {"null null", 5},
    {"[]]", 2},
    {"{}}", 2},
    {"[] []", 3},
    {"[],", 2},
    {"{},", 2},
    {"1,", 1},
    {"\"a\"b", 3},
    {"[1]x", 3},
    {"nulll", 4},
    {"truefalse", 4},
    {"[]\u0000", 2},
    {"1\u0000", 1},
    {"{}#", 2},
    {"{} // end", 3},
    {"[]/**/", 2},
    // Words.
    {"Null", 0},
    {"nuLl", 2},
    {"TRUE", 0},
    {"True", 0},
    {"nan", 1},
    {"NaN", 0},
    {"Infinity", 0},
    {"-Infinity", 1},
    {"undefined", 0},
    {"a", 0},
    {"'a'", 0},
    {"nil", 1},
    {"trie", 2},
    {"[nul]", 4},
    {"[tru]", 4},
    // Numbers.
    {"-", 1},
    {"+1", 0},
    {"01", 1},
    {"00", 1},
    {"-01", 2},
    {"--1", 1},
    {"1.", 2},
    {".5", 0},
    {"-.5", 1},
    {"1.e5", 2},
    {"1e", 2},
    {"1e+", 3},
    {"1e-", 3},
    {"1E", 2},
    {"1e5.5", 3},
    {"1.2.3", 3},
    {"1e1e1", 3},
    {"0x1", 1},
    {"1a", 1},
    {"1_000", 1},
    {"1,000", 1},
    {"0.", 2},
    {"-0.", 3},
    {"0e", 2},
    {"1 .5", 2},
    {"- 1", 1},
    {"[1.]", 3},
    {"[-]", 2},
    {"[1e]", 3},
    {"[01]", 2},
    {"1e 5", 2},
    {"\uff11", 0},
    {"1L", 1},
    {"1f", 1},
    {"[1-2]", 2},
    {"0-1", 1},
    {"-a", 1},
    {"1ee5", 2},
    {"1e+-5", 3},
    {"\u00b2", 0},
    // Strings.
    {"\"\n\"", 1},
    {"\"\t\"", 1},
    {"\"\u0000\"", 1},
    {"\"\u001f\"", 1},
    {"\"a\r\"", 2},
    {"\"\\a\"", 2},
    {"\"\\'\"", 2},
    {"\"\\x41\"", 2},
    {"\"\\0\"", 2},
    {"\"\\U0041\"", 2},
    {"\"\\u004\"", 6},
    {"\"\\u00g0\"", 5},
    {"\"\\u+041\"", 3},
    {"\"\\u 041\"", 3},
    {"\"\\ \"", 2},
    {"\"\\\n\"", 2},
    {"\"\\v\"", 2},
    {"\"\\\u00e9\"", 2},
    {"'\"", 0},
    {"`a`", 0},
    {"\u201ca\u201d", 0},
    {"\"\\ud83d\\u\"", 9},
    {"\"\\N\"", 2},
    // Arrays.
    {"]", 0},
    {"[,]", 1},
    {"[,1]", 1},
    {"[1,]", 3},
    {"[1,,2]", 3},
    {"[1 2]", 3},
    {"[1;2]", 2},
    {"[1:2]", 2},
    {"[}", 1},
    {"[1}", 2},
    {"(1)", 0},
    {"[\"a\":1]", 4},
    {"[\"a\" \"b\"]", 5},
    {"[[1,]]", 4},
    {"[a]", 1},
    {"[*]", 1},
    {"[\"\"a]", 3},
    {"[1,\n]", 4},
    {"[][]", 2},
    {"[null\u000b]", 5},
    // Objects.
    {"}", 0},
    {"{,}", 1},
    {"{1:2}", 1},
    {"{a:1}", 1},
    {"{'a':1}", 1},
    {"{\"a\"}", 4},
    {"{\"a\":}", 5},
    {"{\"a\" 1}", 5},
    {"{\"a\"=1}", 4},
    {"{\"a\":1,}", 7},
    {"{\"a\":1 \"b\":2}", 7},
    {"{\"a\":1;\"b\":2}", 6},
    {"{\"a\"::1}", 5},
    {"{\"a\":1:2}", 6},
    {"{\"a\",1}", 4},
    {"{:1}", 1},
    {"{null:1}", 1},
    {"{[]:1}", 1},
    {"{\"a\":1]", 6},
    {"{{}}", 1},
    {"{\"a\":1}}", 7},
    {"{\"a\":tru}", 8},
    {"{\"a\":1,,\"b\":2}", 7},
    {"{\"a\": .5}", 6},
    {"{\"a\":'b'}", 5},
    {"{\"a\":b}", 5},
    {"{true}", 1},
    {"{\"a\nb\":1}", 3},
    // Blanks that are none.
    {"\u00a0null", 0},
    {"\ufeffnull", 0},
    {"\u000c1", 0},
    {"[1\u2028]", 2},
    {"\u000b[]", 0},
    {"[\u0085]", 1},
    {"\u20281", 0},
  };

  /** Strings that hold these bytes, and the offset of the error in them. */
  private static final Object[][] MALFORMED_UTF8 = {
    {"80", 1},
    {"bf", 1},
    {"ff", 1},
    {"fe", 1},
    {"c0af", 1},
    {"c080", 1},
    {"c1bf", 1},
    {"c3", 2},
    {"c341", 2},
    {"c3c3", 2},
    {"e0809f", 2},
    {"e09fbf", 2},
    {"e282", 3},
    {"e28241", 3},
    {"e2e2", 2},
    {"eda080", 2},
    {"edbfbf", 2},
    {"f08080af", 2},
    {"f08fbfbf", 2},
    {"f09f98", 4},
    {"f09f9841", 4},
    {"f48fbfc0", 4},
    {"f4908080", 2},
    {"f5808080", 1},
    {"f88888888f", 1},
    {"61e9", 3},
    {"c2a0a0", 3},
  };

  static Stream<String> accepted() {
    return Stream.of(ACCEPTED);
  }

  static Stream<Arguments> rejected() {
    return Stream.of(REJECTED).map(Arguments::of);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(MALFORMED_UTF8).map(Arguments::of);
  }

  /** In the middle of other bytes, which must not matter. */
  private static MgStr inside(byte[] json) {
    byte[] b = new byte[json.length + 4];
    b[0] = '[';
    b[1] = '"';
    System.arraycopy(json, 0, b, 2, json.length);
    b[json.length + 2] = '"';
    b[json.length + 3] = ']';
    return new MgStr(b, 2, json.length);
  }

  private static MgStr inside(String json) {
    return inside(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void json_isAccepted(String json) {
    MgStr text = inside(json);
    assertThat(MgJson.validate(text)).isEqualTo(-1);
    assertThat(MgJson.get(text, "$")).hasToString(json.strip());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void everyBeginningOfAnArrayOfIt_isRejectedAtItsEnd(String json) {
    byte[] whole = ("[" + json.strip() + "]").getBytes(StandardCharsets.UTF_8);
    for (int n = 0; n < whole.length; n++) {
      byte[] part = Arrays.copyOf(whole, n);
      assertThat(MgJson.validate(inside(part)))
          .as(new String(part, StandardCharsets.UTF_8))
          .isEqualTo(n);
    }
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void otherText_isRejectedWhereItGoesWrong(String text, int at) {
    assertThat(MgJson.validate(inside(text))).isEqualTo(at);
    assertThat(MgJson.get(inside(text), "$")).isNull();
    assertThat(MgJson.get(inside(text), "$[0]", MgStr.of(""))).isEqualTo(MgJson.INVALID);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedUtf8_isRejected(String hex, int at) {
    byte[] bytes = HexFormat.of().parseHex("22" + hex + "22");
    assertThat(MgJson.validate(inside(bytes))).isEqualTo(at);
  }

  @Test
  void utf16AndUtf32_areRejected() {
    for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"}) {
      byte[] json = "[\"\u00e9\"]".getBytes(Charset.forName(charset));
      assertThat(MgJson.validate(inside(json))).as(charset).isBetween(0, 1);
    }
  }

  @Test
  void depth_isBounded() {
    for (String[] pair : new String[][] {{"[", "]"}, {"{\"a\":", "}"}}) {
      String middle = pair[0].equals("[") ? "" : "1";
      String most = pair[0].repeat(100) + middle + pair[1].repeat(100);
      assertThat(MgJson.validate(MgStr.of(most))).isEqualTo(-1);
      String tooDeep = pair[0].repeat(101) + middle + pair[1].repeat(101);
      assertThat(MgJson.validate(MgStr.of(tooDeep))).isEqualTo(100 * pair[0].length());
      assertThat(MgJson.validate(MgStr.of(tooDeep), 101)).isEqualTo(-1);
      assertThat(MgJson.get(MgStr.of(tooDeep), "$.a", MgStr.of(""))).isEqualTo(MgJson.TOO_DEEP);
      assertThat(MgJson.get(MgStr.of(tooDeep), "$[0]", MgStr.of(""))).isEqualTo(MgJson.TOO_DEEP);
      assertThat(MgJson.validate(MgStr.of(pair[0].repeat(1_000_000))))
          .isEqualTo(100 * pair[0].length());
    }
    assertThat(MgJson.validate(MgStr.of("1"), 0)).isEqualTo(-1);
    assertThat(MgJson.validate(MgStr.of(" []"), 0)).isEqualTo(1);
    assertThat(MgJson.validate(MgStr.of("[".repeat(1000)), 1000)).isEqualTo(1000);
  }
}
