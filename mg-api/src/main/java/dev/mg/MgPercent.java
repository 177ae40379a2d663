package dev.mg;

/** Percent-encoding, RFC 3986 section 2.1, and its form variety, where '+' is a space. */
final class MgPercent {
  private MgPercent() {}

  /** Appends the bytes of {@code src} decoded; -1, and nothing is appended, at a bad escape. */
  static int decode(MgStr src, boolean form, MgIobuf out) {
    int before = out.len();
    byte[] buf = src.buf();
    int end = src.off() + src.len();
    out.reserve(src.len());
    for (int i = src.off(); i < end; i++) {
      if (buf[i] == '%') {
        int high = i + 2 < end ? MgDigits.hexValue(buf[i + 1]) : -1;
        int low = i + 2 < end ? MgDigits.hexValue(buf[i + 2]) : -1;
        if (high < 0 || low < 0) {
          out.truncate(before);
          return -1;
        }
        out.addByte(high << 4 | low);
        i += 2;
      } else {
        out.addByte(form && buf[i] == '+' ? ' ' : buf[i]);
      }
    }
    return out.len() - before;
  }

  /** Appends the bytes of {@code src}, all but the unreserved (RFC 3986 section 2.3) escaped. */
  static int encode(MgStr src, MgIobuf out) {
    int before = out.len();
    byte[] buf = src.buf();
    out.reserve(src.len());
    for (int i = src.off(); i < src.off() + src.len(); i++) {
      if (isUnreserved(buf[i])) {
        out.addByte(buf[i]);
      } else {
        out.addByte('%');
        MgDigits.binary(out, buf[i] & 0xFF, 4, true, 2);
      }
    }
    return out.len() - before;
  }

  private static boolean isUnreserved(int b) {
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'z'
        || b >= '0' && b <= '9'
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
