package dev.mg.core;

import java.nio.charset.StandardCharsets;

/**
 * Reads numbers and vectors of TLS's presentation language (RFC 8446 section 3). Past its end it is
 * broken: then it is empty, and gives zeros.
 */
final class TlsVector {
  private final byte[] buf;
  private final int end;
  private int at;
  private boolean broken;

  TlsVector(byte[] buf, int from, int end) {
    this.buf = buf;
    this.end = end;
    at = from;
  }

  boolean isEmpty() {
    return at == end;
  }

  boolean isBroken() {
    return broken;
  }

  /** Passes over {@code n} bytes; false if there are fewer. */
  boolean skip(int n) {
    if (n > end - at) {
      broken = true;
      at = end;
      return false;
    }
    at += n;
    return true;
  }

  int u8() {
    return skip(1) ? buf[at - 1] & 0xff : 0;
  }

  int u16() {
    return skip(2) ? (buf[at - 2] & 0xff) << 8 | buf[at - 1] & 0xff : 0;
  }

  /** A vector with one byte of length. */
  TlsVector vector8() {
    return vector(u8());
  }

  /** A vector with two bytes of length. */
  TlsVector vector16() {
    return vector(u16());
  }

  private TlsVector vector(int n) {
    return skip(n) ? new TlsVector(buf, at - n, at) : new TlsVector(buf, end, end);
  }

  /** What is left, a character a byte. */
  String latin1() {
    return new String(buf, at, end - at, StandardCharsets.ISO_8859_1);
  }
}
