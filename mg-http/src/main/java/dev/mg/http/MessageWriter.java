package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgPrintf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes what requests and responses have in common into a connection's {@code send}: no text is
 * put together, and lengths that turn out later are patched in. Stateless.
 */
final class MessageWriter {
  private static final byte[] CLOSE = ascii("Connection: close\r\n");
  private static final byte[] LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] CRLF = ascii("\r\n");
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
  private static final byte[] DIGITS = ascii("0123456789abcdef");
  private static final byte[] ROOM = new byte[20];

  private MessageWriter() {}

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /** Connection: close. */
  static void close(MgIobuf out) {
    out.add(CLOSE);
  }

  /** Ends the head with a length; returns the offset of its first digit. */
  static int endWithLength(MgIobuf out, long length) {
    out.add(LENGTH);
    int at = out.len();
    int width = width(length, 10);
    out.add(ROOM, 0, width);
    digits(out, at, width, length, 10);
    out.add(CRLF);
    out.add(CRLF);
    return at;
  }

  /** Where the field whose first digit stands at {@code at} starts. */
  static int beforeLength(int at) {
    return at - LENGTH.length;
  }

  /** Ends the head of a message in chunks. */
  static void endWithChunked(MgIobuf out) {
    out.add(CHUNKED);
    out.add(CRLF);
  }

  /** Ends the head of a message without body, or with one that ends with the connection. */
  static void endWithout(MgIobuf out) {
    out.add(CRLF);
  }

  /** Replaces the decimal number {@code was} at {@code at}; what follows it moves if it must. */
  static void patchLength(MgIobuf out, int at, long was, long length) {
    if (was != length) {
      patch(out, at, width(was, 10), length, 10);
    }
  }

  /** One chunk that holds {@code n} bytes, n at least 1. */
  static void chunk(MgIobuf out, byte[] b, int off, int n) {
    startOfChunk(out, n);
    out.add(b, off, n);
    endOfChunk(out);
  }

  /** The size of a chunk; its {@code n} bytes follow, and then {@link #endOfChunk}. */
  static void startOfChunk(MgIobuf out, long n) {
    int width = width(n, 16);
    int at = out.len();
    out.add(ROOM, 0, width);
    digits(out, at, width, n, 16);
    out.add(CRLF);
  }

  static void endOfChunk(MgIobuf out) {
    out.add(CRLF);
  }

  /** Starts a chunk whose size is not known yet; returns the offset of its size. */
  private static int openChunk(MgIobuf out) {
    int at = out.len();
    out.add(ROOM, 0, 3);
    out.add(CRLF);
    return at;
  }

  /** Ends the chunk that {@link #openChunk} started, after n bytes of data. */
  private static void closeChunk(MgIobuf out, int at, int n) {
    out.add(CRLF);
    patch(out, at, 3, n, 16);
  }

  /**
   * One formatted chunk, or nothing if nothing was formatted.
   *
   * @return bytes of data
   */
  static int printfChunk(MgIobuf out, String fmt, @Nullable Object[] args) {
    int from = out.len();
    try {
      int at = openChunk(out);
      int n = MgPrintf.format(out, fmt, args);
      if (n > 0) {
        closeChunk(out, at, n);
      } else {
        out.truncate(from);
      }
      return n;
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
  }

  /** The last chunk, without trailers. */
  static void lastChunk(MgIobuf out) {
    out.add(LAST_CHUNK);
  }

  /**
   * Appends a body.
   *
   * @param body text, or the format of one, or a byte array
   * @param off where the body starts in the array
   * @param len its length there
   * @param args of a format; null for a text
   * @return bytes appended
   */
  static int body(MgIobuf out, Object body, int off, int len, @Nullable Object @Nullable [] args) {
    if (body instanceof byte[] bytes) {
      return out.add(bytes, off, len);
    }
    String text = (String) body;
    return args == null ? out.add(text) : MgPrintf.format(out, text, args);
  }

  private static void patch(MgIobuf out, int at, int width, long value, int radix) {
    int needed = width(value, radix);
    if (needed > width) {
      out.insert(at, ROOM, 0, needed - width);
    } else if (needed < width) {
      out.del(at, width - needed);
    }
    digits(out, at, needed, value, radix);
  }

  private static void digits(MgIobuf out, int at, int width, long value, int radix) {
    byte[] to = out.buf();
    long v = value;
    for (int i = out.head() + at + width - 1; i >= out.head() + at; i--) {
      to[i] = DIGITS[(int) (v % radix)];
      v /= radix;
    }
  }

  private static int width(long value, int radix) {
    int width = 1;
    for (long v = value; v >= radix; v /= radix) {
      width++;
    }
    return width;
  }
}
