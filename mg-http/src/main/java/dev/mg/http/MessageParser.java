package dev.mg.http;

/**
 * Parses one message, request or response, out of bytes that are at hand: what {@link MgHttp#parse}
 * does. The syntax is checked, and that the body ends in one place only; the other rules about
 * servers are not, since such a message may be of another protocol's making.
 */
final class MessageParser {
  private static final int MAX_FIELDS = 100;
  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

  private final RequestLineParser request = new RequestLineParser(Integer.MAX_VALUE - 8);
  private final StatusLineParser response = new StatusLineParser(Integer.MAX_VALUE - 8);
  private final FieldParser fields = new FieldParser(MAX_FIELDS);
  private final Framing framing = new Framing();

  /** As {@link MgHttp#parse} says. */
  int parse(byte[] b, int from, int len, MgHttpMessage to) {
    int end = from + len;
    boolean isResponse = startsLikeResponse(b, from, len);
    StartLine line = isResponse ? response : request;
    line.reset();
    int n = line.parse(b, from, end);
    if (n <= 0) {
      return n;
    }
    fields.begin(n, Integer.MAX_VALUE);
    n = fields.parse(b, from, end);
    if (n <= 0) {
      return n;
    }
    if (!isFramed(b, from, line.minor == 0)) {
      return StartLine.REFUSED;
    }
    to.wrap(b, from, line, fields.index, n);
    to.wrapBody((int) Math.min(bodyLength(to, isResponse), len - n));
    return n;
  }

  /** Whether the fields leave no doubt about where the body ends: two readers could differ. */
  private boolean isFramed(byte[] b, int base, boolean isHttp10) {
    framing.reset();
    for (int i = 0; i < fields.index.count(); i++) {
      if (framing.take(b, base, fields.index, i) != null) {
        return false;
      }
    }
    Refusal wrong = framing.check(isHttp10);
    return wrong == null || wrong == Refusal.CODING_UNKNOWN;
  }

  private static boolean startsLikeResponse(byte[] b, int from, int len) {
    for (int i = 0; i < HTTP.length; i++) {
      if (i == len || b[from + i] != HTTP[i]) {
        return false;
      }
    }
    return true;
  }

  /** What the fields say, or else nothing in a request and all there is in a response. */
  private long bodyLength(MgHttpMessage message, boolean isResponse) {
    if (framing.chunked || isResponse && isBodiless(message.status())) {
      return 0;
    }
    return framing.contentLength >= 0 ? framing.contentLength : isResponse ? Long.MAX_VALUE : 0;
  }

  /** RFC 9112 section 6.3: whatever the fields say. */
  private static boolean isBodiless(int status) {
    return status / 100 == 1 || status == 204 || status == 304;
  }
}
