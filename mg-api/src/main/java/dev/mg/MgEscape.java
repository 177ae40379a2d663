package dev.mg;

/** Text as the inside of a JSON string, RFC 8259 section 7: only what must be escaped is. */
final class MgEscape {
  private MgEscape() {}

  /** Appends bytes, which are taken as UTF-8 unseen. */
  static void add(MgIobuf out, byte[] buf, int off, int len) {
    int end = off + len;
    int plain = off;
    for (int i = off; i < end; i++) {
      int b = buf[i];
      if (b >= 0 && mustEscape(b)) {
        out.add(buf, plain, i - plain);
        escape(out, b);
        plain = i + 1;
      }
    }
    out.add(buf, plain, end - plain);
  }

  /** Appends the chars {@code from} to before {@code to} in UTF-8. */
  static void add(MgIobuf out, String s, int from, int to) {
    int plain = from;
    for (int i = from; i < to; i++) {
      char ch = s.charAt(i);
      if (mustEscape(ch)) {
        MgUtf8.add(out, s, plain, i);
        escape(out, ch);
        plain = i + 1;
      }
    }
    MgUtf8.add(out, s, plain, to);
  }

  private static boolean mustEscape(int ch) {
    return ch < 0x20 || ch == '"' || ch == '\\';
  }

  private static void escape(MgIobuf out, int ch) {
    out.addByte('\\');
    switch (ch) {
      case '\b' -> out.addByte('b');
      case '\f' -> out.addByte('f');
      case '\n' -> out.addByte('n');
      case '\r' -> out.addByte('r');
      case '\t' -> out.addByte('t');
      case '"', '\\' -> out.addByte(ch);
      default -> {
        out.addByte('u');
        MgDigits.binary(out, ch, 4, false, 4);
      }
    }
  }
}
