package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decisions where C and java.util.Formatter give one conversion two meanings: what wins here. A
 * result that starts with "!" is part of the exception's text.
 */
class MgPrintfTableTest {
  record Row(String decision, String fmt, Object[] args, String result) {
    @Override
    public String toString() {
      return decision + ": " + fmt + " -> " + result;
    }
  }

  private static final List<Row> ROWS = new ArrayList<>();

  private static void row(String decision, String fmt, String result, Object... args) {
    ROWS.add(new Row(decision, fmt, args, result));
  }

  static {
    row("rounding is exact and to even", "%.1f", "0.2", 0.25);
    row("rounding is exact and to even", "%.2f", "1.00", 1.005);
    row("rounding is exact and to even", "%.0f %.0f %.0f", "0 2 2", 0.5, 1.5, 2.5);
    row("g drops zeros", "%g", "1", 1.0);
    row("g drops zeros", "%g %g %g", "0.5 1e-05 1e+06", 0.5, 0.00001, 1e6);
    row("nan and inf are lower case", "%f %f %f", "nan inf -inf", 0.0 / 0, 1 / 0.0, -1 / 0.0);
    row("a is refused", "%a", "!%a at index 0", 1.0);
    row("lengths are ignored", "%hd %ld %lld %zu %jd", "1 2 3 4 5", 1, 2L, 3L, 4, 5);
    row("lengths are ignored", "%hd", "70000", 70000);
    row("bare h is refused", "%h", "!a length is for", 1);
    row("t is refused", "%td", "!dates", 1);
    row("t is refused", "%tY", "!dates", 1L);
    row("H is hex of one argument", "%H", "ff00", (Object) new byte[] {-1, 0});
    row("H is hex of one argument", "%H", "6869", MgStr.of("hi"));
    row("H is hex of one argument", "%H", "!should be a byte[], MgStr or MgIobuf", 7);
    row("u is unsigned by class", "%u %u", "255 65535", (byte) -1, (short) -1);
    row("u is unsigned by class", "%u %u", "4294967295 18446744073709551615", -1, -1L);
    row("i is d", "%i", "-5", -5);
    row("x is by class", "%x %x %x", "ff ffff ffffffff", (byte) -1, (short) -1, -1);
    row("x is by class", "%hhx %hhd", "fe -2", -2, 254);
    row("X is upper case", "%X", "DEADBEEF", 0xDEADBEEF);
    row("c is a code point or a byte", "%c%c%c", "A\u00e9\ud83d\ude00", 'A', 0xE9, 0x1F600);
    row("c is a code point or a byte", "%c", "z", (byte) 'z');
    row("c is a code point or a byte", "%c", "!-1 is not a character", -1);
    row("c is a code point or a byte", "%c", "!55296 is not a character", '\ud800');
    row("d of a char is its number", "%d", "65", 'A');
    row(
        "f wants floating point",
        "x %f",
        "!%f at index 2 of \"x %f\": the argument is"
            + " java.lang.Integer and should be a Double or Float",
        1);
    row("d wants an integer", "%d", "!java.lang.Double", 1.0);
    row("s counts code points of text", "%.2s", "a\ud83d\ude00", "a\ud83d\ude00b");
    row(
        "s counts bytes of bytes",
        "%.2s",
        "h\u00e9".substring(0, 1) + "\ufffd",
        MgStr.of("h\u00e9"));
    row("s of null", "%s", "null", (Object) null);
    row("s of byte[] is raw", "%s", "hi", (Object) new byte[] {'h', 'i'});
    row("S is refused", "%S", "!upper-case the text yourself", "a");
    row("B is refused", "%B", "!write %b", true);
    row("E G X upper", "%E %G %X", "1.000000E+00 1E-10 AB", 1.0, 1e-10, 0xAB);
    row("b is a boolean", "%b %b", "true false", true, false);
    row("b is a boolean", "%b", "!should be a Boolean", 5);
    row("n is refused", "a%n", "!%n at index 1 of \"a%n\": a line end is written \\n or \\r\\n");
    row("precision of integers", "%.3d|%-05d|%+x", "005|5    |5", 5, 5, 5);
    row("precision from nowhere and from arguments", "%.f", "2", 1.6);
    row("precision from nowhere and from arguments", "%.*s", "he", 2, "hello");
    row("precision from nowhere and from arguments", "%*d|%*d", "   7|7   ", 4, 7, -4, 7);
    row("precision from nowhere and from arguments", "%.*f", "1.500000", -1, 1.5);
    row("Java's flags are refused", "%,d", "!that flag", 1);
    row("Java's flags are refused", "%(d", "!that flag", 1);
    row("Java's flags are refused", "%<s", "!that flag", 1);
    row("Java's flags are refused", "%'d", "!that flag", 1);
    row("numbered arguments", "%2$s %1$s", "b a", "a", "b");
    row("numbered arguments", "%1$*2$d", "    7", 7, 5);
    row("numbered arguments", "%1$s %s", "!not both", "a", "b");
    row("M takes one printer", "<%M>", "<hi>", (MgPrinter) out -> out.add("hi"));
    row("M takes one printer", "<%m>", "<hi>", (MgPrinter) out -> out.add("hi"));
    row("M takes one printer", "%M", "!should be an MgPrinter", "hi");
    row("M takes one printer", "%M", "!returned 9 and appended 0 bytes", (MgPrinter) out -> 9);
    row("extra arguments", "%d", "!argument 2 of 2 is not used by \"%d\"", 1, 2);
    row("extra arguments", "%2$d", "!argument 1 of 2 is not used", 1, 2);
    row("missing arguments", "%d %d", "!%d at index 3 of \"%d %d\": argument 2 is missing", 1);
    row("unknown conversions", "%y", "!there is no such conversion", 1);
    row("unknown conversions", "100%", "!the format ends within it");
    row("a percent sign", "100%%", "100%");
  }

  static List<Row> rows() {
    return ROWS;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void decision(Row row) {
    if (!row.result.startsWith("!")) {
      assertThat(MgPrintf.format(row.fmt, row.args)).isEqualTo(row.result);
      return;
    }
    MgIobuf out = new MgIobuf();
    out.add("before");
    assertThatThrownBy(() -> MgPrintf.format(out, row.fmt, row.args))
        .isInstanceOf(MgException.class)
        .hasMessageContaining(row.result.substring(1));
    assertThat(out.toString()).isEqualTo("before");
  }

  @Test
  void defaultLocale_neverMatters() {
    Locale before = Locale.getDefault();
    try {
      for (String tag : new String[] {"de-DE", "ar-EG-u-nu-arab", "tr-TR"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(MgPrintf.format("%.2f %d %e %X", 1.5, 1234567, 0.5, 0xABCDEF))
            .isEqualTo("1.50 1234567 5.000000e-01 ABCDEF");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void extraArguments_areIgnoredWithoutChecks() {
    MgIobuf out = new MgIobuf();
    assertThat(MgPrintf.format(out, "%d", new Object[] {1, 2}, false)).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("1");
  }
}
