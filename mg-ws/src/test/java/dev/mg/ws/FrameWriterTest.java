package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  @Test
  void theLengthTakesAsFewOctetsAsItNeeds() {
    int[] lengths = {0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 1 << 24, Integer.MAX_VALUE};
    for (int len : lengths) {
      byte[] to = new byte[FrameWriter.MAX_BYTES];
      Arrays.fill(to, (byte) 0xEE);
      int n = FrameWriter.header(to, 0x82, len);
      int octets = len <= 125 ? 1 : len <= 0xFFFF ? 2 : 8;
      assertThat(Arrays.copyOf(to, n))
          .as("length %d", len)
          .isEqualTo(Frames.header(0x82, 0, len, octets));
    }
  }
}
