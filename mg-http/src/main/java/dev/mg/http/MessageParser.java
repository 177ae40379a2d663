package dev.mg.http;

import dev.mg.MgStr;

/**
 * Parses one message, request or response, out of bytes that are at hand: what {@link MgHttp#parse}
 * does. The syntax is checked; the rules about servers are not, since such a message may be of
 * another protocol's making.
 */
final class MessageParser {
  private static final int MAX_FIELDS = 100;
  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

  private final RequestLineParser request = new RequestLineParser(Integer.MAX_VALUE - 8);
  private final StatusLineParser response = new StatusLineParser(Integer.MAX_VALUE - 8);
  private final FieldParser fields = new FieldParser(MAX_FIELDS);

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
    to.wrap(b, from, line, fields.index, n);
    long length = bodyLength(to.headers, isResponse);
    if (length < 0) {
      return StartLine.REFUSED;
    }
    to.wrapBody((int) Math.min(length, len - n));
    return n;
  }

  private static boolean startsLikeResponse(byte[] b, int from, int len) {
    for (int i = 0; i < HTTP.length; i++) {
      if (i == len || b[from + i] != HTTP[i]) {
        return false;
      }
    }
    return true;
  }

  /** What the fields say, or else nothing in a request and all there is in a response; -1 = bad. */
  private static long bodyLength(MgHttpFields fields, boolean isResponse) {
    int i = fields.find("Content-Length", 0);
    if (i < 0) {
      return isResponse ? Long.MAX_VALUE : 0;
    }
    MgStr value = fields.value(i);
    return Framing.decimal(value.buf(), value.off(), value.off() + value.len());
  }
}
