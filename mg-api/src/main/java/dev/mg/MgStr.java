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

  /** Whether the bytes are those of {@code s}, the letters A to Z alike in both cases. */
  public boolean isIgnoreCase(String s) {
    int n = len();
    if (s.length() != n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (lower(buf[off + i]) != lower(s.charAt(i))) {
        return false;
      }
    }
    return true;
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
