package dev.mg.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Headers of the PROXY protocol, put together from the bytes that its text names. */
final class ProxyHeaders {
  static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10};

  private ProxyHeaders() {}

  static byte[] line(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] binary(int command, int family, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int len = 0;
    for (byte[] part : parts) {
      len += part.length;
    }
    out.writeBytes(SIGNATURE);
    out.writeBytes(new byte[] {(byte) command, (byte) family, (byte) (len >> 8), (byte) len});
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  /** 203.0.113.7:4660 to 198.51.100.1:443. */
  static byte[] ip4() {
    return bytes(203, 0, 113, 7, 198, 51, 100, 1, 0x12, 0x34, 0x01, 0xBB);
  }

  /** [2001:db8::7]:65535 to [2001:db8::1]:80. */
  static byte[] ip6() {
    byte[] out = new byte[36];
    for (int i = 0; i < 32; i += 16) {
      System.arraycopy(bytes(0x20, 0x01, 0x0D, 0xB8), 0, out, i, 4);
      out[i + 15] = (byte) (i == 0 ? 7 : 1);
    }
    System.arraycopy(bytes(0xFF, 0xFF, 0, 80), 0, out, 32, 4);
    return out;
  }

  /** The paths of a unix-domain connection. */
  static byte[] unix(String from, String to) {
    byte[] out = new byte[216];
    System.arraycopy(from.getBytes(StandardCharsets.UTF_8), 0, out, 0, from.length());
    System.arraycopy(to.getBytes(StandardCharsets.UTF_8), 0, out, 108, to.length());
    return out;
  }
}
