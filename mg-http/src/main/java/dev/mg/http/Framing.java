package dev.mg.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a head say about where its body ends and whether the connection stays open
 * (RFC 9112 sections 6 and 9.3). Pure; reused from message to message.
 */
final class Framing {
  private static final byte[] CONNECTION = ascii("connection");
  private static final byte[] CONTENT_LENGTH = ascii("content-length");
  private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
  private static final byte[] CLOSE = ascii("close");
  private static final byte[] KEEP_ALIVE = ascii("keep-alive");

  final TransferCodings codings = new TransferCodings();

  /** Of the body; -1 if no field tells. */
  long contentLength;

  /** Whether there is a Transfer-Encoding. */
  boolean chunked;

  private boolean close;
  private boolean keepAlive;

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /** Forgets the fields taken. */
  void reset() {
    contentLength = -1;
    chunked = false;
    close = false;
    keepAlive = false;
  }

  /** Notes field {@code i} if it is one of those; what is wrong with it, or null. */
  @Nullable Refusal take(byte[] b, int base, FieldIndex fields, int i) {
    int name = base + fields.nameFrom(i);
    int len = fields.nameEnd(i) - fields.nameFrom(i);
    int from = base + fields.valueFrom(i);
    int end = base + fields.valueEnd(i);
    switch (len) {
      case 10 -> {
        if (HttpChars.same(b, name, len, CONNECTION)) {
          connection(b, from, end);
        }
      }
      case 14 -> {
        return HttpChars.same(b, name, len, CONTENT_LENGTH) ? length(b, from, end) : null;
      }
      case 17 -> {
        if (HttpChars.same(b, name, len, TRANSFER_ENCODING)) {
          coding(b, from, end);
        }
      }
      default -> {}
    }
    return null;
  }

  private void connection(byte[] b, int from, int end) {
    int p = from;
    while (p < end) {
      int start = p;
      while (p < end && HttpChars.is(HttpChars.TOKEN, b[p])) {
        p++;
      }
      close |= HttpChars.same(b, start, p - start, CLOSE);
      keepAlive |= HttpChars.same(b, start, p - start, KEEP_ALIVE);
      p += p < end ? 1 : 0;
    }
  }

  private @Nullable Refusal length(byte[] b, int from, int end) {
    long v = decimal(b, from, end);
    if (v < 0) {
      return Refusal.LENGTH_INVALID;
    }
    // Also if both say the same: RFC 9110 section 8.6 leaves the choice, and only who joins or
    // drops one of them on the way would be helped.
    if (contentLength >= 0) {
      return Refusal.LENGTH_TWICE;
    }
    contentLength = v;
    return null;
  }

  /** The value of 1*DIGIT, or -1 if it is none or does not fit a long. */
  static long decimal(byte[] b, int from, int end) {
    long v = from < end ? 0 : -1;
    for (int p = from; p < end && v >= 0; p++) {
      int digit = HttpChars.is(HttpChars.DIGIT, b[p]) ? b[p] - '0' : 10;
      v = digit > 9 || v > (Long.MAX_VALUE - digit) / 10 ? -1 : v * 10 + digit;
    }
    return v;
  }

  private void coding(byte[] b, int from, int end) {
    if (!chunked) {
      codings.reset();
      chunked = true;
    }
    codings.add(b, from, end);
  }

  /** What is wrong with the fields of a request taken together, or null. */
  @Nullable Refusal check(boolean isHttp10) {
    if (!chunked) {
      return null;
    }
    if (contentLength >= 0) {
      return Refusal.LENGTH_AND_CODING;
    }
    return isHttp10 ? Refusal.CODING_IN_1_0 : codings.check();
  }

  /** Whether the connection may stay open after the response. */
  boolean keepsAlive(boolean isHttp10) {
    return !close && (keepAlive || !isHttp10);
  }
}
