package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What {@link MgPrintf} promises beyond the table, and that it agrees with java.util.Formatter. */
class MgPrintfTest {
  @Test
  void appendedBytes_areReturnedAndFollowWhatWasThere() {
    MgIobuf out = new MgIobuf();
    out.add("xx");
    out.del(1);
    assertThat(MgPrintf.format(out, "%s\u00e9%d", "\u20ac", 7)).isEqualTo(6);
    assertThat(out.toString()).isEqualTo("x\u20ac\u00e97");
  }

  @Test
  void rawBytes_areNeverReencoded() {
    byte[] bytes = {(byte) 0xFF, 0, (byte) 0xC3};
    MgIobuf content = new MgIobuf();
    content.add(bytes);
    MgIobuf out = new MgIobuf();
    MgPrintf.format(out, "%s%5s%-4s", bytes, new MgStr(bytes, 0, 3), content);
    assertThat(out.str().toBytes())
        .containsExactly(0xFF, 0, 0xC3, ' ', ' ', 0xFF, 0, 0xC3, 0xFF, 0, 0xC3, ' ');
  }

  @Test
  void json_isEscapedAndQuoted() {
    assertThat(
            MgPrintf.format(
                "{%Q:%Q,%Q:%q}", "a\"b", "\\\b\f\n\r\t\u0001\u001f/", MgStr.of("\""), 5))
        .isEqualTo("{\"a\\\"b\":\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f/\",\"\\\"\":5}");
    assertThat(MgPrintf.format("%Q %q", null, null)).isEqualTo("null null");
    assertThat(MgPrintf.format("%.3Q|%5Q", "h\u00e9llo", "\u00e9"))
        .isEqualTo("\"h\u00e9l\"|  \"\u00e9\"");
  }

  @Test
  void encodings_takeBytes() {
    byte[] b = {0, 1, 2, (byte) 0xFE};
    assertThat(MgPrintf.format("%V %H %.2H %10H", b, b, b, b))
        .isEqualTo("AAEC/g== 000102fe 0001   000102fe");
    assertThat(MgPrintf.format("%V", MgStr.EMPTY)).isEmpty();
  }

  @Test
  void addresses_comeWithoutPort() {
    assertThat(
            MgPrintf.format(
                "%I %I %s",
                MgAddr.parse("1.2.3.4", 80), MgAddr.parse("::1", 80), MgAddr.parse("::1", 80)))
        .isEqualTo("1.2.3.4 ::1 [::1]:80");
  }

  @Test
  void identity_isTheSameForTheSameObject() {
    Object o = new Object();
    assertThat(MgPrintf.format("%p", o))
        .isEqualTo("0x" + Integer.toHexString(System.identityHashCode(o)));
    assertThat(MgPrintf.format("%p", (Object) null)).isEqualTo("0x0");
  }

  @Test
  void eventNumbers_printAsIntegers() {
    assertThat(MgPrintf.format("%d %5d", new MgLong(-7), new MgLong(7))).isEqualTo("-7     7");
  }

  @Test
  void failureInAPrinter_takesEverythingBack() {
    MgIobuf out = new MgIobuf();
    out.add("before");
    MgPrinter broken =
        to -> {
          to.add("half");
          throw new IllegalStateException("printer");
        };
    assertThatThrownBy(() -> MgPrintf.format(out, "%s%M", "text", broken)).hasMessage("printer");
    assertThat(out.toString()).isEqualTo("before");
  }

  @Test
  void hugeFields_areRefused() {
    assertThatThrownBy(() -> MgPrintf.format("%2000000d", 1)).hasMessageContaining("width 2000000");
    assertThatThrownBy(() -> MgPrintf.format("%.2000000f", 1.0)).hasMessageContaining("precision");
    assertThatThrownBy(() -> MgPrintf.format("%99999999999d", 1)).hasMessageContaining("too large");
    assertThatThrownBy(() -> MgPrintf.format("%*d", Integer.MIN_VALUE, 1))
        .isInstanceOf(MgException.class);
    assertThat(MgPrintf.format("%.2000000s", "as long as it is")).isEqualTo("as long as it is");
  }

  @Test
  void flagsThatCLeavesUndefined_areRefused() {
    for (String fmt :
        new String[] {
          "%#d", "%#u", "%#s", "%05s", "%0c", "%05b", "%.1c", "%#p", "%5%", "%-M", "%ls", "%Ld",
          "%hf"
        }) {
      assertThatThrownBy(() -> MgPrintf.format(fmt, "x")).as(fmt).isInstanceOf(MgException.class);
    }
  }

  @Test
  void unpairedSurrogates_becomeQuestionMarks() {
    assertThat(MgPrintf.format("\u00e9\ud800%s%q\udc00", "\udc00\ud800", "\ud800x"))
        .isEqualTo("\u00e9???" + "?x?");
  }

  @Test
  void decimalsBeyondTheExactOnes_areZeros() {
    String s = MgPrintf.format("%.1200f", Double.MIN_VALUE);
    assertThat(s).hasSize(1202).endsWith("0".repeat(1200 - 1074));
    assertThat(new BigDecimal(s)).isEqualByComparingTo(new BigDecimal(Double.MIN_VALUE));
    assertThat(MgPrintf.format("%.1200e", 1.0)).isEqualTo("1." + "0".repeat(1200) + "e+00");
  }

  @Test
  void integers_agreeWithFormatter() {
    Seeded.runs(
        20_000,
        random -> {
          Object arg =
              switch (random.nextInt(4)) {
                case 0 -> Seeded.anyInt(random);
                case 1 -> (short) Seeded.anyInt(random);
                case 2 -> (byte) Seeded.anyInt(random);
                default -> Seeded.anyLong(random);
              };
          String letter = Seeded.oneOf(random, "d", "x", "X", "o");
          String sign = letter.equals("d") ? Seeded.oneOf(random, "", "+", " ") : "";
          String width =
              random.nextBoolean()
                  ? ""
                  : Seeded.oneOf(random, "", "-", "0") + (1 + random.nextInt(30));
          String fmt = "<%" + sign + width + letter + ">";
          agrees(fmt, arg);
        });
  }

  @Test
  void text_agreesWithFormatter() {
    Seeded.runs(
        20_000,
        random -> {
          Object arg =
              switch (random.nextInt(5)) {
                case 0 -> null;
                case 1 -> random.nextBoolean();
                case 2 -> Seeded.anyLong(random);
                default -> text(random);
              };
          String width =
              random.nextBoolean() ? "" : Seeded.oneOf(random, "", "-") + (1 + random.nextInt(30));
          String precision = random.nextBoolean() ? "" : "." + random.nextInt(12);
          agrees("\u00e9<%" + width + precision + "s>", arg);
          if (arg instanceof Boolean) {
            agrees("<%" + width + precision + "b>", arg);
          }
          int ch = Seeded.oneOf(random, 0x61, 0xE9, 0x20AC);
          agrees("<%" + width + "c>", ch);
        });
  }

  private static String text(Random random) {
    StringBuilder s = new StringBuilder();
    for (int n = random.nextInt(20); n > 0; n--) {
      s.appendCodePoint(
          Seeded.oneOf(random, 0x61, 0x5A, 0x25, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xFFFD));
    }
    return s.toString();
  }

  private static void agrees(String fmt, Object arg) {
    assertThat(MgPrintf.format(fmt, arg)).isEqualTo(String.format(Locale.ROOT, fmt, arg));
  }

  @Test
  void reals_agreeWithFormatterOnTheExactDecimal() {
    Seeded.runs(
        20_000,
        random -> {
          double d = Seeded.anyDouble(random);
          if (!Double.isFinite(d) || d == 0) {
            return;
          }
          int precision = random.nextInt(random.nextInt(5) == 0 ? 400 : 20);
          String sign = Seeded.oneOf(random, "", "+", " ");
          BigDecimal exact = new BigDecimal(d);
          BigDecimal fixed = exact.setScale(precision, RoundingMode.HALF_EVEN);
          // A BigDecimal has no negative zero.
          if (fixed.signum() != 0) {
            String f = "%" + sign + "." + precision + "f";
            assertThat(MgPrintf.format(f, d))
                .as(f + " " + d)
                .isEqualTo(String.format(Locale.ROOT, f, fixed));
          }
          BigDecimal rounded = exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
          // Formatter leaves out the exponent's leading zero for some of them.
          String e = MgPrintf.format("%" + sign + "." + precision + "e", d);
          assertThat(e.strip()).matches("[-+]?\\d(\\.\\d{" + precision + "})?e[-+]\\d\\d+");
          assertThat(new BigDecimal(e.strip()))
              .as(d + " " + precision)
              .isEqualByComparingTo(rounded);
        });
  }

  @Test
  void commonConversions_allocateOneSmallObjectAFormat() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Object[] args = {200, "OK", 1.25, 0.1, MgStr.of("body"), 123_456_789_012L};
    MgIobuf out = new MgIobuf(256);
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 10_000; i++) {
      MgPrintf.format(out, "%d %s %.2f %g %s %10lld\r\n", args);
      out.clear();
    }
    assertThat((threads.getThreadAllocatedBytes(id) - before) / 10_000).isLessThan(128);
  }

  @Test
  void alternateG_keepsZeros() {
    assertThat(MgPrintf.format("%#g %#g %#.3g %#.1g", 1.0, 0.05, 999.9, 999999.9))
        .isEqualTo("1.00000 0.0500000 1.00e+03 1.e+06");
  }

  @Test
  void floats_areTakenExactly() {
    assertThat(MgPrintf.format("%.9f %g", 0.1f, 0.1f)).isEqualTo("0.100000001 0.1");
  }
}
