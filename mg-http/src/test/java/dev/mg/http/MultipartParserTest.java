package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Multipart bodies: whole, byte by byte, and split at every offset. */
class MultipartParserTest {
  private static final int ROUNDS = Boolean.getBoolean("dev.mg.full") ? 200_000 : 5_000;

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What comes out, however the body is cut. */
  private static List<String> parse(String body) {
    byte[] b = bytes(body);
    List<String> whole = Multiparts.parse("b", b);
    assertThat(Multiparts.byByte("b", b)).as("byte by byte").isEqualTo(whole);
    for (int i = 0; i <= b.length; i++) {
      assertThat(Multiparts.parse("b", b, i)).as("split at %d", i).isEqualTo(whole);
    }
    return whole;
  }

  @Test
  void parts_haveHeadsAndData() {
    assertThat(
            parse(
                "--b\r\nA: 1\r\nB:2\r\n\r\nhello\r\n--b\r\n\r\nx\ry\nz\r\n\r\n--b\r\nC: 3\r\n\r\n"
                    + "\r\n--b--\r\n"))
        .containsExactly("A=1;B=2;", "[hello]", "", "[x\ry\nz\r\n]", "C=3;", "[]", "end");
  }

  @Test
  void whatLooksLikeABoundary_andIsNone_isData() {
    assertThat(parse("--b\r\n\r\n\r\r\n\r\n-\r\n--\r\n--a--b\r--b\n--b \r\n -\r\r\r\n--b--"))
        .containsExactly("", "[\r\r\n\r\n-\r\n--\r\n--a--b\r--b\n--b \r\n -\r\r]", "end");
  }

  @Test
  void preambleAndEpilogue_arePassedOver() {
    assertThat(parse("hi\r\n--a\r\n-b\r\n--b\r\n\r\n1\r\n--b--\r\nx\r\n--b\r\n\r\n2\r\n--b--"))
        .containsExactly("", "[1]", "end");
    assertThat(parse("\r\n--b\r\n\r\n1\r\n--b--")).containsExactly("", "[1]", "end");
    assertThat(parse("--b--")).containsExactly("end");
  }

  @Test
  void blanksMayFollowABoundary() {
    assertThat(parse("--b \t \r\n\r\n1\r\n--b--   \r\n")).containsExactly("", "[1]", "end");
    assertThat(Multiparts.parse("b", "--b" + " ".repeat(128) + "\r\n")).containsExactly("more");
    assertThat(Multiparts.parse("b", "--b" + " ".repeat(129))).containsExactly("PART_BOUNDARY");
  }

  @Test
  void aPartMayLackItsData_withTheLineEndThatWouldPrecedeIt() {
    // MIME-part-headers [CRLF *OCTET] in RFC 2046 section 5.1.1.
    assertThat(parse("--b\r\nA: 1\r\n\r\n--b\r\n\r\n--b--"))
        .containsExactly("A=1;", "[]", "", "[]", "end");
    assertThat(parse("--b\r\n\r\n--a\r\n--b--")).containsExactly("", "[--a]", "end");
  }

  @Test
  void anotherLineThatStartsWithTheBoundary_isRefused() {
    for (String after : List.of("x", "b\r\n", "\n", "\rx", "-x", " x", " -", "-\r\n", "\0")) {
      assertThat(parse("--b" + after + "\r\n\r\n1\r\n--b--"))
          .as(after)
          .containsExactly("PART_BOUNDARY");
      assertThat(parse("--b\r\n\r\n1\r\n--b" + after)).as(after).endsWith("PART_BOUNDARY");
    }
  }

  @Test
  void headsAreThoseOfAMessage_strictly() {
    assertThat(parse("--b\r\nA : 1\r\n\r\n")).containsExactly("FIELD_NAME");
    assertThat(parse("--b\r\nA: 1\n\r\n")).containsExactly("BARE_LF");
    assertThat(parse("--b\r\nA: 1\r\n B\r\n\r\n")).containsExactly("FOLDED");
    assertThat(parse("--b\r\nA: \0\r\n\r\n")).containsExactly("FIELD_VALUE");
    assertThat(parse("--b\r\n: 1\r\n\r\n")).containsExactly("FIELD_NAME");
  }

  @Test
  void headsAreBounded() {
    String fields = "A: 1\r\n".repeat(32);
    assertThat(Multiparts.parse("b", "--b\r\n" + fields + "\r\n\r\n--b--")).endsWith("[]", "end");
    assertThat(Multiparts.parse("b", "--b\r\n" + fields + "A: 1\r\n\r\n"))
        .containsExactly("TOO_MANY_FIELDS");
    String line = "A: " + "x".repeat(8_192 - 7) + "\r\n\r\n";
    assertThat(Multiparts.parse("b", "--b\r\n" + line + "\r\n--b--")).endsWith("[]", "end");
    byte[] longer = bytes("--b\r\nA" + line);
    for (int cut : new int[] {5, 6, 100, 8_196, 8_197}) {
      assertThat(Multiparts.parse("b", longer, cut)).containsExactly("HEAD_TOO_LARGE");
    }
    assertThat(Multiparts.byByte("b", longer)).containsExactly("HEAD_TOO_LARGE");
  }

  @Test
  void aBodyThatEndsEarly_isNotOver() {
    String body = "--b\r\nA: 1\r\n\r\nx\r\n--b--";
    for (int i = 0; i < body.length(); i++) {
      assertThat(Multiparts.parse("b", body.substring(0, i))).as("%d bytes", i).endsWith("more");
    }
  }

  @Test
  void anyData_comesOutAsItWentIn_howeverCut() {
    String[] words = {
      "\r", "\n", "\r\n", "-", "--", "\r\n--", "\r\n--bo", "\r\n--boU", "a", "bou", ""
    };
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random r = new Random(seed);
      StringBuilder body = new StringBuilder();
      List<String> expected = new ArrayList<>();
      for (int n = r.nextInt(4); n >= 0; n--) {
        StringBuilder data = new StringBuilder();
        for (int i = r.nextInt(8); i > 0; i--) {
          data.append(words[r.nextInt(words.length)]);
        }
        // A word of the boundary could end in another's start.
        String safe = data.toString().replace("\r\n--bou", "\r\n--bo-");
        safe = safe.startsWith("--bou") ? "x" + safe : safe;
        body.append("--bou\r\nI: ").append(n).append("\r\n\r\n").append(safe).append("\r\n");
        expected.add("I=" + n + ";");
        expected.add("[" + safe + "]");
      }
      expected.add("end");
      byte[] b = bytes(body + "--bou--\r\n");
      int[] cuts = r.ints(r.nextInt(6), 0, b.length + 1).sorted().toArray();
      List<String> was = Multiparts.parse("bou", b, cuts);
      assertThat(was).as("seed %d: %s", seed, body).isEqualTo(expected);
    }
  }

  @Test
  void aDelimiterThatNeverEnds_takesTimeInProportion() {
    // Were it not linear, this would be 20 times 80 million comparisons.
    byte[] b = bytes("\r\n--" + "b".repeat(69) + ("\r\n--" + "b".repeat(69)).repeat(20_000));
    assertThat(Multiparts.parse("b".repeat(70), b)).containsExactly("more");
  }
}
