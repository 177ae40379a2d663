package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** {@link MgJson} on bytes that nobody chose: nothing is thrown, and its calls agree. */
class MgJsonFuzzTest {
  private static final String[] PATHS = {
    "$", "$.a", "$[0]", "$[1]", "$.a.b[0]", "$[0].a", "$.a[2]"
  };
  private static final int MOST_BYTES = 4096;

  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    MgStr json = inside(data);
    int error = MgJson.validate(json);
    assertThat(error).isBetween(-1, data.length);
    getAgrees(json, error);
    if (error > 0) {
      prefixFailsNoLater(json, error);
    }
    for (String path : PATHS) {
      typed(json, path, error < 0);
    }
    walk(json, error < 0, 0);
    String text = MgJson.unescape(json);
    if (text != null) {
      assertThat(error).isEqualTo(-1);
      assertThat(MgJson.getStr(json, "$")).isEqualTo(text);
    }
    roundTrip(data);
  }

  /** Within a larger array: what stands around a slice is not its. */
  private static MgStr inside(byte[] data) {
    byte[] buf = new byte[data.length + 2];
    Arrays.fill(buf, (byte) '1');
    System.arraycopy(data, 0, buf, 1, data.length);
    return new MgStr(buf, 1, data.length);
  }

  private static void getAgrees(MgStr json, int error) {
    MgStr token = MgStr.of("untouched");
    int at = MgJson.get(json, "$", token);
    if (error < 0) {
      assertThat(at).isNotNegative();
      assertThat(token).isEqualTo(json.strip());
      assertThat(token.off() - json.off()).isEqualTo(at);
    } else {
      assertThat(at).isIn(MgJson.TOO_DEEP, MgJson.INVALID);
      assertThat(token.is("untouched")).isTrue();
      boolean deeperIsFine = MgJson.validate(json, 1000) != error;
      assertThat(at == MgJson.TOO_DEEP || !deeperIsFine).isTrue();
    }
  }

  /** What stands behind an error cannot make it better or worse. */
  private static void prefixFailsNoLater(MgStr json, int error) {
    int end = Math.min(error + 1, json.len());
    int without = MgJson.validate(json.slice(0, end));
    assertThat(without).isEqualTo(error);
  }

  private static void typed(MgStr json, String path, boolean valid) {
    MgStr token = MgJson.get(json, path);
    String text = MgJson.getStr(json, path);
    double number = MgJson.getNum(json, path, Double.NaN);
    long integer = MgJson.getLong(json, path, Long.MIN_VALUE);
    MgJson.getBool(json, path, false);
    MgJson.getHex(json, path);
    MgJson.getB64(json, path);
    if (!valid) {
      assertThat(token).isNull();
    }
    if (token == null) {
      assertThat(text).isNull();
      assertThat(number).isNaN();
      assertThat(integer).isEqualTo(Long.MIN_VALUE);
    } else {
      assertThat(MgJson.validate(token)).isEqualTo(-1);
      assertThat(text).isEqualTo(MgJson.unescape(token));
      if (integer != Long.MIN_VALUE) {
        assertThat(number == (double) integer).isTrue();
      }
    }
  }

  private static void walk(MgStr json, boolean valid, int depth) {
    MgStr key = MgStr.of("");
    MgStr value = MgStr.of("");
    int i = 0;
    int before;
    do {
      before = i;
      i = MgJson.next(json, i, key, value);
      if (i > 0) {
        assertThat(i).isGreaterThan(before).isLessThanOrEqualTo(json.len());
        assertThat(MgJson.validate(value)).isEqualTo(-1);
        assertThat(key.isEmpty() || MgJson.unescape(key) != null).isTrue();
        if (depth < 3) {
          walk(value.slice(0, value.len()), true, depth + 1);
        }
      }
    } while (i > 0);
    if (valid) {
      assertThat(i).isZero();
    }
  }

  /** The bytes as text, written as a string, are one, and read the same. */
  private static void roundTrip(byte[] data) {
    MgStr utf8 = MgStr.of(new MgStr(data, 0, Math.min(data.length, MOST_BYTES)).toString());
    MgIobuf out = new MgIobuf();
    new MgJsonWriter(out).array().value(utf8.toString()).value(utf8).end();
    MgStr json = out.str();
    assertThat(MgJson.validate(json)).isEqualTo(-1);
    assertThat(MgJson.getStr(json, "$[0]")).isEqualTo(utf8.toString());
    assertThat(MgJson.get(json, "$[1]")).isEqualTo(MgJson.get(json, "$[0]"));
  }
}
