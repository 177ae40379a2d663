package dev.mg.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The Transfer-Encoding lines of one message, joined (RFC 9112 section 6.1). Pure; reused from
 * message to message.
 */
final class TransferCodings {
  private static final byte[] CHUNKED = "chunked".getBytes(StandardCharsets.US_ASCII);

  private boolean valid;
  private boolean malformed;
  private boolean chunkedLast;
  private int chunkeds;
  private int count;

  /** Forgets the lines added. */
  void reset() {
    valid = true;
    malformed = false;
    chunkedLast = false;
    chunkeds = 0;
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
        malformed = true;
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
    malformed |= len == 0;
    chunkedLast = HttpChars.same(b, from, len, CHUNKED);
    chunkeds += chunkedLast ? 1 : 0;
  }

  /**
   * What is wrong with the lines added, or null if they say chunked and no more. Where chunked is
   * not the last coding the length cannot be told, which must be answered 400 (RFC 9112 section
   * 6.3), also if the coding is not known.
   */
  @Nullable Refusal check() {
    if (!valid || !chunkedLast) {
      return Refusal.CODING_INVALID;
    }
    return count == 1 ? null : Refusal.CODING_UNKNOWN;
  }

  /**
   * What is wrong with the lines added to a response, or null. Other codings are let pass, though
   * nobody asked for them: they do not make unclear where the body ends (RFC 9112 section 6.3).
   */
  @Nullable Refusal checkResponse() {
    return malformed || chunkeds > 1 ? Refusal.CODING_INVALID : null;
  }

  /** Whether chunked is the last one: if not, a response ends with its connection. */
  boolean isChunkedLast() {
    return chunkedLast;
  }
}
