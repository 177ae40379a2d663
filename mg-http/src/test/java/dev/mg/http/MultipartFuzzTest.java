package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mg.MgStr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * {@link MultipartParser} on any bytes: the same parts however they are cut, in a buffer or in
 * pieces, and data that put together again with its boundaries is what came.
 */
class MultipartFuzzTest {
  private static final MgStr BOUNDARY = MgStr.of("b");

  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    List<String> whole = Multiparts.parse("b", data);
    assertThat(Multiparts.byByte("b", data)).isEqualTo(whole);
    Random r = new Random(Arrays.hashCode(data));
    int[] cuts = r.ints(3, 0, data.length + 1).sorted().toArray();
    assertThat(Multiparts.parse("b", data, cuts)).isEqualTo(whole);
    assertThat(whole.get(whole.size() - 1)).doesNotStartWith("[");
    inABuffer(data, whole);
  }

  /** Part after part, as long as no Content-Disposition is malformed, which pieces do not tell. */
  private static void inABuffer(byte[] data, List<String> whole) {
    MgStr body = MgStr.of(data);
    MgHttpPart part = new MgHttpPart();
    int offset = 0;
    int i = 0;
    for (int next; (next = MgHttp.nextMultipart(body, BOUNDARY, offset, part)) > 0; i += 2) {
      assertThat(next).isGreaterThan(offset).isLessThan(data.length);
      assertThat("[" + part.body.latin1() + "]").isEqualTo(whole.get(i + 1));
      String delimiter = body.slice(next, Math.min(next + 5, body.len())).latin1();
      assertThat(delimiter).isEqualTo("\r\n--b");
      assertThat(part.name.len()).isLessThanOrEqualTo(MultipartParser.MAX_HEAD_BYTES);
      offset = next;
    }
  }

  @FuzzTest(maxDuration = "10m")
  void anyDisposition(byte[] data) {
    String line = new String(data, StandardCharsets.ISO_8859_1);
    String text = "--b\r\nContent-Disposition: " + line + "\r\n\r\nx\r\n--b--";
    MgStr body = MgStr.of(text.getBytes(StandardCharsets.ISO_8859_1));
    MgHttpPart part = new MgHttpPart();
    int next = MgHttp.nextMultipart(body, BOUNDARY, 0, part);
    if (next > 0) {
      // An escape is never shorter than what it stands for.
      assertThat(part.name.len() + part.filename.len()).isLessThanOrEqualTo(data.length);
      assertThat(part.isFile() || part.filename.isEmpty()).isTrue();
    }
  }
}
