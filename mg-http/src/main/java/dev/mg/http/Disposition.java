package dev.mg.http;

import dev.mg.MgStr;
import java.util.Arrays;

/**
 * Which field of a form a part is, by its Content-Disposition (RFC 7578 section 4.2). A {@code
 * filename*} is passed over, as that section wants. Reused from part to part.
 */
final class Disposition {
  private static final byte[] NONE = MgStr.EMPTY.buf();

  /** Decoded; empty if there is none. */
  final MgStr name = new MgStr(NONE, 0, 0);

  /** Decoded; empty if there is none. */
  final MgStr filename = new MgStr(NONE, 0, 0);

  /** Whether there is a name. */
  boolean isNamed;

  /** Whether there is a filename, be it empty. */
  boolean isFile;

  private final FieldParameters in = new FieldParameters();

  /** Reads that of a part; false if it is malformed, or says something twice. */
  boolean read(MgHttpFields headers) {
    isNamed = false;
    isFile = false;
    name.wrap(NONE, 0, 0);
    filename.wrap(NONE, 0, 0);
    int at = headers.find("Content-Disposition", 0);
    if (at < 0) {
      return true;
    }
    in.begin(headers.value(at));
    while (in.next()) {
      if (in.name.isIgnoreCase("name")) {
        if (isNamed) {
          return false;
        }
        isNamed = true;
        decode(name);
      } else if (in.name.isIgnoreCase("filename")) {
        if (isFile) {
          return false;
        }
        isFile = true;
        decode(filename);
      }
    }
    return !in.isMalformed && headers.find("Content-Disposition", at + 1) < 0;
  }

  /**
   * What browsers escape and nothing else: the quote, CR and LF, as the percent escapes of the form
   * standard; the quote and the backslash also as a quoted string has them. A percent sign or a
   * backslash in any other place is one of the name's.
   */
  private void decode(MgStr to) {
    MgStr s = in.value;
    int n = s.len();
    if (!in.isQuoted || s.indexOf('%', 0) < 0 && s.indexOf('\\', 0) < 0) {
      to.wrap(s.buf(), s.off(), n);
      return;
    }
    byte[] out = new byte[n];
    int len = 0;
    int i = 0;
    while (i < n) {
      int escaped = escaped(s, i);
      out[len++] = escaped < 0 ? s.at(i) : (byte) escaped;
      i += escaped < 0 ? 1 : s.at(i) == '%' ? 3 : 2;
    }
    to.wrap(Arrays.copyOf(out, len), 0, len);
  }

  /** The byte that an escape at {@code i} stands for, -1 if there is none. */
  private static int escaped(MgStr s, int i) {
    int left = s.len() - i;
    if (s.at(i) == '\\' && left >= 2) {
      return s.at(i + 1) == '"' || s.at(i + 1) == '\\' ? s.at(i + 1) : -1;
    }
    if (s.at(i) == '%' && left >= 3) {
      int b = HttpChars.hex(s.at(i + 1)) << 4 | HttpChars.hex(s.at(i + 2));
      return b == '"' || b == '\r' || b == '\n' ? b : -1;
    }
    return -1;
  }
}
