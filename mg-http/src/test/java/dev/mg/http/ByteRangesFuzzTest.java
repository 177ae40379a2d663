package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mg.MgStr;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link ByteRanges} on any bytes, compared with the grammar and sums without limits. */
class ByteRangesFuzzTest {
  private static final Pattern SPEC = Pattern.compile("(\\d*)-(\\d*)");
  private static final int SIZE_BYTES = 8;

  /** The first 8 bytes make the size. */
  @FuzzTest(maxDuration = "10m")
  void anyRange(byte[] data) {
    if (data.length < SIZE_BYTES) {
      return;
    }
    long size = ByteBuffer.wrap(data).getLong() & Long.MAX_VALUE;
    String value =
        new String(data, SIZE_BYTES, data.length - SIZE_BYTES, StandardCharsets.ISO_8859_1);
    ByteRanges ranges = new ByteRanges();
    int n = ranges.parse(new MgStr(data, SIZE_BYTES, data.length - SIZE_BYTES), size);
    List<String> expected = expected(value, BigInteger.valueOf(size));
    if (expected == null) {
      assertThat(n).isEqualTo(ByteRanges.NONE);
    } else if (expected.isEmpty()) {
      assertThat(n).isEqualTo(ByteRanges.UNSATISFIABLE);
    } else {
      List<String> found = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        assertThat(ranges.bytes(i)).isPositive();
        found.add(ranges.field(i, size));
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  /** Null for everything, none for 416. */
  private static @Nullable List<String> expected(String value, BigInteger size) {
    if (!value.toLowerCase(Locale.ROOT).startsWith("bytes=")) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    List<BigInteger[]> kept = new ArrayList<>();
    int asked = 0;
    boolean isEmptySuffix = false;
    for (String element : value.substring("bytes=".length()).split(",", -1)) {
      // As MgStr#strip has it.
      String spec = MgStr.of(element.getBytes(StandardCharsets.ISO_8859_1)).strip().latin1();
      if (spec.isEmpty()) {
        continue;
      }
      Matcher m = SPEC.matcher(spec);
      if (++asked > ByteRanges.MAX || !m.matches() || spec.equals("-")) {
        return null;
      }
      BigInteger last = m.group(2).isEmpty() ? null : new BigInteger(m.group(2));
      BigInteger first;
      BigInteger end;
      if (m.group(1).isEmpty()) {
        isEmptySuffix |= size.signum() == 0 && last.signum() > 0;
        first = size.subtract(last).max(BigInteger.ZERO);
        end = size;
      } else {
        first = new BigInteger(m.group(1));
        if (last != null && last.compareTo(first) < 0) {
          return null;
        }
        end = last == null ? size : last.add(BigInteger.ONE).min(size);
      }
      if (first.compareTo(end) < 0) {
        kept.add(new BigInteger[] {first, end});
        fields.add("bytes " + first + "-" + end.subtract(BigInteger.ONE) + "/" + size);
      }
    }
    if (asked == 0 || isEmptySuffix) {
      return null;
    }
    for (int i = 0; i < kept.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (kept.get(i)[0].compareTo(kept.get(j)[1]) < 0
            && kept.get(j)[0].compareTo(kept.get(i)[1]) < 0) {
          return null;
        }
      }
    }
    return fields;
  }
}
