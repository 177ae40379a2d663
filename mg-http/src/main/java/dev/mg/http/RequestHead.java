package dev.mg.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request's head: parsed as its bytes arrive, then judged by the rules for servers (RFC 9112
 * sections 3, 6 and 9), so that what is answered can be framed in one way only.
 *
 * <p>Pure: no connection, no event. Offsets count from the message's start in its buffer. Reused
 * from request to request.
 */
final class RequestHead {
  private static final byte[] HOST = ascii("host");
  private static final byte[] EXPECT = ascii("expect");
  private static final byte[] CONNECTION = ascii("connection");
  private static final byte[] CONTENT_LENGTH = ascii("content-length");
  private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
  private static final byte[] CONTINUE = ascii("100-continue");
  private static final byte[] CLOSE = ascii("close");
  private static final byte[] KEEP_ALIVE = ascii("keep-alive");

  final RequestLineParser line;
  final FieldIndex fields;
  private final FieldParser parser;
  private final TransferCodings codings = new TransferCodings();
  private final int maxHeadBytes;
  private boolean inFields;
  private int host;

  /** Of the body; -1 if no field tells. */
  long contentLength;

  boolean chunked;

  /** Whether the sender waits for 100 (Continue). */
  boolean expectsContinue;

  /** Whether the connection may stay open after the response. */
  boolean keepAlive;

  private boolean close;
  @Nullable Refusal refusal;

  /** A parser with these limits: {@code dev.mg.MgOptions} describes them. */
  RequestHead(int maxLineBytes, int maxHeadBytes, int maxFields) {
    line = new RequestLineParser(Math.min(maxLineBytes, maxHeadBytes));
    parser = new FieldParser(maxFields);
    fields = parser.index;
    this.maxHeadBytes = maxHeadBytes;
    reset();
  }

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /** Gets ready for another request. */
  void reset() {
    line.reset();
    inFields = false;
    refusal = null;
  }

  /**
   * Goes on where the last call stopped; what has ended is judged too.
   *
   * @param base where the message starts in {@code b}; it may move between calls
   * @param end where the bytes received so far end
   * @return the length of the head, or {@link StartLine#MORE}, or {@link StartLine#REFUSED}, which
   *     {@link #refusal} is about
   */
  int parse(byte[] b, int base, int end) {
    if (!inFields) {
      int n = line.parse(b, base, end);
      if (n <= 0) {
        refusal = line.refusal;
        return n;
      }
      inFields = true;
      parser.begin(n, line.from + maxHeadBytes);
    }
    int n = parser.parse(b, base, end);
    if (n <= 0) {
      refusal = parser.refusal;
      return n;
    }
    refusal = judge(b, base);
    return refusal == null ? n : StartLine.REFUSED;
  }

  boolean isHttp10() {
    return line.minor == 0;
  }

  private @Nullable Refusal judge(byte[] b, int base) {
    host = -1;
    contentLength = -1;
    chunked = false;
    expectsContinue = false;
    close = false;
    keepAlive = false;
    for (int i = 0; i < fields.count(); i++) {
      int name = fields.nameFrom(i);
      int len = fields.nameEnd(i) - name;
      Refusal wrong =
          switch (len) {
            case 4 -> HttpChars.same(b, base + name, len, HOST) ? host(i) : null;
            case 6 -> HttpChars.same(b, base + name, len, EXPECT) ? expect(b, base, i) : null;
            case 10 ->
                HttpChars.same(b, base + name, len, CONNECTION) ? connection(b, base, i) : null;
            case 14 ->
                HttpChars.same(b, base + name, len, CONTENT_LENGTH) ? length(b, base, i) : null;
            case 17 ->
                HttpChars.same(b, base + name, len, TRANSFER_ENCODING) ? coding(b, base, i) : null;
            default -> null;
          };
      if (wrong != null) {
        return wrong;
      }
    }
    return together(b, base);
  }

  private @Nullable Refusal host(int i) {
    if (host >= 0) {
      return Refusal.HOST_TWICE;
    }
    host = i;
    return null;
  }

  private @Nullable Refusal expect(byte[] b, int base, int i) {
    // HTTP/1.0 has no 100 (Continue): RFC 9110 section 10.1.1 has the field ignored there.
    if (isHttp10()) {
      return null;
    }
    int from = fields.valueFrom(i);
    if (from == fields.valueEnd(i)) {
      return null;
    }
    expectsContinue = HttpChars.same(b, base + from, fields.valueEnd(i) - from, CONTINUE);
    return expectsContinue ? null : Refusal.EXPECTATION;
  }

  private @Nullable Refusal connection(byte[] b, int base, int i) {
    int end = base + fields.valueEnd(i);
    int p = base + fields.valueFrom(i);
    while (p < end) {
      int start = p;
      while (p < end && HttpChars.is(HttpChars.TOKEN, b[p])) {
        p++;
      }
      close |= HttpChars.same(b, start, p - start, CLOSE);
      keepAlive |= HttpChars.same(b, start, p - start, KEEP_ALIVE);
      p += p < end ? 1 : 0;
    }
    return null;
  }

  private @Nullable Refusal length(byte[] b, int base, int i) {
    long v = decimal(b, base + fields.valueFrom(i), base + fields.valueEnd(i));
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

  private @Nullable Refusal coding(byte[] b, int base, int i) {
    if (!chunked) {
      codings.reset();
      chunked = true;
    }
    codings.add(b, base + fields.valueFrom(i), base + fields.valueEnd(i));
    return null;
  }

  /** The rules about more than one part of the head. */
  private @Nullable Refusal together(byte[] b, int base) {
    if (chunked) {
      if (contentLength >= 0) {
        return Refusal.LENGTH_AND_CODING;
      }
      Refusal wrong = isHttp10() ? Refusal.CODING_IN_1_0 : codings.check();
      if (wrong != null) {
        return wrong;
      }
    }
    keepAlive = !close && (keepAlive || !isHttp10());
    if (host < 0 && !isHttp10()) {
      return Refusal.HOST_MISSING;
    }
    if (host >= 0
        && !Host.isValid(b, base + fields.valueFrom(host), base + fields.valueEnd(host), false)) {
      return Refusal.HOST_INVALID;
    }
    Refusal wrong = RequestTarget.check(b, base, line);
    if (wrong == null && host >= 0 && line.authorityFrom > 0) {
      // An absolute target's host is the one that counts (RFC 9112 section 3.2.2).
      fields.overrule(host, line.authorityFrom, line.authorityEnd);
    }
    return wrong;
  }
}
