package dev.mg.http;

import dev.mg.MgStr;

/**
 * The ranges of a Range field (RFC 9110 section 14.1.2) over content of a known size. Pure and
 * reused.
 *
 * <p>What is malformed, asks for more than {@link #MAX} ranges, or for some byte twice, is treated
 * as if it were not there, which sections 14.2 and 17.15 allow: all of the content is cheaper to
 * send than it in a thousand overlapping pieces.
 */
final class ByteRanges {
  /** More than these are not served one by one. */
  static final int MAX = 32;

  /** The field is not to be followed: send everything. */
  static final int NONE = 0;

  /** No range has a byte in the content: 416. */
  static final int UNSATISFIABLE = -1;

  private static final int UNIT_BYTES = 6;

  private final long[] from = new long[MAX];
  private final long[] end = new long[MAX];
  private int count;

  /**
   * Whether the end of empty content was asked for: that is satisfiable (section 14.1.2), but no
   * Content-Range could say so.
   */
  private boolean hasEmptySuffix;

  /** First byte of range {@code i}. */
  long from(int i) {
    return from[i];
  }

  /** Bytes of range {@code i}, 1 at least. */
  long bytes(int i) {
    return end[i] - from[i];
  }

  /** The Content-Range of range {@code i}, {@code bytes 0-9/100}. */
  String field(int i, long size) {
    return "bytes " + from[i] + "-" + (end[i] - 1) + "/" + size;
  }

  /**
   * Reads the value of a field.
   *
   * @param size of the content
   * @return how many ranges there are, in the order they were asked for; or {@link #NONE}, {@link
   *     #UNSATISFIABLE}
   */
  int parse(MgStr value, long size) {
    count = 0;
    if (value.len() < UNIT_BYTES || !value.slice(0, UNIT_BYTES).isIgnoreCase("bytes=")) {
      return NONE;
    }
    hasEmptySuffix = false;
    int asked = 0;
    int at = UNIT_BYTES;
    while (at <= value.len()) {
      int comma = value.indexOf(',', at);
      int stop = comma < 0 ? value.len() : comma;
      MgStr spec = value.slice(at, stop).strip();
      // Empty elements of a list mean nothing (RFC 9110 section 5.6.1.2).
      if (!spec.isEmpty() && (++asked > MAX || !add(spec, size))) {
        return NONE;
      }
      at = stop + 1;
    }
    return asked == 0 || hasEmptySuffix || isOverlapping()
        ? NONE
        : count == 0 ? UNSATISFIABLE : count;
  }

  /** False if it is malformed. */
  private boolean add(MgStr spec, long size) {
    int dash = spec.indexOf('-', 0);
    if (dash < 0 || spec.len() == 1) {
      return false;
    }
    long first = dash == 0 ? 0 : number(spec, 0, dash);
    long last = dash + 1 == spec.len() ? Long.MAX_VALUE : number(spec, dash + 1, spec.len());
    if (first < 0 || last < 0 || dash > 0 && isBelow(spec, last, first, dash)) {
      return false;
    }
    if (dash == 0) {
      hasEmptySuffix |= size == 0 && last > 0;
      first = Math.max(0, size - last);
      last = last == 0 ? -1 : Long.MAX_VALUE;
    }
    if (first < size && last >= first) {
      from[count] = first;
      end[count++] = last >= size ? size : last + 1;
    }
    return true;
  }

  /** The digits {@code s[at..stop)}; as much as a long holds if it is more, -1 if they are none. */
  private static long number(MgStr s, int at, int stop) {
    long value = 0;
    for (int i = at; i < stop; i++) {
      int digit = s.at(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * value + digit;
    }
    return value;
  }

  /** Whether the last byte lies before the first one; of numbers past a long the digits tell. */
  private static boolean isBelow(MgStr spec, long last, long first, int dash) {
    if (first < Long.MAX_VALUE || dash + 1 == spec.len()) {
      return last < first;
    }
    MgStr a = significant(spec.slice(dash + 1, spec.len()));
    MgStr b = significant(spec.slice(0, dash));
    return a.len() != b.len() ? a.len() < b.len() : a.compareTo(b) < 0;
  }

  private static MgStr significant(MgStr digits) {
    int at = 0;
    while (at < digits.len() && digits.at(at) == '0') {
      at++;
    }
    return digits.slice(at, digits.len());
  }

  private boolean isOverlapping() {
    for (int i = 1; i < count; i++) {
      for (int j = 0; j < i; j++) {
        if (from[i] < end[j] && from[j] < end[i]) {
          return true;
        }
      }
    }
    return false;
  }
}
