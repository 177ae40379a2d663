package dev.mg.ws;

/**
 * Status codes of close frames (RFC 6455 section 7.4, and what IANA has registered since). Pure.
 */
final class CloseCodes {
  static final int GOING_AWAY = 1001;
  static final int PROTOCOL_ERROR = 1002;
  static final int BAD_DATA = 1007;
  static final int POLICY = 1008;
  static final int TOO_BIG = 1009;
  static final int INTERNAL_ERROR = 1011;
  static final int TRY_AGAIN_LATER = 1013;

  /** Never sent: a close frame came without a code. */
  static final int NO_STATUS = 1005;

  /** Never sent: the connection ended without a close frame. */
  static final int ABNORMAL = 1006;

  private static final int RESERVED = 1004;
  private static final int LAST_REGISTERED = 1014;

  private CloseCodes() {}

  /** Whether {@code code} may stand in a close frame at all. */
  static boolean isLegal(int code) {
    if (code >= 3000) {
      return code <= 4999;
    }
    return code >= 1000
        && code <= LAST_REGISTERED
        && code != RESERVED
        && code != NO_STATUS
        && code != ABNORMAL;
  }

  /** The code at {@code buf[off]}, which holds two bytes at least. */
  static int at(byte[] buf, int off) {
    return (buf[off] & 0xFF) << 8 | buf[off + 1] & 0xFF;
  }

  /**
   * Checks the payload of a close frame: nothing, or a legal code and a reason in UTF-8.
   *
   * @return 0, or {@link Violation#answer} of what is wrong
   */
  static int check(byte[] buf, int off, int len) {
    if (len == 0) {
      return 0;
    }
    if (len == 1) {
      return Violation.CLOSE_TOO_SHORT.answer();
    }
    if (!isLegal(at(buf, off))) {
      return Violation.CLOSE_CODE.answer();
    }
    int end = Utf8Validator.feed(Utf8Validator.DONE, buf, off + 2, off + len);
    return end == Utf8Validator.DONE ? 0 : Violation.CLOSE_REASON.answer();
  }
}
