package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {
  private static final byte[] KEY = {0x12, (byte) 0x9A, (byte) 0xFF, 0x01};
  private static final int KEY_INT = 0x01FF_9A12;

  private final byte[] plain = new byte[80];

  MaskTest() {
    new Random(1).nextBytes(plain);
  }

  @Test
  void everyRange_isMaskedAndNothingBesideIt() {
    for (int from = 0; from <= plain.length; from++) {
      for (int to = from; to <= plain.length; to++) {
        byte[] expected = plain.clone();
        byte[] masked = Frames.masked(Arrays.copyOfRange(plain, from, to), KEY);
        System.arraycopy(masked, 0, expected, from, masked.length);
        byte[] buf = plain.clone();
        Mask.apply(buf, from, to, KEY_INT);
        assertThat(buf).as("%d to %d", from, to).isEqualTo(expected);
      }
    }
  }

  @Test
  void splitAtEveryTwoOffsets_theKeyGoesOnWhereItWas() {
    byte[] expected = Frames.masked(plain, KEY);
    for (int a = 0; a <= plain.length; a++) {
      for (int b = a; b <= plain.length; b++) {
        byte[] buf = plain.clone();
        int key = Mask.apply(buf, 0, a, KEY_INT);
        key = Mask.apply(buf, a, b, key);
        Mask.apply(buf, b, buf.length, key);
        assertThat(buf).as("split at %d and %d", a, b).isEqualTo(expected);
      }
    }
  }
}
