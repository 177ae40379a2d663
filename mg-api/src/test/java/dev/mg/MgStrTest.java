package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MgStrTest {
  private static MgStr inside(String s) {
    byte[] b = ("##" + s + "##").getBytes(StandardCharsets.UTF_8);
    return new MgStr(b, 2, b.length - 4);
  }

  @Test
  void views_shareTheArrayAndCopiesDoNot() {
    byte[] b = {'a', 'b', 'c', 'd'};
    MgStr view = new MgStr(b, 1, 2);
    MgStr slice = view.slice(1, 2);
    MgStr copy = view.copy();
    b[2] = 'X';
    assertThat(view.toString()).isEqualTo("bX");
    assertThat(slice.toString()).isEqualTo("X");
    assertThat(copy.toString()).isEqualTo("bc");
    assertThat(view.toBytes()).containsExactly('b', 'X');
  }

  @Test
  void bounds_areChecked() {
    byte[] b = new byte[4];
    for (int[] bad : new int[][] {{-1, 1}, {0, 5}, {4, 1}, {1, -1}, {3, Integer.MAX_VALUE}}) {
      assertThatThrownBy(() -> new MgStr(b, bad[0], bad[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    MgStr s = new MgStr(b, 1, 2);
    for (int i : new int[] {-1, 2}) {
      assertThatThrownBy(() -> s.at(i)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> s.slice(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> s.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(new MgStr(b, 4, 0).isEmpty()).isTrue();
  }

  @Test
  void poisonedView_throwsUntilWrappedAnew() {
    MgStr s = inside("x");
    s.poison();
    assertThatThrownBy(s::len)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("copy()");
    assertThatThrownBy(s::toString).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> s.match("#")).isInstanceOf(IllegalStateException.class);
    assertThat(s.wrap(new byte[] {'y'}, 0, 1).toString()).isEqualTo("y");
    MgStr.EMPTY.poison();
    assertThat(MgStr.EMPTY.len()).isZero();
    assertThatThrownBy(() -> MgStr.EMPTY.wrap(new byte[1], 0, 1)).isInstanceOf(MgException.class);
  }

  @Test
  void equality_isByContent() {
    assertThat(inside("ab")).isEqualTo(MgStr.of("ab")).hasSameHashCodeAs(MgStr.of("ab"));
    assertThat(inside("ab")).isNotEqualTo(MgStr.of("aB")).isNotEqualTo("ab");
    assertThat(inside("b"))
        .isGreaterThan(MgStr.of("ab"))
        .isLessThan(MgStr.of("\u00e9"))
        .isLessThan(MgStr.of("ba"));
  }

  @Test
  void comparisonWithText_isByUtf8() {
    assertThat(inside("h\u00e9").is("h\u00e9")).isTrue();
    assertThat(inside("h\u00e9").is("h")).isFalse();
    assertThat(inside("h").is("h\u00e9")).isFalse();
    assertThat(new MgStr(new byte[] {(byte) 0xE9}, 0, 1).is("\u00e9")).isFalse();
    assertThat(inside("Content-Type").isIgnoreCase("cONTENT-tYPE")).isTrue();
    assertThat(inside("H\u00e9").isIgnoreCase("h\u00e9")).isTrue();
    assertThat(inside("H\u00c9").isIgnoreCase("h\u00e9")).isFalse();
    assertThat(inside("[").isIgnoreCase("{")).isFalse();
    assertThat(inside("aB").isIgnoreCase(MgStr.of("Ab"))).isTrue();
    assertThat(inside("aB").isIgnoreCase(MgStr.of("Abc"))).isFalse();
    assertThat(inside("h\u00e9llo").startsWith("h\u00e9")).isTrue();
    assertThat(inside("he").startsWith("hel")).isFalse();
  }

  @Test
  void strip_takesBlanksAndLineEnds() {
    assertThat(inside(" \t\r\n a b \r\n").strip().toString()).isEqualTo("a b");
    assertThat(inside(" \t ").strip().len()).isZero();
  }

  @Test
  void latin1_isOneCharAByte() {
    assertThat(new MgStr(new byte[] {(byte) 0xE9, 'a'}, 0, 2).latin1()).isEqualTo("\u00e9a");
    assertThat(new MgStr(new byte[] {(byte) 0xE9, 'a'}, 0, 2).toString()).isEqualTo("\ufffda");
  }

  @Test
  void find_agreesWithStringIndexOf() {
    assertThat(inside("a\u20acb").find("\u20ac")).isEqualTo(1);
    assertThat(inside("").find("")).isZero();
    Seeded.runs(
        20_000,
        random -> {
          String s = letters(random.nextInt(12), random.nextInt());
          String needle = letters(random.nextInt(4), random.nextInt());
          assertThat(inside(s).find(needle)).as(s + " " + needle).isEqualTo(s.indexOf(needle));
        });
  }

  private static String letters(int n, int bits) {
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < n; i++) {
      s.append((char) ('a' + (bits >>> i & 1)));
    }
    return s.toString();
  }

  @Test
  void span_splitsAtTheFirstSeparator() {
    MgStr s = inside("a,bc,,d,");
    MgStr head = MgStr.of("");
    List<String> heads = new ArrayList<>();
    while (s.span(',', head, s)) {
      heads.add(head.toString());
    }
    assertThat(heads).containsExactly("a", "bc", "", "d");
    MgStr rest = MgStr.of("");
    assertThat(inside("abc").span(';', head, rest)).isTrue();
    assertThat(head.toString()).isEqualTo("abc");
    assertThat(rest.len()).isZero();
    assertThat(MgStr.EMPTY.span(',', head, rest)).isFalse();
    assertThat(head.toString()).isEqualTo("abc");
  }

  @Test
  void commalist_givesKeysAndValues() {
    MgStr list = inside("a=1,b,=x,,c=d=e");
    MgStr key = MgStr.of("");
    MgStr value = MgStr.of("");
    List<String> entries = new ArrayList<>();
    while (list.commalist(key, value)) {
      entries.add(key + ":" + value);
    }
    assertThat(entries).containsExactly("a:1", "b:", ":x", ":", "c:d=e");
    assertThat(list.len()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-0, 0, -7",
    "007, 7, 7",
    "9223372036854775807, 9223372036854775807, 9223372036854775807",
    "9223372036854775808, -7, -7",
    "-9223372036854775808, -9223372036854775808, -7",
    "-9223372036854775809, -7, -7",
    "99999999999999999999999, -7, -7",
    "'', -7, -7",
    "-, -7, -7",
    "+1, -7, -7",
    "' 1', -7, -7",
    "'1 ', -7, -7",
    "1.0, -7, -7",
    "0x1, -7, -7",
    "1-, -7, -7",
    "/, -7, -7",
    ":, -7, -7",
    "18446744073709551617, -7, -7"
  })
  void numbers_areWholeAndNeverOverflow(String s, long signed, long unsigned) {
    assertThat(inside(s).toLong(-7)).isEqualTo(signed);
    assertThat(inside(s).toUnsigned(-7)).isEqualTo(unsigned);
  }

  @ParameterizedTest
  @CsvSource({
    "12ab, 12",
    "' \t 7', 7",
    "-5x, -5",
    "'', 0",
    "x, 0",
    "+1, 0",
    "18446744073709551615, -1",
    "18446744073709551616, 0",
    "18446744073709551620, 0",
    "184467440737095516150, 0",
    "9223372036854775808, -9223372036854775808"
  })
  void to64_takesAPrefix(String s, long value) {
    assertThat(inside(s).to64()).isEqualTo(value);
  }

  @Test
  void hex_goesBothWays() {
    Seeded.runs(
        2_000,
        random -> {
          byte[] b = Seeded.bytes(random, 40);
          String hex = MgStr.of(b).hex();
          assertThat(hex).isEqualTo(HexFormat.of().formatHex(b));
          assertThat(inside(hex).unhex()).isEqualTo(b);
          assertThat(inside(hex.toUpperCase(Locale.ROOT)).unhex()).isEqualTo(b);
        });
    for (String bad : new String[] {"a", "0g", "g0", "0x", "@0", "`0", "\u00e9"}) {
      assertThat(inside(bad).unhex()).as(bad).isNull();
    }
  }
}
