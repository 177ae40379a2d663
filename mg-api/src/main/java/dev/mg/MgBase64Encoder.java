package dev.mg;

import java.nio.charset.StandardCharsets;

/**
 * Base64 (RFC 4648 section 4, with padding) of bytes that come in pieces, appended to a buffer. Not
 * thread safe.
 */
public final class MgBase64Encoder {
  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          .getBytes(StandardCharsets.US_ASCII);

  private final MgIobuf out;

  /** Up to two bytes that wait for a third. */
  private int held;

  private int heldBytes;

  /** Appends to {@code out}. */
  public MgBase64Encoder(MgIobuf out) {
    this.out = out;
  }

  /** Encodes {@code src}; up to two bytes of it wait for the next call. */
  public void update(byte[] src) {
    update(src, 0, src.length);
  }

  /** Encodes {@code src[off .. off + len)}; up to two bytes of it wait for the next call. */
  public void update(byte[] src, int off, int len) {
    int i = off;
    int end = off + len;
    while (heldBytes != 0 && i < end) {
      hold(src[i++]);
    }
    int whole = (end - i) / 3;
    out.reserve(Math.multiplyExact(4, whole));
    byte[] buf = out.buf();
    int to = out.tail();
    for (int last = i + 3 * whole; i < last; i += 3, to += 4) {
      put(buf, to, (src[i] & 0xFF) << 16 | (src[i + 1] & 0xFF) << 8 | src[i + 2] & 0xFF);
    }
    out.commit(4 * whole);
    while (i < end) {
      hold(src[i++]);
    }
  }

  /** Ends the text with what is held and its padding; the encoder can be used anew then. */
  public void finish() {
    if (heldBytes == 0) {
      return;
    }
    int bytes = heldBytes;
    while (heldBytes != 0) {
      hold((byte) 0);
    }
    out.truncate(out.len() - (3 - bytes));
    for (int i = bytes; i < 3; i++) {
      out.addByte('=');
    }
  }

  private void hold(byte b) {
    held = held << 8 | b & 0xFF;
    if (++heldBytes == 3) {
      out.reserve(4);
      put(out.buf(), out.tail(), held);
      out.commit(4);
      held = 0;
      heldBytes = 0;
    }
  }

  private static void put(byte[] buf, int to, int bits) {
    buf[to] = ALPHABET[bits >> 18 & 63];
    buf[to + 1] = ALPHABET[bits >> 12 & 63];
    buf[to + 2] = ALPHABET[bits >> 6 & 63];
    buf[to + 3] = ALPHABET[bits & 63];
  }
}
