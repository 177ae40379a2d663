package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns of {@link MgStr#match}, beside a matcher that tries everything. */
class MgMatchTest {
  /** Captures joined by '|', or null if it does not match. */
  private static String match(String s, String pattern) {
    byte[] b = ("/" + s + "/").getBytes(StandardCharsets.UTF_8);
    int wildcards = (int) pattern.chars().filter(ch -> "?*#".indexOf(ch) >= 0).count();
    MgStr[] captures = new MgStr[wildcards];
    for (int i = 0; i < wildcards; i++) {
      captures[i] = MgStr.of("untouched");
    }
    MgStr text = new MgStr(b, 1, b.length - 2);
    boolean matches = text.match(pattern, captures);
    assertThat(text.match(pattern)).isEqualTo(matches);
    List<String> parts = new ArrayList<>();
    for (MgStr capture : captures) {
      parts.add(capture.latin1());
      assertThat(matches || capture.is("untouched")).isTrue();
    }
    return matches ? String.join("|", parts) : null;
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "no",
      value = {
        "/api/user, /api/*, user",
        "/api/user/1, /api/*, no",
        "/api/user/1, /api/#, user/1",
        "/api/, /api/*, ''",
        "/api, /api/*, no",
        "/a/b.html, #.html, /a/b",
        "a, a, ''",
        "a, b, no",
        "'', '', ''",
        "a, '', no",
        "'', #, ''",
        "'', ?, no",
        "/, *, no",
        "/, ?, /",
        "/, #, /",
        "/users/7/posts/9, /users/*/posts/*, 7|9",
        "/users//posts/, /users/*/posts/*, '|'",
        "/users/7/posts/9/, /users/*/posts/*, no",
        "/users/7/posts, /users/*/posts/*, no",
        "/a/b/c.html, /*/b*/*.html, a||c",
        "/a/bx/c.html, /*/b*/*.html, a|x|c",
        "/users/7/x/posts/9, /users/*/posts/*, no",
        "/users/7/x/posts/9, /users/#/posts/*, 7/x|9",
        "abab, #b#, a|ab",
        "aXbXc, *X*X*, a|b|c",
        "a/b/cx, #/*x, a/b|c",
        "a/cb, *?*b, a|/|c",
        "aaa, ??, no",
        "aaa, ???, a|a|a",
        "ab, ab#ab, no",
        "abab, ab#ab, ''",
        "aba, ab#ba, no",
        "a*b, a?b, *",
        "x, *?, |x"
      })
  void examples(String s, String pattern, String captures) {
    assertThat(match(s, pattern)).isEqualTo(captures);
  }

  @Test
  void capturesLeftOver_becomeEmptyAndMissingOnesDoNotMatter() {
    MgStr one = MgStr.of("x");
    MgStr two = MgStr.of("x");
    assertThat(MgStr.of("a.b").match("*.b", one, two)).isTrue();
    assertThat(one.toString()).isEqualTo("a");
    assertThat(two.len()).isZero();
    assertThat(MgStr.of("a.b").match("*.*", one)).isTrue();
    assertThat(one.toString()).isEqualTo("a");
    assertThat(MgStr.of("a.b").match("a.b", one)).isTrue();
    assertThat(one.len()).isZero();
  }

  @Test
  void pattern_isTakenAsUtf8() {
    assertThat(match("h\u00e9/x", "h\u00e9/*")).isEqualTo("x");
    assertThat(match("\u00e9", "?")).isNull();
    assertThat(match("\u00e9", "??")).isEqualTo("\u00c3|\u00a9");
    assertThat(match("\u00e9", "\u00e8")).isNull();
    assertThat(match("a\u00e9bc", "?\u00e9?c")).isEqualTo("a|b");
  }

  @Test
  void manyWildcards_costNoMoreThanTheProductOfTheLengths() {
    String s = "a".repeat(5000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(match(s, "#a".repeat(50) + "#b")).isNull();
          assertThat(match(s, "*a".repeat(50) + "*b*")).isNull();
          assertThat(match(s, "#a".repeat(50) + "#")).isNotNull();
        });
  }

  @Test
  void shortPatterns_agreeWithTryingEverything() {
    Seeded.runs(
        40_000,
        random -> {
          String s = random(random, "ab/", 9);
          String pattern = random(random, "ab/?*#", 7);
          List<String> captures = new ArrayList<>();
          boolean matches = naive(pattern, 0, s, 0, captures);
          String expected = matches ? String.join("|", captures) : null;
          assertThat(match(s, pattern)).as("%s with %s", s, pattern).isEqualTo(expected);
        });
  }

  @Test
  void patternsOfWholeSegments_agreeWithTryingEverything() {
    Seeded.runs(
        10_000,
        random -> {
          StringBuilder s = new StringBuilder();
          StringBuilder pattern = new StringBuilder();
          for (int n = 1 + random.nextInt(4); n > 0; n--) {
            s.append('/').append(random(random, "ab", 4));
            pattern.append('/').append(Seeded.oneOf(random, "a", "*", "a*", "*"));
          }
          pattern.append(random(random, "ab/", 3));
          s.append(random(random, "ab/", 3));
          List<String> captures = new ArrayList<>();
          boolean matches = naive(pattern.toString(), 0, s.toString(), 0, captures);
          String expected = matches ? String.join("|", captures) : null;
          assertThat(match(s.toString(), pattern.toString()))
              .as("%s with %s", s, pattern)
              .isEqualTo(expected);
        });
  }

  @Test
  void longPatterns_agreeWithARegularExpression() {
    Seeded.runs(
        2_000,
        random -> {
          StringBuilder pattern = new StringBuilder();
          StringBuilder s = new StringBuilder();
          for (int i = 0; i < 3; i++) {
            String same = random(random, "ab", 60);
            String wildcard = Seeded.oneOf(random, "?", "*", "#");
            pattern.append(same).append(wildcard);
            s.append(same).append(wildcard.equals("?") ? "a" : random(random, "ab/", 5));
          }
          if (random.nextInt(3) == 0) {
            s.append('b');
          }
          Matcher regex = Pattern.compile(regex(pattern)).matcher(s);
          String expected = null;
          if (regex.matches()) {
            expected = regex.group(1) + "|" + regex.group(2) + "|" + regex.group(3);
          }
          assertThat(match(s.toString(), pattern.toString())).isEqualTo(expected);
        });
  }

  private static String regex(CharSequence pattern) {
    StringBuilder regex = new StringBuilder();
    for (char ch : pattern.toString().toCharArray()) {
      regex.append(
          switch (ch) {
            case '*' -> "([^/]*?)";
            case '#' -> "(.*?)";
            case '?' -> "(.)";
            default -> Character.toString(ch);
          });
    }
    return regex.toString();
  }

  private static String random(Random random, String alphabet, int most) {
    StringBuilder s = new StringBuilder();
    for (int n = random.nextInt(most); n > 0; n--) {
      s.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return s.toString();
  }

  /**
   * Whether {@code p} from i matches {@code s} from j, by trying everything; latin1 on both sides.
   */
  static boolean naive(String p, int i, String s, int j, List<String> captures) {
    if (i == p.length()) {
      return j == s.length();
    }
    char ch = p.charAt(i);
    int mark = captures.size();
    for (int end = j; end <= s.length(); end++) {
      boolean fits =
          switch (ch) {
            case '*' -> s.indexOf('/', j) < 0 || s.indexOf('/', j) >= end;
            case '#' -> true;
            case '?' -> end == j + 1;
            default -> end == j + 1 && s.charAt(j) == ch;
          };
      if (fits) {
        if ("?*#".indexOf(ch) >= 0) {
          captures.add(s.substring(j, end));
        }
        if (naive(p, i + 1, s, end, captures)) {
          return true;
        }
        captures.subList(mark, captures.size()).clear();
      }
    }
    return false;
  }
}
