package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mg.MgIobuf;
import java.util.Arrays;

/** What compresses and inflates, on any bytes. */
class DeflateFuzzTest {
  private static final int MAX = 5_000;

  /** As a peer's data: something or a violation, never more than the limit and one. */
  @FuzzTest(maxDuration = "10m")
  void anyBytesInflated(byte[] data) {
    Inflation z = new Inflation();
    MgIobuf out = new MgIobuf();
    z.begin(out);
    int half = data.length / 2;
    int answer = z.feed(data, 0, half, MAX);
    if (answer == 0) {
      answer = z.feed(data, half, data.length - half, MAX);
    }
    assertThat(out.len()).isLessThanOrEqualTo(MAX + 1);
    if (answer == 0) {
      answer = z.finish(data.length % 2 == 0);
    }
    assertThat(answer).isLessThanOrEqualTo(0);
    z.end();
  }

  /** As our data: what is compressed inflates to the same, whatever the window. */
  @FuzzTest(maxDuration = "10m")
  void anyBytesThereAndBack(byte[] data) {
    if (data.length < 2) {
      return;
    }
    int bits = 8 + (data[0] & 7);
    boolean keep = data[1] < 0;
    byte[] message = Arrays.copyOfRange(data, 2, data.length);
    Deflation there = new Deflation(1 + (data[1] & 7));
    Inflation back = new Inflation();
    for (int i = 0; i < 2 && message.length > 0; i++) {
      MgIobuf small = new MgIobuf();
      there.compress(message, 0, message.length, small, bits, keep);
      MgIobuf out = new MgIobuf();
      back.begin(out);
      assertThat(back.feed(small.buf(), small.head(), small.len(), message.length)).isZero();
      assertThat(back.finish(keep)).isZero();
      assertThat(out.str().toBytes()).isEqualTo(message);
      back.over();
      if (!keep) {
        back.reset();
      }
    }
    there.end();
    back.end();
  }
}
