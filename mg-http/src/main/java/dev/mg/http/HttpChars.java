package dev.mg.http;

import dev.mg.MgStr;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Which bytes may stand where in a message (RFC 9110 section 5, RFC 3986). Stateless. */
final class HttpChars {
  /** tchar: methods and field names. */
  static final int TOKEN = 1;

  /**
   * Paths: pchar and the slash of RFC 3986, but for the percent sign; and {@code [ ] |}, which
   * browsers do not escape there (URL Standard, path percent-encode set).
   */
  static final int PATH = 2;

  /** Field values: visible bytes, obs-text, space and tab. */
  static final int VALUE = 4;

  /**
   * reg-name of RFC 3986, the percent sign taken as it is, but for the comma: no name has one, and
   * it is what two Host fields look like once somebody has joined them (RFC 9110 section 5.3).
   */
  static final int HOST = 8;

  /** Quoted strings but for the quote and the backslash. */
  static final int QUOTED = 16;

  static final int DIGIT = 32;

  /**
   * Queries: those of RFC 3986, but for the percent sign, and {@code [ \ ] ^ ` { | }}, which
   * browsers do not escape there (URL Standard, query percent-encode set).
   */
  static final int QUERY = 64;

  private static final byte[] CLASS = new byte[256];
  private static final byte[] HEX = new byte[256];

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;

  static {
    for (int i = 0; i < 256; i++) {
      boolean alpha = (i | 0x20) >= 'a' && (i | 0x20) <= 'z';
      boolean digit = i >= '0' && i <= '9';
      boolean value = i >= ' ' && i != 0x7F || i == '\t';
      int bits = digit ? DIGIT : 0;
      bits |= alpha || digit || in("!#$%&'*+-.^_`|~", i) ? TOKEN : 0;
      bits |= alpha || digit || in("-._~!$&'()*+,;=:@/", i) ? PATH | QUERY : 0;
      bits |= in("[]|", i) ? PATH | QUERY : 0;
      bits |= in("?\\^`{}", i) ? QUERY : 0;
      bits |= value ? VALUE : 0;
      bits |= alpha || digit || in("-._~%!$&'()*+;=", i) ? HOST : 0;
      bits |= value && i != '"' && i != '\\' ? QUOTED : 0;
      CLASS[i] = (byte) bits;
      HEX[i] = (byte) (digit ? i - '0' : alpha && (i | 0x20) <= 'f' ? (i | 0x20) - 'a' + 10 : -1);
    }
  }

  private HttpChars() {}

  private static boolean in(String set, int ch) {
    return set.indexOf(ch) >= 0;
  }

  static boolean is(int type, int b) {
    return (CLASS[b & 0xFF] & type) != 0;
  }

  /** 0 to 15, or -1 if {@code b} is no hexadecimal digit. */
  static int hex(int b) {
    return HEX[b & 0xFF];
  }

  /**
   * The first index of {@code b} within {@code s[from..end)}, or end: what is looked for in one
   * element of a list must not be looked for in all that follow it, time and again.
   */
  static int indexOf(MgStr s, int b, int from, int end) {
    int at = from;
    while (at < end && s.at(at) != b) {
      at++;
    }
    return at;
  }

  static boolean isBlank(int b) {
    return b == ' ' || b == '\t';
  }

  /** The 8 bytes from {@code at} on, the first one lowest. */
  static long eight(byte[] b, int at) {
    return (long) LONGS.get(b, at);
  }

  /** The first index within {@code p..end} whose byte may not stand in a field value, or end. */
  static int endOfValue(byte[] b, int p, int end) {
    int at = p;
    while (at <= end - 8) {
      long x = eight(b, at);
      long del = x ^ 0x7F * ONES;
      // Below space, or equal to DEL; exact for the lowest byte found, which is all that counts.
      long found = ((x - 0x20 * ONES & ~x) | (del - ONES & ~del)) & TOPS;
      if (found == 0) {
        at += 8;
      } else {
        at += Long.numberOfTrailingZeros(found) >>> 3;
        if (b[at] != '\t') {
          return at;
        }
        at++;
      }
    }
    while (at < end && is(VALUE, b[at])) {
      at++;
    }
    return at;
  }

  /**
   * Whether the bytes are {@code lower}, whatever their case.
   *
   * @param lower small letters and hyphens only
   */
  static boolean same(byte[] b, int off, int len, byte[] lower) {
    if (len != lower.length) {
      return false;
    }
    for (int i = 0; i < len; i++) {
      // With bit 5 set only a letter becomes that small letter; a hyphen has it, CR is no token.
      if ((b[off + i] | 0x20) != lower[i]) {
        return false;
      }
    }
    return true;
  }
}
