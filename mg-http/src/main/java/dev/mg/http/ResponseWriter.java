package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import java.nio.charset.StandardCharsets;

/**
 * Writes the parts of responses into a connection's {@code send}: no text is put together, and
 * lengths that turn out later are patched in. One a manager; it remembers nothing of a response but
 * what its caller's fields said, until the next one begins.
 */
final class ResponseWriter {
  private static final byte[] CLOSE = ascii("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
  private static final byte[] LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
  private static final byte[] SWITCHING = ascii("HTTP/1.1 101 Switching Protocols\r\n");
  private static final byte[] CRLF = ascii("\r\n");
  private static final byte[] LAST_CHUNK = ascii("0\r\n");
  private static final byte[] DIGITS = ascii("0123456789abcdef");
  private static final byte[] ROOM = new byte[20];

  private final MgManager mgr;
  private final DateField date;
  private final CallerFields fields = new CallerFields();

  ResponseWriter(MgManager mgr, DateField date) {
    this.mgr = mgr;
    this.date = date;
  }

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Status line and fields, those about the body left out.
   *
   * @param headers as {@link CallerFields#copy} takes them
   * @param mayKeep whether the connection could stay open after this response
   * @param http10 whether the request was of HTTP/1.0, which has to be told that it does
   * @return whether it stays open
   */
  boolean begin(MgIobuf out, int status, String headers, boolean mayKeep, boolean http10) {
    out.add(StatusLines.of(status));
    fields.copy(headers, out);
    if (!fields.hasDate) {
      date.write(out, mgr.nowMs());
    }
    boolean keep = mayKeep && !fields.close;
    if (!keep) {
      out.add(CLOSE);
    } else if (http10) {
      out.add(KEEP_ALIVE);
    }
    return keep;
  }

  /** The Content-Length the caller's fields gave, -1 if none. */
  long givenLength() {
    return fields.contentLength;
  }

  /** Ends the head with a length; returns the offset of its first digit. */
  int endWithLength(MgIobuf out, long length) {
    out.add(LENGTH);
    int at = out.len();
    int width = width(length, 10);
    out.add(ROOM, 0, width);
    digits(out, at, width, length, 10);
    out.add(CRLF);
    out.add(CRLF);
    return at;
  }

  /** Ends the head of a response in chunks. */
  void endWithChunked(MgIobuf out) {
    out.add(CHUNKED);
    out.add(CRLF);
  }

  /** Ends the head of a response without body, or with one that ends with the connection. */
  void endWithout(MgIobuf out) {
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

  /** Starts a chunk whose size is not known yet; returns the offset of its size. */
  static int openChunk(MgIobuf out) {
    int at = out.len();
    out.add(ROOM, 0, 3);
    out.add(CRLF);
    return at;
  }

  /** Ends the chunk that {@link #openChunk} started, after n bytes of data. */
  static void closeChunk(MgIobuf out, int at, int n) {
    out.add(CRLF);
    patch(out, at, 3, n, 16);
  }

  /** The last chunk, with the caller's trailers. */
  void lastChunk(MgIobuf out, String trailers) {
    out.add(LAST_CHUNK);
    if (!trailers.isEmpty()) {
      fields.copy(trailers, out);
      refuseFraming("trailers");
    }
    out.add(CRLF);
  }

  private void refuseFraming(String where) {
    if (fields.contentLength >= 0 || fields.close) {
      throw new MgException("Content-Length and Connection: close do not go with " + where);
    }
  }

  /** A whole interim response, 100 to 199 without 101, with the caller's fields. */
  void interim(MgIobuf out, int status, String headers) {
    out.add(StatusLines.interim(status));
    fields.copy(headers, out);
    refuseFraming("an interim response");
    out.add(CRLF);
  }

  /** The size of a chunk of {@code n} bytes, which follow, and then {@link #endOfChunk}. */
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

  /** 100 (Continue). */
  static void goOn(MgIobuf out) {
    out.add(CONTINUE);
  }

  /** 101 (Switching Protocols) with the caller's fields, which are all it has. */
  void switching(MgIobuf out, String headers) {
    out.add(SWITCHING);
    fields.copy(headers, out);
    refuseFraming("101 (Switching Protocols)");
    out.add(CRLF);
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

  /** A whole response that tells why a request was refused; the connection closes after it. */
  void refuse(MgIobuf out, Refusal why, boolean head) {
    begin(out, why.status, "Content-Type: text/plain\r\n", false, false);
    byte[] body =
        (why.status + " " + StatusLines.reason(why.status) + ": " + why.why + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    endWithLength(out, body.length);
    if (!head) {
      out.add(body);
    }
  }
}
