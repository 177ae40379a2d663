package dev.mg.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One response's head, judged by the rules for user agents (RFC 9112 section 6.3): where its body
 * ends, which the request decides too.
 */
final class ResponseHead extends MessageHead {
  private static final byte[] CONTENT_LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);

  /** What was asked; to be set before the head is complete. */
  RequestKind asked = RequestKind.OTHER;

  int status;
  boolean chunked;

  /** Of the body unless it is chunked; -1 = it ends with the connection. */
  long length;

  private boolean lengthsDiffer;

  /** A parser with these limits: {@code dev.mg.MgOptions} describes them. */
  ResponseHead(int maxLineBytes, int maxHeadBytes, int maxFields) {
    super(
        new StatusLineParser(Math.min(maxLineBytes, maxHeadBytes)),
        new FieldParser(maxFields, true),
        maxHeadBytes);
  }

  @Override
  @Nullable Refusal judge(byte[] b, int base) {
    status = (int) Framing.decimal(b, base + line.secondFrom, base + line.secondEnd);
    chunked = false;
    length = -1;
    lengthsDiffer = false;
    framing.reset();
    for (int i = 0; i < fields.count(); i++) {
      int name = fields.nameFrom(i);
      if (HttpChars.same(b, base + name, fields.nameEnd(i) - name, CONTENT_LENGTH)) {
        lengths(b, base + fields.valueFrom(i), base + fields.valueEnd(i));
      } else {
        framing.take(b, base, fields, i);
      }
    }
    Refusal wrong = frame();
    keepAlive = framing.keepsAlive(isHttp10()) && (chunked || length >= 0);
    return wrong;
  }

  /**
   * A Content-Length, or a list of them: what says the same number several times is taken (RFC 9110
   * section 8.6).
   */
  private void lengths(byte[] b, int from, int end) {
    int p = from;
    for (; ; ) {
      int start = p;
      while (p < end && HttpChars.is(HttpChars.DIGIT, b[p])) {
        p++;
      }
      long v = Framing.decimal(b, start, p);
      lengthsDiffer |= v < 0 || framing.contentLength >= 0 && framing.contentLength != v;
      framing.contentLength = Math.max(v, 0);
      while (p < end && HttpChars.isBlank(b[p])) {
        p++;
      }
      if (p == end) {
        return;
      }
      if (b[p++] != ',') {
        lengthsDiffer = true;
        return;
      }
      while (p < end && HttpChars.isBlank(b[p])) {
        p++;
      }
    }
  }

  /** The numbers are those of the list in section 6.3. */
  private @Nullable Refusal frame() {
    if (isBodiless()) {
      // 1 and 2: whatever the fields say.
      length = 0;
    } else if (framing.chunked) {
      // 3 and 4: both is what somebody sends who wants two readers to disagree.
      if (framing.contentLength >= 0) {
        return Refusal.LENGTH_AND_CODING;
      }
      if (isHttp10()) {
        return Refusal.CODING_IN_1_0;
      }
      chunked = framing.codings.isChunkedLast();
      return framing.codings.checkResponse();
    } else if (lengthsDiffer) {
      // 5.
      return Refusal.LENGTHS_DIFFER;
    } else {
      // 6 and 8.
      length = framing.contentLength;
    }
    return null;
  }

  private boolean isBodiless() {
    return asked == RequestKind.HEAD || isInterim() || status == 204 || status == 304 || isTunnel();
  }

  /** Whether another response follows to the same request. */
  boolean isInterim() {
    return status / 100 == 1;
  }

  /** Whether what follows belongs to the protocol inside of a tunnel. */
  boolean isTunnel() {
    return asked == RequestKind.CONNECT && status / 100 == 2;
  }
}
