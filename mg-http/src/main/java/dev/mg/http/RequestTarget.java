package dev.mg.http;

import org.jspecify.annotations.Nullable;

/**
 * The forms of a request target (RFC 9112 section 3.2) and which method takes which. Stateless.
 *
 * <table>
 *   <caption>Forms</caption>
 *   <tr><td>origin</td><td>{@code /path?query}</td><td>any but CONNECT</td></tr>
 *   <tr><td>absolute</td><td>{@code http://host/path}, or https</td><td>any but CONNECT</td></tr>
 *   <tr><td>authority</td><td>{@code host:port}</td><td>CONNECT</td></tr>
 *   <tr><td>asterisk</td><td>{@code *}</td><td>OPTIONS</td></tr>
 * </table>
 */
final class RequestTarget {
  private static final byte[] HTTP = {'h', 't', 't', 'p'};
  private static final byte[] HTTPS = {'h', 't', 't', 'p', 's'};

  private RequestTarget() {}

  /** Finds authority and path of an absolute target; in any other form the path is all of it. */
  static void split(byte[] b, int base, StartLine line) {
    int end = base + line.pathEnd;
    int colon = base + line.secondFrom;
    while (colon < end && b[colon] != ':') {
      colon++;
    }
    if (colon + 2 >= end || b[colon + 1] != '/' || b[colon + 2] != '/') {
      return;
    }
    int slash = colon + 3;
    while (slash < end && b[slash] != '/') {
      slash++;
    }
    line.authorityFrom = colon + 3 - base;
    line.authorityEnd = slash - base;
    line.pathFrom = slash - base;
  }

  /**
   * What is wrong with the target, or null.
   *
   * @param isSecure whether it came over TLS
   */
  static @Nullable Refusal check(byte[] b, int base, StartLine line, boolean isSecure) {
    int from = base + line.secondFrom;
    int end = base + line.secondEnd;
    if (line.isMethod(b, base, "CONNECT")) {
      return Host.isValid(b, from, end, true) ? Refusal.CONNECT : Refusal.TARGET_FORM;
    }
    if (b[from] == '/') {
      return null;
    }
    if (line.authorityFrom > 0) {
      return absolute(b, base, line, isSecure);
    }
    boolean asterisk = end - from == 1 && b[from] == '*';
    return asterisk && line.isMethod(b, base, "OPTIONS") ? null : Refusal.TARGET_FORM;
  }

  private static @Nullable Refusal absolute(byte[] b, int base, StartLine line, boolean isSecure) {
    int from = base + line.secondFrom;
    int schemeBytes = line.authorityFrom - 3 - line.secondFrom;
    boolean https = HttpChars.same(b, from, schemeBytes, HTTPS);
    if (!https && !HttpChars.same(b, from, schemeBytes, HTTP)) {
      return Refusal.TARGET_SCHEME;
    }
    if (!Host.isValid(b, base + line.authorityFrom, base + line.authorityEnd, false)) {
      return Refusal.HOST_INVALID;
    }
    // An https target must not be served without TLS (RFC 9110 section 7.4). An http one is served
    // over TLS too: its scheme does not forbid that, and it is what a proxy behind TLS is asked
    // for.
    return https && !isSecure ? Refusal.MISDIRECTED : null;
  }
}
