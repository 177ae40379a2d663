package dev.mg;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A growing byte queue: bytes are appended at the tail and deleted anywhere, mostly at the head.
 *
 * <p><b>Not thread safe; a connection's buffers belong to its manager's thread.</b> The array is on
 * the heap and may be replaced by any call that appends or inserts: fetch {@link #buf} and {@link
 * #head} again after one. Growth is geometric, so that n appended bytes cost O(n) whatever the size
 * of the pieces; a drained buffer keeps its array until {@link #free}.
 *
 * <p>Offsets count from the head: byte {@code i} stands in {@code buf()[head() + i]}.
 */
public class MgIobuf {
  /** The longest content: what the JDK can allocate as one array. */
  public static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** The array of every buffer that holds none of its own. */
  protected static final byte[] EMPTY = new byte[0];

  /** Storage; the content is {@code buf[head..tail)}. */
  protected byte[] buf = EMPTY;

  /** Index of the first byte of the content. */
  protected int head;

  /** Index after the last byte of the content. */
  protected int tail;

  /** An empty buffer that holds no array. */
  public MgIobuf() {}

  /** An empty buffer with room for {@code bytes}. */
  public MgIobuf(int bytes) {
    resize(bytes);
  }

  /** The storage itself, borrowed until the next call that appends or inserts. */
  public final byte[] buf() {
    return buf;
  }

  /** Index in {@link #buf} of the first byte. */
  public final int head() {
    return head;
  }

  /** Index in {@link #buf} after the last byte: where {@link #reserve}d room starts. */
  public final int tail() {
    return tail;
  }

  /** Number of bytes held. */
  public final int len() {
    return tail - head;
  }

  /** Whether no byte is held. */
  public final boolean isEmpty() {
    return tail == head;
  }

  /** Bytes of storage, used or not. */
  public final int capacity() {
    return buf.length;
  }

  /**
   * Byte {@code i}.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= i < len()}
   */
  public final byte at(int i) {
    if (i < 0 || i >= tail - head) {
      throw outOfBounds(i, 1);
    }
    return buf[head + i];
  }

  /** A view of the whole content, borrowed until the content changes. */
  public final MgStr str() {
    return new MgStr(buf, head, tail - head);
  }

  /** Makes room for {@code n} bytes at {@link #tail}; write them there, then {@link #commit}. */
  public final void reserve(int n) {
    if (n > buf.length - tail || n < 0) {
      makeRoom(n);
    }
  }

  /** Takes {@code n} bytes written at {@link #tail} into the content. */
  public final void commit(int n) {
    if (n < 0 || n > buf.length - tail) {
      throw new MgException(
          "commit of " + n + " bytes where " + (buf.length - tail) + " are reserved");
    }
    tail += n;
  }

  /** Appends one byte, the low 8 bits of {@code b}. */
  public final void addByte(int b) {
    if (tail == buf.length) {
      makeRoom(1);
    }
    buf[tail++] = (byte) b;
  }

  /** Appends a copy of {@code src}; returns its length. */
  public final int add(byte[] src) {
    return add(src, 0, src.length);
  }

  /** Appends a copy of {@code src[off .. off + n)}; returns n. */
  public final int add(byte[] src, int off, int n) {
    reserve(n);
    System.arraycopy(src, off, buf, tail, n);
    tail += n;
    return n;
  }

  /** Appends a copy of the bytes of {@code src}; returns their number. */
  public final int add(MgStr src) {
    return add(src.buf(), src.off(), src.len());
  }

  /** Appends a copy of the content of {@code src}; returns its length. */
  public final int add(MgIobuf src) {
    return add(src.buf, src.head, src.len());
  }

  /** Appends {@code src} in UTF-8, unpaired surrogates as '?'; returns the bytes appended. */
  public final int add(String src) {
    int n = src.length();
    reserve(n);
    byte[] to = buf;
    int at = tail;
    for (int i = 0; i < n; i++) {
      char ch = src.charAt(i);
      if (ch >= 0x80) {
        return addUtf8(src);
      }
      to[at + i] = (byte) ch;
    }
    tail = at + n;
    return n;
  }

  private int addUtf8(String src) {
    return add(src.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Inserts a copy of {@code src[off .. off + n)} before byte {@code at}.
   *
   * @param src not this buffer's own storage, which moves on the way
   * @throws IndexOutOfBoundsException unless {@code 0 <= at <= len()}
   */
  public final void insert(int at, byte[] src, int off, int n) {
    if (at < 0 || at > len()) {
      throw outOfBounds(at, 0);
    }
    reserve(n);
    // Before the tail moves: a wrong source must not leave a gap.
    Objects.checkFromIndexSize(off, n, src.length);
    int from = head + at;
    System.arraycopy(buf, from, buf, from + n, tail - from);
    System.arraycopy(src, off, buf, from, n);
    tail += n;
  }

  /**
   * Deletes the first {@code n} bytes.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public final void del(int n) {
    if (n < 0 || n > tail - head) {
      throw outOfBounds(0, n);
    }
    head += n;
    if (head == tail) {
      head = 0;
      tail = 0;
    }
  }

  /**
   * Deletes {@code n} bytes from byte {@code at} on.
   *
   * @throws IndexOutOfBoundsException if they are not all there
   */
  public final void del(int at, int n) {
    if (at < 0 || n < 0 || n > len() - at) {
      throw outOfBounds(at, n);
    }
    if (at == 0) {
      del(n);
      return;
    }
    int from = head + at;
    System.arraycopy(buf, from + n, buf, from, tail - from - n);
    tail -= n;
  }

  /** Deletes all bytes and keeps the array. */
  public final void clear() {
    head = 0;
    tail = 0;
  }

  /** Cuts the content to its first {@code n} bytes, {@code 0 <= n <= len()}. */
  public final void truncate(int n) {
    del(n, len() - n);
  }

  /** Makes the storage {@code bytes} long, or as long as the content if that is more. */
  public final void resize(int bytes) {
    if (bytes < 0 || bytes > MAX_BYTES) {
      throw new MgException("buffer size " + bytes + " is not within 0.." + MAX_BYTES);
    }
    int n = len();
    int size = Math.max(bytes, n);
    if (size != buf.length) {
      move(size == 0 ? EMPTY : new byte[size]);
    }
  }

  /** Deletes all bytes and lets go of the array. */
  public final void free() {
    buf = EMPTY;
    clear();
  }

  private void makeRoom(int n) {
    long need = (long) len() + n;
    if (n < 0 || need > MAX_BYTES) {
      throw new MgException(
          "a buffer of " + len() + " bytes cannot take " + n + " more: at most " + MAX_BYTES);
    }
    grow((int) need);
  }

  /**
   * Called when the room at the tail does not hold what is to be appended: afterwards {@code buf}
   * has room for {@code need} bytes from {@code head} on.
   */
  protected void grow(int need) {
    int n = len();
    // Moving pays only when it frees as much as it copies; else appending would be quadratic.
    if (need <= buf.length && head >= n) {
      System.arraycopy(buf, head, buf, 0, n);
      head = 0;
      tail = n;
      return;
    }
    move(new byte[Math.max(need, (int) Math.min(MAX_BYTES, Math.max(64L, 2L * buf.length)))]);
  }

  /** Moves the content to the start of {@code to}, which becomes the storage. */
  protected final void move(byte[] to) {
    int n = len();
    System.arraycopy(buf, head, to, 0, n);
    buf = to;
    head = 0;
    tail = n;
  }

  private IndexOutOfBoundsException outOfBounds(int at, int n) {
    return new IndexOutOfBoundsException(
        "byte " + at + (n > 1 ? " and " + n + " from it on" : "") + " of a buffer of " + len());
  }

  /** The content as UTF-8, for people. */
  @Override
  public String toString() {
    return new String(buf, head, len(), StandardCharsets.UTF_8);
  }
}
