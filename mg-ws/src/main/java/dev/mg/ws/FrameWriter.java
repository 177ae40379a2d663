package dev.mg.ws;

/** The head of a frame without mask, as servers send it (RFC 6455 section 5.2). Stateless. */
final class FrameWriter {
  /** The longest head. */
  static final int MAX_BYTES = 10;

  private static final int IN_TWO_OCTETS = 126;
  private static final int IN_EIGHT_OCTETS = 127;

  private FrameWriter() {}

  /**
   * Writes the head to the start of {@code to}, the length in as few octets as it needs.
   *
   * @param flags the first octet: FIN and opcode
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
    for (int i = 6; i < MAX_BYTES; i++) {
      to[i] = (byte) (len >>> 8 * (MAX_BYTES - 1 - i));
    }
    return MAX_BYTES;
  }
}
