package dev.mg.ws;

/**
 * The head of a frame from a peer (RFC 6455 section 5.2), consumed octet by octet and refused at
 * the first octet that breaks a rule.
 *
 * <pre>
 *   FIRST --> SECOND --length 126: 2 octets, 127: 8--> LENGTH --> KEY --4 octets--> COMPLETE
 *                |                            |                    ^       ^
 *                +--length up to 125----------|--------------------+       |
 *                +----------------------------+--without mask--------------+
 * </pre>
 *
 * <p>Pure: octets in, an index or a violation out.
 */
final class FrameHeader {
  /** Bit of the first octet: the last frame of its message. */
  static final int FIN = 0x80;

  /** Bit of an opcode: a control frame. */
  static final int CONTROL = 8;

  /** The longest payload of a control frame, and the longest whose length is one octet. */
  static final int SHORT = 125;

  /** Bit of the first octet: the message is compressed (RFC 7692 section 6). */
  static final int COMPRESSED = 0x40;

  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int IN_TWO_OCTETS = 126;
  private static final int KEY_OCTETS = 4;

  private static final byte FIRST = 0;
  private static final byte SECOND = 1;
  private static final byte LENGTH = 2;
  private static final byte KEY = 3;
  private static final byte COMPLETE = 4;

  private byte stage;
  private byte flags;

  /** Octets of the stage still to come. */
  private byte missing;

  /** Whether the length is given in 8 octets. */
  private boolean wide;

  private int key;
  private long length;

  /** Starts the next frame. */
  void reset() {
    stage = FIRST;
    length = 0;
    key = 0;
  }

  boolean isComplete() {
    return stage == COMPLETE;
  }

  /** The first octet: FIN and opcode. */
  int flags() {
    return flags & 0xFF;
  }

  int opcode() {
    return flags & 0x0F;
  }

  boolean isControl() {
    return (flags & CONTROL) != 0;
  }

  /** Payload bytes still to come; 0 unless complete. */
  long left() {
    return stage == COMPLETE ? length : 0;
  }

  /** The masking key, turned to fit the next payload byte. */
  int key() {
    return key;
  }

  /** {@code n} bytes of the payload were taken, and the key is turned to {@code turned}. */
  void took(int n, int turned) {
    length -= n;
    key = turned;
  }

  /**
   * Goes on where the last call stopped.
   *
   * @param inMessage whether a fragmented message is under way
   * @param room how many bytes the message under way, or the next one, may still take; it goes for
   *     messages that are not compressed
   * @return the index after the last octet consumed, or a {@link Violation#answer}
   */
  int parse(byte[] buf, int from, int to, boolean inMessage, long room, FrameRules rules) {
    int at = from;
    while (at < to && stage != COMPLETE) {
      int octet = buf[at++] & 0xFF;
      int wrong =
          switch (stage) {
            case FIRST -> first(octet, inMessage, rules);
            case SECOND -> second(octet, room, rules);
            case LENGTH -> length(octet, room, rules);
            default -> key(octet);
          };
      if (wrong != 0) {
        return wrong;
      }
    }
    return at;
  }

  private int first(int octet, boolean inMessage, FrameRules rules) {
    flags = (byte) octet;
    stage = SECOND;
    if ((octet & RESERVED) != 0 && !mayBeCompressed(octet, rules)) {
      return Violation.RESERVED_BITS.answer();
    }
    int opcode = opcode();
    if ((opcode & ~CONTROL) > MgWs.OP_BINARY) {
      return Violation.OPCODE.answer();
    }
    if (isControl()) {
      return (octet & FIN) == 0 ? Violation.CONTROL_FRAGMENTED.answer() : 0;
    }
    if (inMessage == (opcode == MgWs.OP_CONTINUE)) {
      return 0;
    }
    return inMessage
        ? Violation.MESSAGE_NOT_FINISHED.answer()
        : Violation.NOTHING_TO_CONTINUE.answer();
  }

  /** RFC 7692 section 6.1: only the first frame of a message says so. */
  private boolean mayBeCompressed(int octet, FrameRules rules) {
    return (octet & RESERVED) == COMPRESSED
        && rules.deflate != null
        && !isControl()
        && opcode() != MgWs.OP_CONTINUE;
  }

  private int second(int octet, long room, FrameRules rules) {
    if ((octet & MASKED) != 0 != rules.masked) {
      return (rules.masked ? Violation.NOT_MASKED : Violation.MASKED).answer();
    }
    int given = octet & ~MASKED;
    if (given > SHORT && isControl()) {
      return Violation.CONTROL_TOO_LONG.answer();
    }
    if (given > SHORT) {
      wide = given > IN_TWO_OCTETS;
      missing = (byte) (wide ? 8 : 2);
      stage = LENGTH;
      return 0;
    }
    length = given;
    return lengthKnown(room, rules);
  }

  private int length(int octet, long room, FrameRules rules) {
    if (wide && missing == 8 && octet > 0x7F) {
      return Violation.LENGTH_NEGATIVE.answer();
    }
    length = length << 8 | octet;
    if (--missing > 0) {
      return 0;
    }
    return length > (wide ? 0xFFFF : SHORT)
        ? lengthKnown(room, rules)
        : Violation.LENGTH_NOT_MINIMAL.answer();
  }

  private int lengthKnown(long room, FrameRules rules) {
    missing = KEY_OCTETS;
    stage = rules.masked ? KEY : COMPLETE;
    if (isControl()) {
      return 0;
    }
    if (length > room && (flags & COMPRESSED) == 0) {
      return Violation.TOO_BIG.answer();
    }
    return length > rules.maxFrameBytes ? Violation.FRAME_TOO_BIG.answer() : 0;
  }

  private int key(int octet) {
    // The first octet ends up lowest.
    key = key >>> 8 | octet << 24;
    if (--missing == 0) {
      stage = COMPLETE;
    }
    return 0;
  }
}
