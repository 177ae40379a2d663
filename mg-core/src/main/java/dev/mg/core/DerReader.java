package dev.mg.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the elements of DER (X.690), one level deep: enough of it to know a key's algorithm.
 * Every length is checked against what is there; what is not DER is null, never an exception.
 */
final class DerReader {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;

  /** Context-specific and constructed: {@code [n]} of an ASN.1 module. */
  static final int CONTEXT = 0xA0;

  private static final int MAX_LENGTH_BYTES = 4;
  private static final int MAX_OID_BYTES = 64;

  private final byte[] buf;
  private final int end;
  private int at;

  DerReader(byte[] buf) {
    this(buf, 0, buf.length);
  }

  private DerReader(byte[] buf, int from, int end) {
    this.buf = buf;
    this.end = end;
    at = from;
  }

  boolean isAtEnd() {
    return at == end;
  }

  /** The tag of the next element, -1 at the end. */
  int peek() {
    return at < end ? buf[at] & 0xFF : -1;
  }

  /** What is within the next element, which has to have this tag; else null. */
  @Nullable DerReader enter(int tag) {
    int from = at + headerBytes(tag);
    if (from == at) {
      return null;
    }
    int length = length();
    at = from + length;
    return new DerReader(buf, from, at);
  }

  /** The next element whole, whatever it is; null if there is none. */
  byte @Nullable [] element() {
    int from = at;
    return enter(peek()) == null ? null : Arrays.copyOfRange(buf, from, at);
  }

  /** The content of the next element, which has to have this tag; else null. */
  byte @Nullable [] content(int tag) {
    DerReader in = enter(tag);
    return in == null ? null : Arrays.copyOfRange(buf, in.at, in.end);
  }

  /** The next element as a small number that is not negative; -1 if it is none. */
  int number() {
    byte[] content = content(INTEGER);
    if (content == null || content.length == 0 || content.length > 4 || content[0] < 0) {
      return -1;
    }
    int v = 0;
    for (byte b : content) {
      v = v << 8 | b & 0xFF;
    }
    return v;
  }

  /** The next element as an object identifier in dots; null if it is none. */
  @Nullable String oid() {
    byte[] content = content(OID);
    if (content == null || content.length == 0 || content.length > MAX_OID_BYTES) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    long v = 0;
    for (byte b : content) {
      if (v >= 1L << 49) {
        return null;
      }
      v = v << 7 | b & 0x7F;
      if (b >= 0) {
        if (out.length() == 0) {
          long first = Math.min(v / 40, 2);
          out.append(first).append('.').append(v - 40 * first);
        } else {
          out.append('.').append(v);
        }
        v = 0;
      }
    }
    return content[content.length - 1] < 0 ? null : out.toString();
  }

  /** The length that the header at {@code at} tells; -1 if it is not one, or does not fit. */
  private int length() {
    if (end - at < 2) {
      return -1;
    }
    int first = buf[at + 1] & 0xFF;
    if (first < 0x80) {
      return first <= end - at - 2 ? first : -1;
    }
    int n = first & 0x7F;
    if (n == 0 || n > MAX_LENGTH_BYTES || n > end - at - 2) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < n; i++) {
      length = length << 8 | buf[at + 2 + i] & 0xFF;
    }
    return length <= end - at - 2 - n ? (int) length : -1;
  }

  /** Bytes before the content of the next element, 0 if it is not one of this tag. */
  private int headerBytes(int tag) {
    if (tag < 0 || peek() != tag || length() < 0) {
      return 0;
    }
    int first = buf[at + 1] & 0xFF;
    return first < 0x80 ? 2 : 2 + (first & 0x7F);
  }
}
