package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgIobuf;
import java.nio.charset.StandardCharsets;

/**
 * Copies the fields a program wants in its message, checking them on the way: they often carry what
 * somebody else sent, and a line end let through would become another field, or another response.
 * What each line says about framing is noted. Reused from message to message.
 */
final class CallerFields {
  private static final byte[] DATE = ascii("date");
  private static final byte[] HOST = ascii("host");
  private static final byte[] CONNECTION = ascii("connection");
  private static final byte[] CONTENT_LENGTH = ascii("content-length");
  private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
  private static final byte[] CLOSE = ascii("close");
  private static final byte[] KEEP_ALIVE = ascii("keep-alive");

  /** What Content-Length says, -1 if it is not there. It is left out of the copy. */
  long contentLength;

  /** Whether there is a Date. */
  boolean hasDate;

  /** How many Host there are. */
  int hosts;

  /** Whether Connection has the option close; it and keep-alive are left out of the copy. */
  boolean close;

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Appends {@code lines} to {@code out}.
   *
   * @param lines none, or {@code Name: value} lines that each end in CRLF; UTF-8 on the wire
   * @throws MgException naming the line and what is wrong with it; {@code out} then holds a part
   */
  void copy(String lines, MgIobuf out) {
    contentLength = -1;
    hasDate = false;
    hosts = 0;
    close = false;
    int from = out.len();
    if (!copy(lines, out, 0x7F)) {
      out.truncate(from);
      // One char a byte, so that the loop below need not know UTF-8.
      byte[] utf8 = lines.getBytes(StandardCharsets.UTF_8);
      copy(new String(utf8, StandardCharsets.ISO_8859_1), out, 0xFF);
    }
  }

  /** False if there is a char above {@code max}. */
  private boolean copy(String lines, MgIobuf out, int max) {
    int n = lines.length();
    int at = 0;
    while (at < n) {
      out.reserve(n - at);
      byte[] to = out.buf();
      int start = out.tail();
      int shift = start - at;
      int i = at;
      char ch = 0;
      while (i < n && (ch = lines.charAt(i)) <= 0x7F && HttpChars.is(HttpChars.TOKEN, ch)) {
        to[shift + i++] = (byte) ch;
      }
      int nameBytes = i - at;
      boolean named = ch == ':' && i < n && nameBytes > 0;
      while (named && i < n && (ch = lines.charAt(i)) <= max && HttpChars.is(HttpChars.VALUE, ch)) {
        to[shift + i++] = (byte) ch;
      }
      if (i < n && ch > max) {
        return false;
      }
      if (!named) {
        throw bad(lines, at, "must start with a field name and a colon");
      }
      if (i + 1 >= n || ch != '\r' || lines.charAt(i + 1) != '\n') {
        throw bad(lines, at, "must end in \\r\\n and hold no other control character");
      }
      if (isKept(lines, at, to, start, nameBytes, shift + i)) {
        to[shift + i] = '\r';
        to[shift + i + 1] = '\n';
        out.commit(i + 2 - at);
      }
      at = i + 2;
    }
    return true;
  }

  /** Notes what the line {@code b[from..end)} says; whether it is to be sent as it is. */
  private boolean isKept(String lines, int at, byte[] b, int from, int nameBytes, int end) {
    int value = from + nameBytes + 1;
    switch (nameBytes) {
      case 4 -> {
        hasDate |= HttpChars.same(b, from, nameBytes, DATE);
        if (HttpChars.same(b, from, nameBytes, HOST)) {
          hosts++;
          int host = skipBlanks(b, value, end);
          if (host < end && !Host.isValid(b, host, end, false)) {
            throw bad(lines, at, "must be a host with an optional port");
          }
        }
      }
      case 10 -> {
        return !HttpChars.same(b, from, nameBytes, CONNECTION) || connection(b, value, end);
      }
      case 14 -> {
        if (HttpChars.same(b, from, nameBytes, CONTENT_LENGTH)) {
          contentLength = Framing.decimal(b, skipBlanks(b, value, end), end);
          if (contentLength < 0) {
            throw bad(lines, at, "must be a decimal number");
          }
          return false;
        }
      }
      case 17 -> {
        if (HttpChars.same(b, from, nameBytes, TRANSFER_ENCODING)) {
          throw bad(lines, at, "is not for the caller: replyChunked and requestChunked say it");
        }
      }
      default -> {}
    }
    return true;
  }

  private static int skipBlanks(byte[] b, int from, int end) {
    int p = from;
    while (p < end && HttpChars.isBlank(b[p])) {
      p++;
    }
    return p;
  }

  /** Whether there are options beside close and keep-alive. */
  private boolean connection(byte[] b, int from, int end) {
    boolean others = false;
    int p = from;
    while (p < end) {
      int start = p;
      while (p < end && HttpChars.is(HttpChars.TOKEN, b[p])) {
        p++;
      }
      boolean closes = HttpChars.same(b, start, p - start, CLOSE);
      close |= closes;
      others |= p > start && !closes && !HttpChars.same(b, start, p - start, KEEP_ALIVE);
      p += p < end ? 1 : 0;
    }
    return others;
  }

  private static MgException bad(String lines, int at, String why) {
    int end = Math.min(lines.length(), at + 60);
    StringBuilder shown = new StringBuilder();
    for (int i = at; i < end; i++) {
      char ch = lines.charAt(i);
      if (ch == '\r' || ch == '\n') {
        shown.append(ch == '\r' ? "\\r" : "\\n");
      } else {
        shown.append(ch < ' ' ? '?' : ch);
      }
    }
    return new MgException("the header line '" + shown + "' " + why);
  }
}
