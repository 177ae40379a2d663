package dev.mg.bench.micro;

import java.nio.ByteBuffer;

/** What a WebSocket client sends. */
public final class WsOctets {
  private static final int MASKED = 0x80;
  private static final int FIN_BINARY = 0x82;
  private static final int RSV1 = 0x40;
  private static final int SHORT = 125;
  private static final int MAX_HEAD_BYTES = 14;
  private static final byte[] KEY = {1, 2, 3, 4};

  private WsOctets() {}

  /**
   * A request for an upgrade.
   *
   * @param more fields, each with the CRLF that ends it
   */
  static byte[] handshake(String more) {
    return Octets.ascii(
        "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + more
            + "\r\n");
  }

  /** A binary message in one frame, masked. */
  public static byte[] binary(byte[] payload) {
    return frame(FIN_BINARY, payload);
  }

  /** A binary message in one frame, masked, that is compressed already (RFC 7692). */
  static byte[] compressed(byte[] deflated) {
    return frame(FIN_BINARY | RSV1, deflated);
  }

  private static byte[] frame(int first, byte[] payload) {
    int n = payload.length;
    ByteBuffer to = ByteBuffer.allocate(MAX_HEAD_BYTES + n).put((byte) first);
    if (n <= SHORT) {
      to.put((byte) (MASKED | n));
    } else if (n <= 0xFFFF) {
      to.put((byte) (MASKED | 126)).putShort((short) n);
    } else {
      to.put((byte) (MASKED | 127)).putLong(n);
    }
    to.put(KEY);
    for (int i = 0; i < n; i++) {
      to.put((byte) (payload[i] ^ KEY[i & 3]));
    }
    byte[] frame = new byte[to.position()];
    to.flip().get(frame);
    return frame;
  }
}
