package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@link ChunkedDecoder} on any bytes, beside a decoder as one writes it from the grammar of RFC
 * 9112 section 7.1: the same data and the same end, or none, however the bytes are cut.
 */
class ChunkedFuzzTest {
  private static final int MAX_BODY_BYTES = 300;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String QUOTED =
      "\"(?:[\t !#-\\[\\]-~\u0080-\u00ff]|\\\\[\t -~\u0080-\u00ff])*+\"";
  private static final Pattern SIZE =
      Pattern.compile(
          "([0-9A-Fa-f]{1,64})((?:[ \t]*;[ \t]*"
              + TOKEN
              + "(?:[ \t]*=[ \t]*(?:"
              + TOKEN
              + "|"
              + QUOTED
              + "))?)*+)\r\n");

  /** What came out of it, and where it ended. */
  private record Decoded(String data, int end) {}

  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    Decoded naive = naive(new String(data, StandardCharsets.ISO_8859_1));
    assertThat(decode(data, data.length)).isEqualTo(naive);
    if (data.length > 0) {
      assertThat(decode(data, Math.floorMod(31 * data[0] + data.length, data.length)))
          .as("cut once")
          .isEqualTo(naive);
      assertThat(decode(data, 1)).as("after its first byte").isEqualTo(naive);
    }
  }

  /** Null if there is no last chunk, or one that must not be taken. */
  private static @Nullable Decoded naive(String wire) {
    StringBuilder data = new StringBuilder();
    Matcher size = SIZE.matcher(wire);
    int at = 0;
    int extensions = 0;
    while (size.region(at, wire.length()).lookingAt()) {
      extensions += size.group(2).length();
      if (size.group(2).length() > 4_096 || extensions > 16_384 + data.length()) {
        return null;
      }
      BigInteger n = new BigInteger(size.group(1), 16);
      at = size.end();
      if (n.signum() == 0) {
        return new Decoded(data.toString(), at);
      }
      if (n.compareTo(BigInteger.valueOf(MAX_BODY_BYTES - data.length())) > 0) {
        return null;
      }
      int end = at + n.intValue();
      if (end > wire.length() || !wire.startsWith("\r\n", end)) {
        return null;
      }
      data.append(wire, at, end);
      at = end + 2;
    }
    return null;
  }

  /** With the bytes before {@code cut} first; each call must take what it is given. */
  private static @Nullable Decoded decode(byte[] data, int cut) {
    byte[] b = data.clone();
    ChunkedDecoder decoder = new ChunkedDecoder();
    decoder.begin(0, MAX_BODY_BYTES);
    int was = decoder.decode(b, 0, cut);
    if (was == StartLine.MORE) {
      assertThat(decoder.in()).isEqualTo(cut);
      was = decoder.decode(b, 0, b.length);
    }
    assertThat(decoder.refusal == null).isEqualTo(was != StartLine.REFUSED);
    if (was != ChunkedDecoder.LAST) {
      return null;
    }
    String out = new String(b, 0, decoder.out(), StandardCharsets.ISO_8859_1);
    return new Decoded(out, decoder.in());
  }
}
