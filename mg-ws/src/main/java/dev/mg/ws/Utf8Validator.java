package dev.mg.ws;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Whether bytes are UTF-8 (RFC 3629), told at the first byte that cannot be, however the text is
 * cut into pieces. Stateless: the caller keeps the state between pieces, one small number.
 *
 * <p>What may follow decides the state, and there are few cases: any continuation byte with one,
 * two or none to come after it, and four lead bytes that narrow the byte after them, against
 * overlong forms, surrogates and what lies above U+10FFFF.
 */
final class Utf8Validator {
  /** State between two characters: where a text starts and may end. */
  static final int DONE = 0;

  /** State after a byte that cannot stand where it stands. Final. */
  static final int BAD = 8;

  private static final int ONE_MORE = 1;
  private static final int TWO_MORE = 2;
  private static final int THREE_MORE = 3;
  private static final int AFTER_E0 = 4;
  private static final int AFTER_ED = 5;
  private static final int AFTER_F0 = 6;
  private static final int AFTER_F4 = 7;

  /** {@code NEXT[state << 8 | byte]}. */
  private static final byte[] NEXT = new byte[(BAD + 1) << 8];

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long TOPS = 0x8080_8080_8080_8080L;

  static {
    Arrays.fill(NEXT, (byte) BAD);
    rule(DONE, 0x00, 0x7F, DONE);
    rule(DONE, 0xC2, 0xDF, ONE_MORE);
    rule(DONE, 0xE0, 0xE0, AFTER_E0);
    rule(DONE, 0xE1, 0xEC, TWO_MORE);
    rule(DONE, 0xED, 0xED, AFTER_ED);
    rule(DONE, 0xEE, 0xEF, TWO_MORE);
    rule(DONE, 0xF0, 0xF0, AFTER_F0);
    rule(DONE, 0xF1, 0xF3, THREE_MORE);
    rule(DONE, 0xF4, 0xF4, AFTER_F4);
    rule(ONE_MORE, 0x80, 0xBF, DONE);
    rule(TWO_MORE, 0x80, 0xBF, ONE_MORE);
    rule(THREE_MORE, 0x80, 0xBF, TWO_MORE);
    rule(AFTER_E0, 0xA0, 0xBF, ONE_MORE);
    rule(AFTER_ED, 0x80, 0x9F, ONE_MORE);
    rule(AFTER_F0, 0x90, 0xBF, TWO_MORE);
    rule(AFTER_F4, 0x80, 0x8F, TWO_MORE);
  }

  private Utf8Validator() {}

  private static void rule(int state, int first, int last, int next) {
    Arrays.fill(NEXT, state << 8 | first, (state << 8 | last) + 1, (byte) next);
  }

  /**
   * The state after {@code buf[from .. to)}.
   *
   * @param state {@link #DONE} at the start of a text, else what the call before returned
   * @return {@link #BAD}, {@link #DONE}, or the state inside a character
   */
  static int feed(int state, byte[] buf, int from, int to) {
    int now = state;
    int at = from;
    while (at < to && now != BAD) {
      if (now == DONE) {
        at = buf[at] >= 0 ? endOfAscii(buf, at, to) : endOfCommon(buf, at, to);
        if (at == to) {
          break;
        }
      }
      now = NEXT[now << 8 | buf[at++] & 0xFF];
    }
    return now;
  }

  /**
   * Where the run of characters ends that take two or three bytes and whose lead byte says nothing
   * more about the second: a shortcut past the table, which costs a dependent load a byte.
   */
  private static int endOfCommon(byte[] buf, int from, int to) {
    int at = from;
    while (at < to - 2 && isContinuation(buf[at + 1])) {
      int lead = buf[at] & 0xFF;
      if (lead >= 0xC2 && lead <= 0xDF) {
        at += 2;
      } else if ((lead & 0xF0) == 0xE0
          && lead != 0xE0
          && lead != 0xED
          && isContinuation(buf[at + 2])) {
        at += 3;
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static int endOfAscii(byte[] buf, int from, int to) {
    int at = from;
    for (int last = to - 8; at <= last; at += 8) {
      long found = (long) LONGS.get(buf, at) & TOPS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && buf[at] >= 0) {
      at++;
    }
    return at;
  }
}
