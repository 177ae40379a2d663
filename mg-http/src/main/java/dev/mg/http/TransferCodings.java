package dev.mg.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The Transfer-Encoding lines of one message, joined (RFC 9112 section 6.1). Pure; reused from
 * message to message.
 */
final class TransferCodings {
  private static final byte[] CHUNKED = ascii("chunked");
  private static final byte[][] REGISTERED = {
    ascii("gzip"), ascii("deflate"), ascii("compress"), ascii("x-gzip"), ascii("x-compress")
  };

  private boolean valid;
  private boolean chunkedLast;
  private boolean unknown;
  private int count;

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /** Forgets the lines added. */
  void reset() {
    valid = true;
    chunkedLast = false;
    unknown = false;
    count = 0;
  }

  /**
   * One more line with the value {@code b[from..end)}. Empty list elements are invalid: RFC 9110
   * section 5.6.1 passes over them, but here they only ever come from those who hope that a proxy
   * reads the line differently.
   */
  void add(byte[] b, int from, int end) {
    int p = from;
    for (; ; ) {
      int start = p;
      while (p < end && HttpChars.is(HttpChars.TOKEN, b[p])) {
        p++;
      }
      coding(b, start, p - start);
      while (p < end && HttpChars.isBlank(b[p])) {
        p++;
      }
      if (p == end) {
        return;
      }
      // A parameter ends up here too: no coding taken here has any.
      if (b[p++] != ',') {
        valid = false;
        return;
      }
      while (p < end && HttpChars.isBlank(b[p])) {
        p++;
      }
    }
  }

  private void coding(byte[] b, int from, int len) {
    valid &= len > 0 && !chunkedLast;
    count++;
    chunkedLast = HttpChars.same(b, from, len, CHUNKED);
    unknown |= !chunkedLast && !isRegistered(b, from, len);
  }

  private static boolean isRegistered(byte[] b, int from, int len) {
    for (byte[] name : REGISTERED) {
      if (HttpChars.same(b, from, len, name)) {
        return true;
      }
    }
    return false;
  }

  /** What is wrong with the lines added, or null if they say chunked and no more. */
  @Nullable Refusal check() {
    if (!valid || !chunkedLast && !unknown) {
      return Refusal.CODING_INVALID;
    }
    return chunkedLast && count == 1 ? null : Refusal.CODING_UNKNOWN;
  }
}
