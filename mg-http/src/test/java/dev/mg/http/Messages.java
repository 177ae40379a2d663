package dev.mg.http;

import java.nio.charset.StandardCharsets;

/** Requests for tests of what reads them. */
final class Messages {
  private Messages() {}

  /** A GET of {@code target} with these header lines, one char a byte. */
  static MgHttpMessage get(String target, String... lines) {
    return parse("GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
  }

  /** A POST of {@code body}, one char a byte. */
  static MgHttpMessage post(String type, String body) {
    String head = "POST / HTTP/1.1\r\nContent-Type: " + type + "\r\n";
    return parse(head + "Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private static MgHttpMessage parse(String wire) {
    // The head event of a message without fields would end one line early.
    byte[] bytes =
        wire.replace("1.1\r\n\r\n\r\n", "1.1\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    MgHttpMessage hm = new MgHttpMessage();
    if (MgHttp.parse(bytes, hm) <= 0) {
      throw new IllegalArgumentException("not a message: " + wire);
    }
    return hm;
  }
}
