package dev.mg.http;

import dev.mg.MgException;
import java.nio.charset.StandardCharsets;

/** Status lines, made once, and the reasons of RFC 9110 section 15 and those registered since. */
final class StatusLines {
  private static final int FIRST = 100;
  private static final int LAST = 599;
  private static final byte[][] LINES = new byte[LAST - FIRST + 1][];

  private static final String REASONS =
      """
      100 Continue
      101 Switching Protocols
      102 Processing
      103 Early Hints
      200 OK
      201 Created
      202 Accepted
      203 Non-Authoritative Information
      204 No Content
      205 Reset Content
      206 Partial Content
      207 Multi-Status
      208 Already Reported
      226 IM Used
      300 Multiple Choices
      301 Moved Permanently
      302 Found
      303 See Other
      304 Not Modified
      305 Use Proxy
      307 Temporary Redirect
      308 Permanent Redirect
      400 Bad Request
      401 Unauthorized
      402 Payment Required
      403 Forbidden
      404 Not Found
      405 Method Not Allowed
      406 Not Acceptable
      407 Proxy Authentication Required
      408 Request Timeout
      409 Conflict
      410 Gone
      411 Length Required
      412 Precondition Failed
      413 Content Too Large
      414 URI Too Long
      415 Unsupported Media Type
      416 Range Not Satisfiable
      417 Expectation Failed
      421 Misdirected Request
      422 Unprocessable Content
      423 Locked
      424 Failed Dependency
      425 Too Early
      426 Upgrade Required
      428 Precondition Required
      429 Too Many Requests
      431 Request Header Fields Too Large
      451 Unavailable For Legal Reasons
      500 Internal Server Error
      501 Not Implemented
      502 Bad Gateway
      503 Service Unavailable
      504 Gateway Timeout
      505 HTTP Version Not Supported
      506 Variant Also Negotiates
      507 Insufficient Storage
      508 Loop Detected
      511 Network Authentication Required
      """;

  static {
    for (int status = FIRST; status <= LAST; status++) {
      line(status + " ");
    }
    REASONS.lines().forEach(StatusLines::line);
  }

  private StatusLines() {}

  private static void line(String statusAndReason) {
    int status = Integer.parseInt(statusAndReason.substring(0, 3));
    LINES[status - FIRST] =
        ("HTTP/1.1 " + statusAndReason + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The line with its CRLF, not to be changed.
   *
   * @throws MgException unless the status is that of a final response, 200 to 599
   */
  static byte[] of(int status) {
    if (status < 200 || status > LAST) {
      throw new MgException("status " + status + " is not within 200..599");
    }
    return LINES[status - FIRST];
  }

  /**
   * The line of an interim response.
   *
   * @throws MgException unless the status is within 100 to 199, and not 101, which is a final one
   */
  static byte[] interim(int status) {
    if (status < FIRST || status > 199 || status == 101) {
      throw new MgException("status " + status + " is not that of an interim response");
    }
    return LINES[status - FIRST];
  }

  /** The reason alone, empty for a status nobody has registered. */
  static String reason(int status) {
    byte[] line = of(status);
    return new String(line, 13, line.length - 15, StandardCharsets.US_ASCII);
  }
}
