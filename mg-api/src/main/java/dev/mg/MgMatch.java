package dev.mg;

import java.nio.charset.StandardCharsets;

/**
 * {@link MgStr#match}. What stands before the first and after the last wildcard is compared once;
 * one wildcard between them needs a single look, and so do several that stand for whole segments of
 * a path. Others are decided by a table of bits: which ends of the pattern match which ends of the
 * text, so that no text costs more than its length times that of the pattern.
 */
final class MgMatch {
  private static final MgStr[] NONE = {};

  private final byte[] buf;
  private final String pattern;

  /** First and last wildcard. */
  private final int first;

  private final int last;

  /** The bytes between what stands before and after them: {@code buf[from .. to)}. */
  private final int from;

  private final int to;

  /** Longs a row; row j, bit i: the pattern from first + i matches the text from from + j. */
  private final int words;

  private final long[] table;

  private MgMatch(byte[] buf, String pattern, int first, int last, int from, int to) {
    this.buf = buf;
    this.pattern = pattern;
    this.first = first;
    this.last = last;
    this.from = from;
    this.to = to;
    words = (last + 1 - first >> 6) + 1;
    table = new long[Math.multiplyExact(to - from + 1, words)];
  }

  static boolean match(MgStr s, String unicode, MgStr[] captures) {
    String pattern = bytewise(unicode);
    byte[] buf = s.buf();
    int from = s.off();
    int to = from + s.len();
    int first = firstWildcard(pattern);
    int last = lastWildcard(pattern);
    int after = pattern.length() - 1 - last;
    if (first < 0) {
      return s.is(unicode) && cleared(buf, from, captures, 0);
    }
    if (to - from < first + after
        || !same(buf, from, pattern, 0, first)
        || !same(buf, to - after, pattern, last + 1, after)) {
      return false;
    }
    from += first;
    to -= after;
    if (first == last) {
      return one(pattern.charAt(first), buf, from, to) && captured(buf, from, to, captures);
    }
    if (isOfSegments(pattern, first, last)) {
      return segments(buf, pattern, first, last, from, to, NONE)
          && segments(buf, pattern, first, last, from, to, captures);
    }
    MgMatch several = new MgMatch(buf, pattern, first, last, from, to);
    several.fill();
    return several.bit(0, 0) && several.capture(captures);
  }

  /** One char a byte. */
  private static String bytewise(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (s.charAt(i) >= 0x80) {
        return new String(s.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
    }
    return s;
  }

  private static boolean isWildcard(char ch) {
    return ch == '?' || ch == '*' || ch == '#';
  }

  private static int firstWildcard(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if (isWildcard(pattern.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static int lastWildcard(String pattern) {
    int i = pattern.length() - 1;
    while (i >= 0 && !isWildcard(pattern.charAt(i))) {
      i--;
    }
    return i;
  }

  private static boolean same(byte[] buf, int at, String pattern, int from, int n) {
    for (int i = 0; i < n; i++) {
      if ((buf[at + i] & 0xFF) != pattern.charAt(from + i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean one(char wildcard, byte[] buf, int from, int to) {
    if (wildcard != '*') {
      return wildcard == '#' || to - from == 1;
    }
    for (int i = from; i < to; i++) {
      if (buf[i] == '/') {
        return false;
      }
    }
    return true;
  }

  /** Whether all wildcards are '*', each but the last before a '/': of most routes. */
  private static boolean isOfSegments(String pattern, int first, int last) {
    for (int i = first; i <= last; i++) {
      char ch = pattern.charAt(i);
      if (ch == '?' || ch == '#' || ch == '*' && i < last && pattern.charAt(i + 1) != '/') {
        return false;
      }
    }
    return true;
  }

  /** Of these, each '*' ends at the next '/' and nowhere else, so that one look does. */
  private static boolean segments(
      byte[] buf, String pattern, int first, int last, int from, int to, MgStr[] captures) {
    int at = from;
    int taken = 0;
    for (int wildcard = first; ; ) {
      int end = at;
      while (end < to && buf[end] != '/') {
        end++;
      }
      if (taken < captures.length) {
        captures[taken++].wrap(buf, at, end - at);
      }
      if (wildcard == last) {
        return end == to && cleared(buf, to, captures, taken);
      }
      int next = pattern.indexOf('*', wildcard + 1);
      int n = next - wildcard - 1;
      if (to - end < n || !same(buf, end, pattern, wildcard + 1, n)) {
        return false;
      }
      at = end + n;
      wildcard = next;
    }
  }

  private static boolean captured(byte[] buf, int from, int to, MgStr[] captures) {
    if (captures.length > 0) {
      captures[0].wrap(buf, from, to - from);
    }
    return cleared(buf, from, captures, 1);
  }

  private static boolean cleared(byte[] buf, int at, MgStr[] captures, int from) {
    for (int i = from; i < captures.length; i++) {
      captures[i].wrap(buf, at, 0);
    }
    return true;
  }

  private boolean bit(int i, int j) {
    return (table[j * words + (i >> 6)] & 1L << i) != 0;
  }

  /** From the end of both: each bit depends on its neighbours behind it. */
  private void fill() {
    int patternLen = last + 1 - first;
    for (int j = to - from; j >= 0; j--) {
      boolean atEnd = from + j == to;
      for (int i = patternLen; i >= 0; i--) {
        boolean matches;
        if (i == patternLen) {
          matches = atEnd;
        } else {
          char p = pattern.charAt(first + i);
          int b = atEnd ? -1 : buf[from + j] & 0xFF;
          matches =
              switch (p) {
                case '#' -> bit(i + 1, j) || !atEnd && bit(i, j + 1);
                case '*' -> bit(i + 1, j) || !atEnd && b != '/' && bit(i, j + 1);
                case '?' -> !atEnd && bit(i + 1, j + 1);
                default -> b == p && bit(i + 1, j + 1);
              };
        }
        if (matches) {
          table[j * words + (i >> 6)] |= 1L << i;
        }
      }
    }
  }

  /** Forward along bits that are set: each wildcard takes as little as lets the rest match. */
  private boolean capture(MgStr[] captures) {
    int taken = 0;
    int j = 0;
    for (int i = 0; first + i <= last && taken < captures.length; i++) {
      char p = pattern.charAt(first + i);
      int start = j;
      if (p == '*' || p == '#') {
        while (!bit(i + 1, j)) {
          j++;
        }
      } else {
        j++;
      }
      if (isWildcard(p)) {
        captures[taken++].wrap(buf, from + start, j - start);
      }
    }
    return cleared(buf, to, captures, taken);
  }
}
