package dev.mg.ws;

/**
 * Why a request for WebSocket is refused (RFC 6455 section 4.2.1), and how: 426 where the client
 * could do better by another version or by upgrading at all, 400 where it contradicts itself.
 */
enum HandshakeRefusal {
  METHOD(405, "Allow: GET\r\n", "the method of a WebSocket handshake is GET"),
  HTTP_VERSION(400, "", "a WebSocket handshake takes HTTP/1.1"),
  BODY(400, "", "a WebSocket handshake has no body"),
  HOST(400, "", "a WebSocket handshake names its Host"),
  UPGRADE(426, HandshakeRefusal.SPOKEN, "Upgrade must hold websocket"),
  CONNECTION(400, "", "Connection must hold Upgrade"),
  WS_VERSION(426, HandshakeRefusal.SPOKEN, "Sec-WebSocket-Version must be 13"),
  KEY(400, "", "Sec-WebSocket-Key must be 16 bytes in base64, given once"),
  PROTOCOLS(400, "", "Sec-WebSocket-Protocol must be a list of different tokens"),
  EXTENSIONS(400, "", "Sec-WebSocket-Extensions is malformed");

  /** RFC 9110 section 15.5.22 asks for Upgrade in a 426, and for its name in Connection. */
  private static final String SPOKEN =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n";

  final int status;
  final String headers;

  /** For the body: one sentence. */
  final String text;

  HandshakeRefusal(int status, String headers, String text) {
    this.status = status;
    this.headers = headers;
    this.text = text;
  }
}
