package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link MgStr#match} with a pattern, the first line, and a text, the rest: captures put in the
 * place of the wildcards are the text; short ones beside a matcher that tries everything.
 */
class MgMatchFuzzTest {
  private static final int LONGEST_NAIVE_PATTERN = 7;
  private static final int LONGEST_NAIVE_TEXT = 14;

  @FuzzTest(maxDuration = "10m")
  void anyPattern(byte[] data) {
    MgStr pattern = MgStr.of("");
    MgStr text = MgStr.of("");
    MgStr.of(data).span('\n', pattern, text);
    String unicode = pattern.toString();
    String p = MgStr.of(unicode).latin1();
    MgStr[] captures = new MgStr[(int) p.chars().filter(MgMatchFuzzTest::isWildcard).count()];
    for (int i = 0; i < captures.length; i++) {
      captures[i] = MgStr.of("untouched");
    }
    boolean matches = text.match(unicode, captures);
    assertThat(text.match(unicode)).isEqualTo(matches);
    if (matches) {
      assertThat(filledIn(p, captures)).isEqualTo(text.latin1());
    } else {
      assertThat(captures).allMatch(capture -> capture.is("untouched"));
    }
    if (p.length() <= LONGEST_NAIVE_PATTERN && text.len() <= LONGEST_NAIVE_TEXT) {
      List<String> expected = new ArrayList<>();
      assertThat(matches).isEqualTo(MgMatchTest.naive(p, 0, text.latin1(), 0, expected));
      if (matches) {
        assertThat(captures).extracting(MgStr::latin1).containsExactlyElementsOf(expected);
      }
    }
  }

  private static boolean isWildcard(int ch) {
    return ch == '?' || ch == '*' || ch == '#';
  }

  private static String filledIn(String pattern, MgStr[] captures) {
    StringBuilder text = new StringBuilder();
    int taken = 0;
    for (char ch : pattern.toCharArray()) {
      String part = isWildcard(ch) ? captures[taken++].latin1() : String.valueOf(ch);
      assertThat(ch == '?' && part.length() != 1 || ch == '*' && part.indexOf('/') >= 0).isFalse();
      text.append(part);
    }
    return text.toString();
  }
}
