package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Lists of very many elements without what is looked for in each: the work is in proportion to the
 * bytes, where in proportion to their square it would not end within the time a test may take.
 */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongInputTest {
  private static final int MANY = 1 << 20;

  @Test
  void variables() {
    MgStr source = MgStr.of("a&".repeat(MANY));
    assertThat(MgHttp.var(source, "b")).isNull();
    assertThat(MgHttp.getVar(source, "b")).isNull();
  }

  @Test
  void variablesOfAForm() {
    byte[] source = new byte[64 * MANY];
    Arrays.fill(source, (byte) '&');
    for (int i = 0; i < MgHttpForm.MAX_VARIABLES; i++) {
      source[2 * i] = 'a';
    }
    MgHttpForm form = new MgHttpForm(new MgStr(source, 0, source.length));
    int n = 0;
    while (form.next()) {
      n++;
    }
    assertThat(n).isEqualTo(MgHttpForm.MAX_VARIABLES);
    assertThat(form.isMalformed()).isFalse();
  }

  @Test
  void cookies() {
    MgHttpMessage hm = Requests.get("/", "Cookie", "a;".repeat(MANY));
    assertThat(MgHttp.cookie(hm, "b")).isNull();
  }

  @Test
  void acceptEncoding() {
    MgHttpFields fields = Requests.withFields("Accept-Encoding", "a,".repeat(MANY));
    assertThat(AcceptEncoding.weight(fields, "gzip")).isZero();
  }

  @Test
  void entityTags() {
    MgHttpFields fields = Requests.withFields("If-None-Match", "\"a\",".repeat(MANY));
    assertThat(EntityTags.matches(fields, "If-None-Match", "\"b\"", false)).isFalse();
  }

  @Test
  void foldedLines() {
    byte[] wire =
        ("A: b" + "\r\n ".repeat(MANY) + "c" + "\r\n ".repeat(MANY) + "\r\n\r\n").getBytes();
    FieldParser parser = new FieldParser(10, true);
    parser.begin(0, Integer.MAX_VALUE);
    assertThat(parser.parse(wire, 0, wire.length)).isEqualTo(wire.length);
    assertThat(parser.index.valueEnd(0)).as("after the c").isEqualTo(5 + 3 * MANY);
  }

  @Test
  void parametersOfAHeader() {
    assertThat(MgHttp.getHeaderVar(MgStr.of("a;".repeat(MANY)), "b")).isNull();
  }
}
