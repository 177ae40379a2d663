package dev.mg.core;

import java.io.ByteArrayOutputStream;

/** Writes the little DER (X.690) it takes to put a key of one form into another. */
final class DerWriter {
  private static final byte[] VERSION_0 = {DerReader.INTEGER, 1, 0};

  private DerWriter() {}

  /** An element of {@code tag} with these parts as its content, one after the other. */
  static byte[] element(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int n = 4 - Integer.numberOfLeadingZeros(length) / 8;
      out.write(0x80 | n);
      for (int i = n - 1; i >= 0; i--) {
        out.write(length >> 8 * i);
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** PrivateKeyInfo (RFC 5208 section 5). */
  static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return element(
        DerReader.SEQUENCE,
        VERSION_0,
        element(DerReader.SEQUENCE, algorithm),
        element(DerReader.OCTET_STRING, key));
  }
}
