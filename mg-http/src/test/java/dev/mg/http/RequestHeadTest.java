package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each request gets the same verdict however its bytes arrive. */
class RequestHeadTest {
  private static final long MAX_BODY = 1 << 20;

  static List<RequestCases.Case> cases() {
    return RequestCases.all();
  }

  private static RequestHead head() {
    return new RequestHead(16 << 10, 64 << 10, 100);
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int status(RequestHead head, int n) {
    if (n == StartLine.REFUSED) {
      assertThat(head.refusal).isNotNull();
      return head.refusal.status;
    }
    return head.framing.contentLength > MAX_BODY ? 413 : n > 0 ? 200 : 0;
  }

  /** The parser sees the bytes in a buffer that moves with each piece. */
  private static int feed(RequestHead head, byte[] wire, int... cuts) {
    int n = StartLine.MORE;
    for (int i = 0; i < cuts.length && n == StartLine.MORE; i++) {
      int base = i % 3;
      byte[] buf = new byte[base + cuts[i]];
      System.arraycopy(wire, 0, buf, base, cuts[i]);
      n = head.parse(buf, base, base + cuts[i]);
    }
    return n;
  }

  private static int headLength(String wire) {
    return wire.indexOf("\r\n\r\n", 2) + 4;
  }

  @Test
  void theTable_isLong() {
    assertThat(RequestCases.all()).hasSizeGreaterThan(300);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whole(RequestCases.Case given) {
    RequestHead head = head();
    byte[] wire = bytes(given.wire());
    int n = head.parse(wire, 0, wire.length);
    assertThat(status(head, n)).isEqualTo(given.status());
    if (n > 0) {
      assertThat(n).isEqualTo(headLength(given.wire()));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void byteByByte(RequestCases.Case given) {
    RequestHead head = head();
    byte[] wire = bytes(given.wire());
    int n = StartLine.MORE;
    int fed = 0;
    while (n == StartLine.MORE && fed < wire.length) {
      n = head.parse(wire, 0, ++fed);
    }
    assertThat(status(head, n)).isEqualTo(given.status());
    if (n > 0) {
      assertThat(n).isEqualTo(fed).isEqualTo(headLength(given.wire()));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void splitAtEveryOffset(RequestCases.Case given) {
    byte[] wire = bytes(given.wire());
    int step = wire.length > 2_000 ? wire.length / 97 : 1;
    RequestHead head = head();
    for (int cut = 1; cut < wire.length; cut += step) {
      head.reset();
      int n = feed(head, wire, cut, wire.length);
      assertThat(status(head, n)).as("split at %d", cut).isEqualTo(given.status());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pipelinedTwice(RequestCases.Case given) {
    if (given.status() != 200) {
      return;
    }
    int n = headLength(given.wire());
    String one = given.wire().substring(0, n);
    byte[] wire = bytes(one + one);
    RequestHead head = head();
    assertThat(head.parse(wire, 0, wire.length)).isEqualTo(n);
    int fields = head.fields.count();
    head.reset();
    assertThat(head.parse(wire, n, wire.length)).isEqualTo(n);
    assertThat(head.fields.count()).isEqualTo(fields);
  }
}
