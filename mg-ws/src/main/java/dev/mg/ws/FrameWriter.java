package dev.mg.ws;

/** The head of a frame (RFC 6455 section 5.2). Stateless. */
final class FrameWriter {
  /** The longest head, with its key. */
  static final int MAX_BYTES = 14;

  private static final int IN_TWO_OCTETS = 126;
  private static final int IN_EIGHT_OCTETS = 127;
  private static final int MASKED = 0x80;
  private static final int KEY_OCTETS = 4;

  private FrameWriter() {}

  /**
   * Writes the head without mask, as servers send it, to the start of {@code to}, the length in as
   * few octets as it needs.
   *
   * @param flags the first octet: FIN, RSV1 and opcode
   * @param len bytes of the payload
   * @return octets written
   */
  static int header(byte[] to, int flags, int len) {
    to[0] = (byte) flags;
    if (len <= FrameHeader.SHORT) {
      to[1] = (byte) len;
      return 2;
    }
    if (len <= 0xFFFF) {
      to[1] = IN_TWO_OCTETS;
      to[2] = (byte) (len >>> 8);
      to[3] = (byte) len;
      return 4;
    }
    to[1] = IN_EIGHT_OCTETS;
    for (int i = 2; i < 6; i++) {
      to[i] = 0;
    }
    for (int i = 6; i < 10; i++) {
      to[i] = (byte) (len >>> 8 * (9 - i));
    }
    return 10;
  }

  /**
   * As {@link #header(byte[], int, int)}, with a mask, as clients send it.
   *
   * @param key as {@link Mask#apply} takes it: the octet sent first lowest
   */
  static int header(byte[] to, int flags, int len, int key) {
    int n = header(to, flags, len);
    to[1] |= (byte) MASKED;
    for (int i = 0; i < KEY_OCTETS; i++) {
      to[n + i] = (byte) (key >>> 8 * i);
    }
    return n + KEY_OCTETS;
  }
}
