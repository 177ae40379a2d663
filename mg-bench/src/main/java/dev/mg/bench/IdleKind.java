package dev.mg.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** What idle connections have said before they fell silent. */
enum IdleKind {
  /** One request. */
  HTTP("connections"),

  /** The same over TLS. */
  HTTPS("TLS connections"),

  /** A handshake (RFC 6455 section 4.1), and one message. */
  WS("WebSockets"),

  /** The same with permessage-deflate, no window kept (RFC 7692), and a message compressed. */
  WS_DEFLATE("WebSockets that compress");

  static final List<String> NAMES = Stream.of(values()).map(IdleKind::word).toList();

  /** The JDK's engines hold so much that they would not fit into the heap of all servers. */
  static final int TLS_MOST = 1_000;

  private static final int MESSAGE_BYTES = 1_000;

  /** What the compressor ends with and the message does not have (RFC 7692 section 7.2.1). */
  private static final int TAIL_BYTES = 4;

  private static final int FIN = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final int MASKED = 0x80;
  private static final int TEXT = 1;

  /** In the report. */
  final String plural;

  IdleKind(String plural) {
    this.plural = plural;
  }

  /** On the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static IdleKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  boolean isWebSocket() {
    return this == WS || this == WS_DEFLATE;
  }

  boolean isTls() {
    return this == HTTPS;
  }

  /** How many of so many there are to be. */
  int of(int wanted) {
    return isTls() ? Math.min(wanted, TLS_MOST) : wanted;
  }

  byte[] request() {
    String request =
        switch (this) {
          case HTTP, HTTPS -> "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1\r\n";
          case WS -> handshake();
          case WS_DEFLATE ->
              handshake()
                  + "Sec-WebSocket-Extensions: permessage-deflate;"
                  + " server_no_context_takeover; client_no_context_takeover\r\n";
        };
    return (request + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static String handshake() {
    return "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
  }

  /** What the answer to that ends with. */
  String end() {
    return isWebSocket() ? "\r\n\r\n" : "Hello, World!";
  }

  /** A message that is sent back, in a frame whose masking key is 0. */
  byte[] frame() {
    byte[] payload = new byte[MESSAGE_BYTES];
    Arrays.fill(payload, (byte) 'x');
    payload = this == WS_DEFLATE ? deflated(payload) : Arrays.copyOf(payload, 5);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(flags());
    frame.write(MASKED | payload.length);
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /** The first octet of that frame, and of the one that comes back. */
  int flags() {
    return FIN | TEXT | (this == WS_DEFLATE ? COMPRESSED : 0);
  }

  private static byte[] deflated(byte[] payload) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(payload);
    byte[] out = new byte[payload.length];
    int n = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, n - TAIL_BYTES);
  }
}
