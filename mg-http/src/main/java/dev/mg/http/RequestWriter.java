package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgIobuf;
import java.nio.charset.StandardCharsets;

/**
 * Writes the heads of requests into a connection's {@code send}. What was written is read back by
 * the parser that servers use, so that a method or target of somebody else's making cannot become
 * another request. One a manager.
 */
final class RequestWriter {
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
  private static final byte[] HOST = ascii("Host: ");
  private static final byte[] CRLF = ascii("\r\n");

  private final RequestLineParser line = new RequestLineParser(MgIobuf.MAX_BYTES);
  private final CallerFields fields = new CallerFields();

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Request line and fields, those about the body left out.
   *
   * @param host the value of Host, unless target or headers have one
   * @param isSecure whether it goes over TLS, where targets may be https
   * @throws MgException if method, target or headers are malformed; {@code out} then holds a part
   */
  void begin(
      MgIobuf out, String method, String target, String headers, String host, boolean isSecure) {
    int from = out.len();
    out.add(method);
    out.addByte(' ');
    out.add(target);
    out.add(VERSION);
    check(out, from, method, target, isSecure);
    int at = out.len();
    out.add(HOST);
    if (line.authorityFrom > 0) {
      // RFC 9112 section 3.2.2: that of an absolute target.
      out.add(out.str().slice(from + line.authorityFrom, from + line.authorityEnd).copy());
    } else {
      out.add(isConnect(method) ? target : host);
    }
    out.add(CRLF);
    int end = out.len();
    fields.copy(headers, out);
    if (fields.hosts > 1) {
      throw new MgException("there are " + fields.hosts + " Host lines: one is what servers take");
    }
    if (fields.hosts == 1) {
      out.del(at, end - at);
    }
    if (fields.close) {
      MessageWriter.close(out);
    }
  }

  private void check(MgIobuf out, int from, String method, String target, boolean isSecure) {
    byte[] b = out.buf();
    int base = out.head() + from;
    line.reset();
    int n = line.parse(b, base, out.tail());
    Refusal wrong = line.refusal;
    if (n > 0 && (n != out.len() - from || line.from > 0)) {
      wrong = Refusal.TARGET;
    } else if (n > 0) {
      wrong = RequestTarget.check(b, base, line, isSecure);
    }
    if (wrong == Refusal.VERSION) {
      // It is ours, so that what stands in its place came behind a space.
      wrong = method.indexOf(' ') < 0 ? Refusal.TARGET : Refusal.METHOD;
    }
    boolean isOurs = wrong == null || isConnect(method) && wrong == Refusal.CONNECT;
    if (!isOurs) {
      throw new MgException(
          "no request can start with method '"
              + shown(method)
              + "' and target '"
              + shown(target)
              + "': "
              + wrong.why);
    }
  }

  private static boolean isConnect(String method) {
    return method.equals("CONNECT");
  }

  private static String shown(String s) {
    String cut = s.length() > 60 ? s.substring(0, 60) + "..." : s;
    return cut.replace("\r", "\\r").replace("\n", "\\n");
  }

  /** The Content-Length the caller's fields gave, -1 if none. */
  long givenLength() {
    return fields.contentLength;
  }

  /** Whether the caller's fields ask for the end of the connection. */
  boolean closes() {
    return fields.close;
  }
}
