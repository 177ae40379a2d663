package dev.mg.ws;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The masking of payloads (RFC 6455 section 5.3). Stateless. */
final class Mask {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Mask() {}

  /**
   * Masks or unmasks {@code buf[from .. to)} in place.
   *
   * @param key the four octets of the masking key, the one for byte {@code from} lowest
   * @return the key turned so that it fits the byte at {@code to}
   */
  static int apply(byte[] buf, int from, int to, int key) {
    long wide = key & 0xFFFF_FFFFL;
    wide |= wide << 32;
    int at = from;
    for (int last = to - 8; at <= last; at += 8) {
      LONGS.set(buf, at, (long) LONGS.get(buf, at) ^ wide);
    }
    int turned = key;
    for (; at < to; at++) {
      buf[at] ^= (byte) turned;
      turned = Integer.rotateRight(turned, 8);
    }
    return turned;
  }
}
