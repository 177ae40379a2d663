package dev.mg;

/** Parts of strings as UTF-8 (RFC 3629) without a copy in between; unpaired surrogates as '?'. */
final class MgUtf8 {
  private MgUtf8() {}

  /** Appends the chars {@code from} to before {@code to}. */
  static void add(MgIobuf out, String s, int from, int to) {
    int n = to - from;
    out.reserve(n);
    byte[] buf = out.buf();
    int tail = out.tail();
    int i = 0;
    char ch;
    while (i < n && (ch = s.charAt(from + i)) < 0x80) {
      buf[tail + i++] = (byte) ch;
    }
    out.commit(i);
    if (i < n) {
      addWide(out, s, from + i, to);
    }
  }

  private static void addWide(MgIobuf out, String s, int from, int to) {
    for (int i = from; i < to; i++) {
      char ch = s.charAt(i);
      if (!Character.isSurrogate(ch)) {
        add(out, ch);
      } else if (Character.isHighSurrogate(ch)
          && i + 1 < to
          && Character.isLowSurrogate(s.charAt(i + 1))) {
        add(out, Character.toCodePoint(ch, s.charAt(++i)));
      } else {
        out.addByte('?');
      }
    }
  }

  /** Appends one code point that is not a surrogate. */
  static void add(MgIobuf out, int codePoint) {
    if (codePoint < 0x80) {
      out.addByte(codePoint);
    } else if (codePoint < 0x800) {
      out.addByte(0xC0 | codePoint >> 6);
      out.addByte(0x80 | codePoint & 0x3F);
    } else if (codePoint < 0x10000) {
      out.addByte(0xE0 | codePoint >> 12);
      out.addByte(0x80 | codePoint >> 6 & 0x3F);
      out.addByte(0x80 | codePoint & 0x3F);
    } else {
      out.addByte(0xF0 | codePoint >> 18);
      out.addByte(0x80 | codePoint >> 12 & 0x3F);
      out.addByte(0x80 | codePoint >> 6 & 0x3F);
      out.addByte(0x80 | codePoint & 0x3F);
    }
  }

  /** Index in {@code s} after its first {@code n} code points, or its length. */
  static int end(String s, int n) {
    if (n >= s.length()) {
      return s.length();
    }
    int i = 0;
    while (n-- > 0 && i < s.length()) {
      i += Character.charCount(s.codePointAt(i));
    }
    return i;
  }

  /** Number of code points in what {@code out} holds from byte {@code from} on. */
  static int count(MgIobuf out, int from) {
    byte[] buf = out.buf();
    int n = 0;
    for (int i = out.head() + from; i < out.tail(); i++) {
      n += (buf[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return n;
  }
}
