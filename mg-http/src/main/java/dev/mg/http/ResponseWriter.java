package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import java.nio.charset.StandardCharsets;

/**
 * Writes the heads of responses into a connection's {@code send}. One a manager; it remembers
 * nothing of a response but what its caller's fields said, until the next one begins.
 */
final class ResponseWriter {
  private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
  private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
  private static final byte[] SWITCHING = ascii("HTTP/1.1 101 Switching Protocols\r\n");

  private final MgManager mgr;
  private final DateField date;
  private final CallerFields fields = new CallerFields();

  ResponseWriter(MgManager mgr, DateField date) {
    this.mgr = mgr;
    this.date = date;
  }

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Status line and fields, those about the body left out.
   *
   * @param headers as {@link CallerFields#copy} takes them
   * @param mayKeep whether the connection could stay open after this response
   * @param http10 whether the request was of HTTP/1.0, which has to be told that it does
   * @return whether it stays open
   */
  boolean begin(MgIobuf out, int status, String headers, boolean mayKeep, boolean http10) {
    out.add(StatusLines.of(status));
    fields.copy(headers, out);
    if (!fields.hasDate) {
      date.write(out, mgr.nowMs());
    }
    boolean keep = mayKeep && !fields.close;
    if (!keep) {
      MessageWriter.close(out);
    } else if (http10) {
      out.add(KEEP_ALIVE);
    }
    return keep;
  }

  /** The Content-Length the caller's fields gave, -1 if none. */
  long givenLength() {
    return fields.contentLength;
  }

  /** The last chunk, with the caller's trailers. */
  void lastChunk(MgIobuf out, String trailers) {
    if (trailers.isEmpty()) {
      MessageWriter.lastChunk(out);
    } else {
      MessageWriter.startOfChunk(out, 0);
      fields.copy(trailers, out);
      refuseFraming("trailers");
      MessageWriter.endWithout(out);
    }
  }

  private void refuseFraming(String where) {
    if (fields.contentLength >= 0 || fields.close) {
      throw new MgException("Content-Length and Connection: close do not go with " + where);
    }
  }

  /** A whole interim response, 100 to 199 without 101, with the caller's fields. */
  void interim(MgIobuf out, int status, String headers) {
    out.add(StatusLines.interim(status));
    fields.copy(headers, out);
    refuseFraming("an interim response");
    MessageWriter.endWithout(out);
  }

  /** 100 (Continue). */
  static void goOn(MgIobuf out) {
    out.add(CONTINUE);
  }

  /** 101 (Switching Protocols) with the caller's fields, which are all it has. */
  void switching(MgIobuf out, String headers) {
    out.add(SWITCHING);
    fields.copy(headers, out);
    refuseFraming("101 (Switching Protocols)");
    MessageWriter.endWithout(out);
  }

  /** A whole response that tells why a request was refused; the connection closes after it. */
  void refuse(MgIobuf out, Refusal why, boolean head) {
    begin(out, why.status, "Content-Type: text/plain\r\n", false, false);
    byte[] body =
        (why.status + " " + StatusLines.reason(why.status) + ": " + why.why + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    MessageWriter.endWithLength(out, body.length);
    if (!head) {
      out.add(body);
    }
  }
}
