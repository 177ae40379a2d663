package dev.mg;

import dev.mg.spi.MgCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A slice of bytes, mostly a borrowed view into a connection's buffer.
 *
 * <p>Those that events carry are valid until the handler returns: {@link #copy} or {@link
 * #toString} what is to be kept. With {@code -Ddev.mg.check=true} a view used after its event
 * throws. A slice is not a {@code CharSequence} on purpose: a UTF-8 body sent back through one
 * would be encoded again; send, reply and printf take it raw.
 *
 * <p>equals and hashCode go by content.
 */
public final class MgStr implements Comparable<MgStr> {
  /** A slice without bytes. */
  public static final MgStr EMPTY = new MgStr(new byte[0], 0, 0);

  private static final int POISONED = -1;

  /** A tenth of the largest unsigned 64-bit number, rounded down. */
  private static final long MOST_TENTHS = Long.divideUnsigned(-1, 10);

  private byte[] buf;
  private int off;
  private int len;

  /** A view of {@code buf[off .. off + len)}; nothing is copied. */
  public MgStr(byte[] buf, int off, int len) {
    this.buf = buf;
    this.off = off;
    this.len = len;
    if (off < 0 || len < 0 || len > buf.length - off) {
      throw new IndexOutOfBoundsException(
          "slice of " + len + " at " + off + " of an array of " + buf.length);
    }
  }

  /** The UTF-8 bytes of {@code s}, owned. */
  public static MgStr of(String s) {
    byte[] b = s.getBytes(StandardCharsets.UTF_8);
    return new MgStr(b, 0, b.length);
  }

  /** A view of all of {@code bytes}. */
  public static MgStr of(byte[] bytes) {
    return new MgStr(bytes, 0, bytes.length);
  }

  /**
   * Lets this view show other bytes; for protocols, which keep one view and wrap it anew a message.
   * Returns itself.
   */
  public MgStr wrap(byte[] buf, int off, int len) {
    if (this == EMPTY) {
      throw new MgException("MgStr.EMPTY cannot be wrapped anew: make a new MgStr");
    }
    this.buf = buf;
    this.off = off;
    this.len = len;
    return this;
  }

  /** For protocols: marks this view as over, so that {@code dev.mg.check} finds late readers. */
  public void poison() {
    if (MgCheck.ON && this != EMPTY) {
      len = POISONED;
    }
  }

  private int checked() {
    if (MgCheck.ON && len == POISONED) {
      throw new IllegalStateException(
          "this MgStr was a view valid during its event only: keep copy() or toString() instead");
    }
    return len;
  }

  /** Number of bytes. */
  public int len() {
    return MgCheck.ON ? checked() : len;
  }

  /** Whether there is no byte. */
  public boolean isEmpty() {
    return len() == 0;
  }

  /** The array the slice looks into, borrowed like the slice. */
  public byte[] buf() {
    return buf;
  }

  /** Index of the first byte in {@link #buf}. */
  public int off() {
    return off;
  }

  /**
   * Byte {@code i} of the slice.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= i < len()}
   */
  public byte at(int i) {
    if (i < 0 || i >= len()) {
      throw new IndexOutOfBoundsException("byte " + i + " of a slice of " + len());
    }
    return buf[off + i];
  }

  /** A view of the bytes {@code from} to before {@code to}, borrowed like this one. */
  public MgStr slice(int from, int to) {
    if (from < 0 || to < from || to > len()) {
      throw new IndexOutOfBoundsException("bytes " + from + ".." + to + " of a slice of " + len());
    }
    return new MgStr(buf, off + from, to - from);
  }

  /** A slice with a copy of the bytes, owned. */
  public MgStr copy() {
    return MgStr.of(toBytes());
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(buf, off, off + len());
  }

  /** Whether the bytes are the UTF-8 bytes of {@code s}; allocates nothing when s is ASCII. */
  public boolean is(String s) {
    int n = len();
    if (s.length() > n) {
      return false;
    }
    for (int i = 0; i < s.length(); i++) {
      char ch = s.charAt(i);
      if (ch >= 0x80) {
        return equals(of(s));
      }
      if (buf[off + i] != ch) {
        return false;
      }
    }
    return s.length() == n;
  }

  /** As {@link #is}, the letters A to Z alike in both cases. */
  public boolean isIgnoreCase(String s) {
    int n = len();
    if (s.length() > n) {
      return false;
    }
    for (int i = 0; i < s.length(); i++) {
      char ch = s.charAt(i);
      if (ch >= 0x80) {
        return isIgnoreCase(of(s));
      }
      if (lower(buf[off + i]) != lower(ch)) {
        return false;
      }
    }
    return s.length() == n;
  }

  /** Whether both hold the same bytes, the letters A to Z alike in both cases. */
  public boolean isIgnoreCase(MgStr that) {
    int n = len();
    if (that.len() != n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (lower(buf[off + i]) != lower(that.buf[that.off + i])) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  /** Whether the bytes start with the UTF-8 bytes of {@code s}. */
  public boolean startsWith(String s) {
    return s.length() <= len() && MgStr.of(s).isPrefixOf(this);
  }

  private boolean isPrefixOf(MgStr that) {
    return that.len() >= len()
        && Arrays.equals(buf, off, off + len, that.buf, that.off, that.off + len);
  }

  /** Index of the first byte {@code b} from {@code from} on, or -1. */
  public int indexOf(int b, int from) {
    int n = len();
    for (int i = Math.max(from, 0); i < n; i++) {
      if (buf[off + i] == (byte) b) {
        return i;
      }
    }
    return -1;
  }

  /** Index where the UTF-8 bytes of {@code needle} first occur, or -1; 0 for an empty one. */
  public int find(String needle) {
    return find(of(needle));
  }

  /** Index where the bytes of {@code needle} first occur, or -1; 0 for an empty one. */
  public int find(MgStr needle) {
    int n = needle.len();
    if (n == 0) {
      return 0;
    }
    int last = len() - n;
    byte b = needle.buf[needle.off];
    for (int i = indexOf(b, 0); i >= 0 && i <= last; i = indexOf(b, i + 1)) {
      int at = off + i;
      if (Arrays.equals(buf, at, at + n, needle.buf, needle.off, needle.off + n)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Whether all of the slice matches a pattern, in which {@code ?} stands for one byte, {@code *}
   * for any bytes without a '/', {@code #} for any bytes, and everything else for itself. There is
   * no way to write these three for themselves. The work is at most the product of both lengths.
   *
   * @param captures if it matches, each becomes a view of what one wildcard stands for, in their
   *     order, each taking as little as lets the rest match; those left over become empty,
   *     wildcards beyond them are not reported. If it does not match, they stay as they are.
   */
  public boolean match(String pattern, MgStr... captures) {
    return MgMatch.match(this, pattern, captures);
  }

  /**
   * Splits at the first byte {@code separator}; for loops such as {@code while (s.span(',', head,
   * s))}, to which a separator at the end is no entry more.
   *
   * @param head becomes a view of what is before it, or of everything if there is none
   * @param rest becomes a view of what is behind it, empty if there is none; may be this slice
   *     itself
   * @return false, and nothing is changed, if this slice is empty
   */
  public boolean span(int separator, MgStr head, MgStr rest) {
    int n = len();
    if (n == 0) {
      return false;
    }
    byte[] bytes = buf;
    int from = off;
    int at = indexOf(separator, 0);
    int end = at < 0 ? n : at;
    int next = at < 0 ? n : at + 1;
    head.wrap(bytes, from, end);
    rest.wrap(bytes, from + next, n - next);
    return true;
  }

  /**
   * Takes the first entry off a list like {@code a=1,b,c=3}: this slice becomes the rest of it.
   *
   * @param key becomes a view of what is before the entry's first '=', or of all of it
   * @param value becomes a view of what is behind it, empty if there is none
   * @return false, and nothing is changed, at the end of the list
   */
  public boolean commalist(MgStr key, MgStr value) {
    if (!span(',', key, this)) {
      return false;
    }
    if (!key.span('=', key, value)) {
      value.wrap(key.buf, key.off, 0);
    }
    return true;
  }

  /**
   * The number that all of the slice is: digits, perhaps a minus sign before them. Anything else, a
   * number that does not fit a long included, gives {@code orElse}.
   */
  public long toLong(long orElse) {
    boolean negative = len() > 0 && buf[off] == '-';
    return decimal(negative ? 1 : 0, negative, orElse);
  }

  /**
   * The number that all of the slice is: digits alone, as in the 1*DIGIT of RFC 9110. Anything
   * else, one above {@link Long#MAX_VALUE} included, gives {@code orElse}.
   */
  public long toUnsigned(long orElse) {
    return decimal(0, false, orElse);
  }

  private long decimal(int from, boolean negative, long orElse) {
    int n = len();
    if (from >= n) {
      return orElse;
    }
    // Negative all along: that side of zero holds one number more.
    long v = 0;
    for (int i = off + from; i < off + n; i++) {
      int digit = buf[i] - '0';
      if (digit < 0 || digit > 9 || v < Long.MIN_VALUE / 10 || v * 10 < Long.MIN_VALUE + digit) {
        return orElse;
      }
      v = v * 10 - digit;
    }
    if (negative) {
      return v;
    }
    return v == Long.MIN_VALUE ? orElse : -v;
  }

  /**
   * The decimal number that the slice starts with, after spaces and tabs, as 64 unsigned bits: what
   * follows the digits does not matter. A minus sign before them negates it in two's complement. 0
   * if there are no digits or it does not fit; {@link #toLong} and {@link #toUnsigned} tell that
   * apart.
   */
  public long to64() {
    int i = off;
    int end = off + len();
    while (i < end && (buf[i] == ' ' || buf[i] == '\t')) {
      i++;
    }
    boolean negative = i < end && buf[i] == '-';
    i += negative ? 1 : 0;
    long v = 0;
    for (; i < end && buf[i] >= '0' && buf[i] <= '9'; i++) {
      int digit = buf[i] - '0';
      long next = v * 10 + digit;
      if (Long.compareUnsigned(v, MOST_TENTHS) > 0 || Long.compareUnsigned(next, digit) < 0) {
        return 0;
      }
      v = next;
    }
    return negative ? -v : v;
  }

  /** The bytes as lower-case hex digits, two each. */
  public String hex() {
    MgIobuf out = new MgIobuf(Math.multiplyExact(2, len()));
    MgDigits.hex(out, buf, off, len());
    return out.toString();
  }

  /**
   * The bytes that the slice is the hex of, in either case; null if it is not such, pair by pair.
   */
  public byte @Nullable [] unhex() {
    int n = len();
    if (n % 2 != 0) {
      return null;
    }
    byte[] bytes = new byte[n / 2];
    for (int i = 0; i < n; i += 2) {
      int high = MgDigits.hexValue(buf[off + i]);
      int low = MgDigits.hexValue(buf[off + i + 1]);
      if (high < 0 || low < 0) {
        return null;
      }
      bytes[i / 2] = (byte) (high << 4 | low);
    }
    return bytes;
  }

  /** A view without leading and trailing space, tab, CR and LF. */
  public MgStr strip() {
    int from = 0;
    int to = len();
    while (from < to && isSpace(buf[off + from])) {
      from++;
    }
    while (to > from && isSpace(buf[off + to - 1])) {
      to--;
    }
    return slice(from, to);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /** By unsigned bytes; the shorter of two that are equal so far comes first. */
  @Override
  public int compareTo(MgStr that) {
    return Arrays.compareUnsigned(buf, off, off + len(), that.buf, that.off, that.off + that.len());
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof MgStr that
        && Arrays.equals(buf, off, off + len(), that.buf, that.off, that.off + that.len());
  }

  @Override
  public int hashCode() {
    int h = 1;
    int n = len();
    for (int i = 0; i < n; i++) {
      h = 31 * h + buf[off + i];
    }
    return h;
  }

  /** The bytes read as UTF-8, malformed ones as U+FFFD: a copy. */
  @Override
  public String toString() {
    return new String(buf, off, len(), StandardCharsets.UTF_8);
  }

  /** The bytes read as ISO 8859-1, one char a byte: a copy. */
  public String latin1() {
    return new String(buf, off, len(), StandardCharsets.ISO_8859_1);
  }
}
