package dev.mg.ws;

/**
 * What a peer can do wrong, with the close code it is answered with (RFC 6455 section 7.4.1) and
 * the sentence that goes with the code.
 */
enum Violation {
  RESERVED_BITS(CloseCodes.PROTOCOL_ERROR, "reserved bits are set and no extension was agreed on"),
  OPCODE(CloseCodes.PROTOCOL_ERROR, "reserved opcode"),
  CONTROL_FRAGMENTED(CloseCodes.PROTOCOL_ERROR, "fragmented control frame"),
  CONTROL_TOO_LONG(CloseCodes.PROTOCOL_ERROR, "control frame of more than 125 bytes"),
  NOTHING_TO_CONTINUE(CloseCodes.PROTOCOL_ERROR, "continuation frame without a message"),
  MESSAGE_NOT_FINISHED(CloseCodes.PROTOCOL_ERROR, "new message inside a fragmented one"),
  NOT_MASKED(CloseCodes.PROTOCOL_ERROR, "client frame without mask"),
  MASKED(CloseCodes.PROTOCOL_ERROR, "server frame with a mask"),
  LENGTH_NOT_MINIMAL(CloseCodes.PROTOCOL_ERROR, "payload length in more bytes than it needs"),
  LENGTH_NEGATIVE(CloseCodes.PROTOCOL_ERROR, "payload length with its highest bit set"),
  CLOSE_TOO_SHORT(CloseCodes.PROTOCOL_ERROR, "close frame with half a code"),
  CLOSE_CODE(CloseCodes.PROTOCOL_ERROR, "close code that must not be sent"),
  CLOSE_REASON(CloseCodes.BAD_DATA, "close reason that is not UTF-8"),
  TEXT(CloseCodes.BAD_DATA, "text that is not UTF-8"),
  DEFLATE_DATA(CloseCodes.BAD_DATA, "compressed data that are not deflate"),
  TOO_BIG(CloseCodes.TOO_BIG, "message above the limit"),
  FRAME_TOO_BIG(CloseCodes.TOO_BIG, "frame above the limit"),
  FRAGMENTS(CloseCodes.TOO_BIG, "message in too many fragments"),
  CONTROL_FLOOD(CloseCodes.POLICY, "too many control frames a second");

  private static final Violation[] ALL = values();

  /** The status code of our close frame. */
  final int code;

  /** The reason in it: ASCII, short enough for a control frame. */
  final String text;

  Violation(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** As a parser's answer: negative, so that it cannot be mistaken for a success. */
  int answer() {
    return ~ordinal();
  }

  /** The violation behind a negative answer. */
  static Violation of(int answer) {
    return ALL[~answer];
  }
}
