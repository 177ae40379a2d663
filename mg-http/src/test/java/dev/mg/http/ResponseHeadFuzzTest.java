package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@link ResponseHead} on any bytes, asked by any method: what it takes is a head by the grammar,
 * its body is framed in one way only, and cuts change nothing.
 */
class ResponseHeadFuzzTest {
  private static final int MAX_LINE_BYTES = 200;
  private static final int MAX_HEAD_BYTES = 1_000;
  private static final int MAX_FIELDS = 8;

  private static final String VALUE = "[\t -~\u0080-\u00ff]*";
  private static final Pattern HEAD =
      Pattern.compile(
          "HTTP/1\\.[0-9] ([0-9]{3})(?: "
              + VALUE
              + ")?\r\n((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:"
              + VALUE
              + "(?:\r\n[ \t]"
              + VALUE
              + ")*\r\n)*)\r\n");

  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    RequestKind asked =
        RequestKind.values()[data.length == 0 ? 0 : Math.floorMod(data[data.length - 1], 3)];
    ResponseHead whole = head(asked);
    byte[] b = data.clone();
    int n = whole.parse(b, 0, b.length);
    String text = new String(data, StandardCharsets.ISO_8859_1);
    Matcher grammar = HEAD.matcher(text);
    boolean isHead = grammar.lookingAt();
    cutAnywhere(data, whole, n, asked);
    if (n > 0) {
      assertThat(isHead).as("what was taken is a head").isTrue();
      assertThat(n).isEqualTo(grammar.end());
      assertThat(whole.status).isEqualTo(Integer.parseInt(grammar.group(1)));
      framed(whole, new String(b, 0, n, StandardCharsets.ISO_8859_1));
    } else {
      assertThat(whole.refusal == null).isEqualTo(n == StartLine.MORE);
      assertThat(n == StartLine.MORE && isHead).as("waits for more of a head").isFalse();
    }
  }

  private static ResponseHead head(RequestKind asked) {
    ResponseHead head = new ResponseHead(MAX_LINE_BYTES, MAX_HEAD_BYTES, MAX_FIELDS);
    head.asked = asked;
    return head;
  }

  /** In two pieces, the second one in another place of a larger array. */
  private static void cutAnywhere(byte[] data, ResponseHead whole, int n, RequestKind asked) {
    int cut = data.length == 0 ? 0 : Math.floorMod(31 * data[0] + data.length, data.length);
    byte[] b = data.clone();
    ResponseHead pieces = head(asked);
    int m = pieces.parse(b, 0, cut);
    byte[] moved = new byte[data.length + 3];
    System.arraycopy(b, 0, moved, 3, b.length);
    m = m == StartLine.MORE ? pieces.parse(moved, 3, 3 + data.length) : m;
    assertThat(m).isEqualTo(n);
    assertThat(pieces.refusal).isEqualTo(whole.refusal);
    if (n > 0) {
      assertThat(pieces.fields.count()).isEqualTo(whole.fields.count());
      assertThat(pieces.length).isEqualTo(whole.length);
      assertThat(pieces.chunked).isEqualTo(whole.chunked);
      assertThat(pieces.keepAlive).isEqualTo(whole.keepAlive);
    }
  }

  /** By the unfolded head. */
  private static void framed(ResponseHead head, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean bodiless =
        head.asked == RequestKind.HEAD
            || head.status / 100 == 1
            || head.status == 204
            || head.status == 304
            || head.asked == RequestKind.CONNECT && head.status / 100 == 2;
    boolean length = lower.contains("\r\ncontent-length:");
    boolean coding = lower.contains("\r\ntransfer-encoding:");
    if (bodiless) {
      assertThat(head.length).isZero();
      assertThat(head.chunked).isFalse();
    } else {
      assertThat(length && coding).isFalse();
      assertThat(coding && text.startsWith("HTTP/1.0")).isFalse();
      assertThat(head.length >= 0).isEqualTo(length);
      assertThat(head.chunked && !coding).isFalse();
      assertThat(head.keepAlive && head.length < 0 && !head.chunked).isFalse();
    }
  }
}
