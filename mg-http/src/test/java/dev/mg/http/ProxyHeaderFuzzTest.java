package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** {@link ProxyHeader} on any bytes: one answer, with or without what follows, and bounded. */
class ProxyHeaderFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    ProxyHeader header = new ProxyHeader();
    int n = header.parse(data, 0, data.length);
    String ends = header.source + " " + header.destination;
    if (n > 0) {
      assertThat(n).isLessThanOrEqualTo(Math.min(data.length, ProxyHeader.MAX_BYTES));
      assertThat(header.source == null).isEqualTo(header.destination == null);
      // The shortest start that has an answer is the header itself, and it is the same answer.
      assertThat(header.parse(Arrays.copyOf(data, n), 0, n)).isEqualTo(n);
      assertThat(header.source + " " + header.destination).isEqualTo(ends);
      for (int end = Math.max(0, n - 20); end < n; end++) {
        assertThat(header.parse(data, 0, end)).isEqualTo(ProxyHeader.MORE);
      }
    } else if (n == ProxyHeader.MORE) {
      assertThat(data.length).isLessThan(ProxyHeader.MAX_BYTES);
    }
    byte[] moved = new byte[data.length + 5];
    System.arraycopy(data, 0, moved, 5, data.length);
    assertThat(header.parse(moved, 5, moved.length)).isEqualTo(n);
  }
}
