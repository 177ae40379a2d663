package dev.mg.ws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Makes the frames of a client, and takes those of a server apart: slow, simple, and nothing of it
 * shared with the code under test. Frames that break rules can be made too.
 */
final class Frames {
  static final int FIN = 0x80;
  static final int COMPRESSED = 0x40;

  private static final byte[] KEY = {(byte) 0x37, (byte) 0xFA, 0x21, (byte) 0x3D};

  private Frames() {}

  static byte[] utf8(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] hex(String s) {
    return HexFormat.of().parseHex(s.replace(" ", ""));
  }

  static byte[] cat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] repeat(byte[] part, int n) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < n; i++) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The first {@code n} bytes. */
  static byte[] cut(byte[] bytes, int n) {
    return Arrays.copyOf(bytes, n);
  }

  /** A frame as a client sends it, length in as few bytes as it needs. */
  static byte[] client(int flags, byte[] payload) {
    return client(flags, payload, KEY);
  }

  static byte[] client(int flags, byte[] payload, byte[] key) {
    int n = payload.length;
    return cat(
        header(flags, 0x80, n, n <= 125 ? 1 : n <= 0xFFFF ? 2 : 8), key, masked(payload, key));
  }

  static byte[] text(String s) {
    return client(FIN | 1, utf8(s));
  }

  static byte[] binary(byte[] payload) {
    return client(FIN | 2, payload);
  }

  static byte[] ping(String s) {
    return client(FIN | 9, utf8(s));
  }

  static byte[] pong(String s) {
    return client(FIN | 10, utf8(s));
  }

  static byte[] close(int code, String reason) {
    return client(FIN | 8, closePayload(code, utf8(reason)));
  }

  static byte[] closePayload(int code, byte[] reason) {
    return cat(new byte[] {(byte) (code >> 8), (byte) code}, reason);
  }

  /**
   * The head of a frame without key.
   *
   * @param mask 0x80 or 0
   * @param octets the length takes: 1, 2 or 8, whether it needs them or not
   */
  static byte[] header(int flags, int mask, long length, int octets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(flags);
    if (octets == 1) {
      out.write(mask | (int) length);
    } else {
      out.write(mask | (octets == 2 ? 126 : 127));
      for (int i = octets - 1; i >= 0; i--) {
        out.write((int) (length >> 8 * i));
      }
    }
    return out.toByteArray();
  }

  /** The head of a client's frame with its key, without payload. */
  static byte[] announce(int flags, long length, int octets) {
    return cat(header(flags, 0x80, length, octets), KEY);
  }

  static byte[] masked(byte[] payload, byte[] key) {
    byte[] out = payload.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] ^= key[i % 4];
    }
    return out;
  }

  /** A frame as a server sends it. */
  static byte[] server(int flags, byte[] payload) {
    int n = payload.length;
    return cat(header(flags, 0, n, n <= 125 ? 1 : n <= 0xFFFF ? 2 : 8), payload);
  }

  /**
   * The frames of a server, described: {@code TEXT hello}, {@code BINARY 00ff}, {@code PONG x},
   * {@code CLOSE 1002}, with {@code -} before those that do not end their message.
   *
   * @throws AssertionError if they are masked, or not all there
   */
  static List<String> describe(byte[] bytes) {
    return describe(bytes, false);
  }

  /** The same of a client's, which are masked. */
  static List<String> describeMasked(byte[] bytes) {
    return describe(bytes, true);
  }

  private static List<String> describe(byte[] bytes, boolean masked) {
    List<String> out = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int flags = bytes[at] & 0xFF;
      int n = bytes[at + 1] & 0xFF;
      at += 2;
      if (n > 127 != masked) {
        throw new AssertionError("a frame with its mask bit " + !masked);
      }
      n &= 0x7F;
      if (n > 125) {
        int octets = n == 126 ? 2 : 8;
        n = 0;
        for (int i = 0; i < octets; i++) {
          n = n << 8 | bytes[at++] & 0xFF;
        }
      }
      byte[] key = masked ? Arrays.copyOfRange(bytes, at, at + 4) : new byte[4];
      at += masked ? 4 : 0;
      if (n > bytes.length - at) {
        throw new AssertionError("a frame of " + n + " bytes is cut");
      }
      out.add(describe(flags, masked(Arrays.copyOfRange(bytes, at, at + n), key)));
      at += n;
    }
    return out;
  }

  static String describe(int flags, byte[] payload) {
    String fin = (flags & FIN) == 0 ? "-" : "";
    if ((flags & COMPRESSED) != 0) {
      return "z" + describe(flags & ~COMPRESSED, inflate(payload));
    }
    String body =
        payload.length > 40
            ? " " + payload.length + " bytes"
            : payload.length == 0 ? "" : " " + new String(payload, StandardCharsets.UTF_8);
    return fin
        + switch (flags & 0x7F) {
          case 0 -> "CONTINUE" + body;
          case 1 -> "TEXT" + body;
          case 2 ->
              "BINARY"
                  + (payload.length > 40 || payload.length == 0
                      ? body
                      : " " + HexFormat.of().formatHex(payload));
          case 8 -> "CLOSE" + (payload.length < 2 ? body : " " + code(payload));
          case 9 -> "PING" + body;
          case 10 -> "PONG" + body;
          default -> "flags " + Integer.toHexString(flags);
        };
  }

  /** As RFC 7692 section 7.2.1 has it, one message alone. */
  static byte[] deflate(byte[] payload) {
    Deflater deflater = new Deflater(9, true);
    byte[] out = deflate(deflater, payload);
    deflater.end();
    return out;
  }

  /** The same with a compressor that knows the messages before. */
  static byte[] deflate(Deflater deflater, byte[] payload) {
    byte[] out = new byte[2 * payload.length + 100];
    deflater.setInput(payload);
    int n = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(out, n - 4);
  }

  static byte[] inflate(byte[] payload) {
    Inflater inflater = new Inflater(true);
    byte[] out = inflate(inflater, payload);
    inflater.end();
    return out;
  }

  /** The same with one that knows the messages before. */
  static byte[] inflate(Inflater inflater, byte[] payload) {
    try {
      inflater.setInput(cat(payload, hex("0000ffff")));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buf = new byte[1 << 16];
      for (int n = inflater.inflate(buf); n > 0; n = inflater.inflate(buf)) {
        out.write(buf, 0, n);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new AssertionError("a frame is not deflate", e);
    }
  }

  private static int code(byte[] payload) {
    return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
  }
}
