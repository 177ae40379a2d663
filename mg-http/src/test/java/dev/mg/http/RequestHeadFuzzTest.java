package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * {@link RequestHead} on any bytes: it takes no head that the grammar does not have, whatever it
 * takes can be framed in one way only, and cuts change nothing.
 */
class RequestHeadFuzzTest {
  private static final int MAX_LINE_BYTES = 200;
  private static final int MAX_HEAD_BYTES = 1_000;
  private static final int MAX_FIELDS = 8;

  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    RequestHead whole = new RequestHead(MAX_LINE_BYTES, MAX_HEAD_BYTES, MAX_FIELDS);
    int n = whole.parse(data, 0, data.length);
    cutAnywhere(data, whole, n);
    String text = new String(data, StandardCharsets.ISO_8859_1);
    List<String> fields = HeadGrammar.fields(text);
    if (n > 0) {
      assertThat(fields).as("fields of what was taken").isNotNull();
      assertThat(text.substring(0, n)).endsWith("\r\n\r\n");
      unambiguous(whole, fields, text.substring(0, n));
    } else {
      assertThat(n).isIn(StartLine.MORE, StartLine.REFUSED);
      assertThat(whole.refusal == null).isEqualTo(n == StartLine.MORE);
      assertThat(n == StartLine.MORE && fields != null).as("waits for more of a head").isFalse();
    }
  }

  /** In two pieces, and in another place of a larger array. */
  private static void cutAnywhere(byte[] data, RequestHead whole, int n) {
    int cut = data.length == 0 ? 0 : Math.floorMod(31 * data[0] + data.length, data.length);
    byte[] moved = new byte[data.length + 3];
    System.arraycopy(data, 0, moved, 3, data.length);
    RequestHead pieces = new RequestHead(MAX_LINE_BYTES, MAX_HEAD_BYTES, MAX_FIELDS);
    int m = pieces.parse(data, 0, cut);
    m = m == StartLine.MORE ? pieces.parse(moved, 3, 3 + data.length) : m;
    assertThat(m).isEqualTo(n);
    assertThat(pieces.refusal).isEqualTo(whole.refusal);
    assertThat(pieces.fields.count()).isEqualTo(whole.fields.count());
  }

  private static void unambiguous(RequestHead head, List<String> fields, String text) {
    boolean old = text.startsWith(" HTTP/1.0\r\n", head.line.secondEnd);
    assertThat(head.isHttp10()).isEqualTo(old);
    assertThat(head.fields.count()).isEqualTo(fields.size());
    int hosts = count(fields, "host: ");
    assertThat(hosts).isBetween(old ? 0 : 1, 1);
    int lengths = count(fields, "content-length: ");
    int codings = count(fields, "transfer-encoding: ");
    assertThat(lengths + codings).isLessThan(2);
    assertThat(codings == 1 && old).isFalse();
    assertThat(head.framing.chunked).isEqualTo(codings == 1);
    for (String field : fields) {
      String lower = field.toLowerCase(Locale.ROOT);
      String value = lower.substring(lower.indexOf(": ") + 2);
      if (lower.startsWith("content-length: ")) {
        assertThat(value).matches("[0-9]+");
        assertThat(BigInteger.valueOf(head.framing.contentLength)).isEqualTo(new BigInteger(value));
      } else if (lower.startsWith("transfer-encoding: ")) {
        assertThat(value).isEqualTo("chunked");
      } else if (lower.startsWith("host: ")) {
        assertThat(value)
            .matches("([a-z0-9._~!$&'()*+;=%-]+|\\[[0-9a-f:.]+\\])(:[0-9]{0,}|)")
            .doesNotContain(",");
      }
    }
    if (lengths == 0) {
      assertThat(head.framing.contentLength).isEqualTo(-1);
    }
  }

  private static int count(List<String> fields, String lowerStart) {
    int n = 0;
    for (String field : fields) {
      n += field.toLowerCase(Locale.ROOT).startsWith(lowerStart) ? 1 : 0;
    }
    return n;
  }
}
