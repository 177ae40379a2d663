package dev.mg.core;

import dev.mg.MgNetException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Why a server does not begin a handshake, and what it tells the peer in the clear, there being no
 * engine yet that could.
 */
record TlsRefusal(MgNetException why, byte[] answer) {
  private static final int DECODE_ERROR = 50;
  private static final int PROTOCOL_VERSION = 70;
  private static final int INTERNAL_ERROR = 80;
  private static final int NO_APPLICATION_PROTOCOL = 120;

  private static final int SHOWN_PROTOCOLS = 4;

  private static final String BODY = "This port speaks TLS: use https://\n";

  /** Somebody left the s out of https. */
  static TlsRefusal plainHttp() {
    String answer =
        "HTTP/1.0 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
            + BODY.length()
            + "\r\nConnection: close\r\n\r\n"
            + BODY;
    return new TlsRefusal(
        why("the peer sent a request of plain HTTP to a port that speaks TLS"),
        answer.getBytes(StandardCharsets.US_ASCII));
  }

  static TlsRefusal notTls() {
    return alert(PROTOCOL_VERSION, why("the peer does not speak TLS"));
  }

  static TlsRefusal broken() {
    return alert(DECODE_ERROR, why("the peer's ClientHello is malformed or too long"));
  }

  /** RFC 7301 section 3.2. */
  static TlsRefusal noProtocol(List<String> theirs, List<String> ours) {
    // What somebody may have made up is not to fill the log, nor to draw in it.
    String shown = theirs.subList(0, Math.min(theirs.size(), SHOWN_PROTOCOLS)).toString();
    return alert(
        NO_APPLICATION_PROTOCOL,
        why(
            "the peer offers the application protocols "
                + shown.replaceAll("[^ -~]", "?")
                + (theirs.size() > SHOWN_PROTOCOLS ? " and others" : "")
                + ", none of which is of "
                + ours));
  }

  static TlsRefusal failed(MgNetException why) {
    return alert(INTERNAL_ERROR, why);
  }

  private static MgNetException why(String text) {
    return new MgNetException(MgNetException.Kind.TLS, text, null);
  }

  /** A fatal one (RFC 8446 section 6). */
  private static TlsRefusal alert(int description, MgNetException why) {
    return new TlsRefusal(
        why,
        new byte[] {TlsInput.ALERT, TlsInput.MAJOR, TlsInput.MAJOR, 0, 2, 2, (byte) description});
  }
}
