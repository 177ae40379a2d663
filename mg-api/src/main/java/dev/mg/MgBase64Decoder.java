package dev.mg;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strict base64 (RFC 4648 section 4) that comes in pieces, its bytes appended to a buffer: padding
 * is required, bits it leaves over are zero, and nothing but the alphabet is taken, no line ends
 * either. Not thread safe.
 */
public final class MgBase64Decoder {
  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    byte[] alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < alphabet.length; i++) {
      VALUES[alphabet[i]] = (byte) i;
    }
  }

  private final MgIobuf out;
  private int bits;

  /** Characters of the group of four at hand, its padding not counted. */
  private int chars;

  private int padding;
  private boolean failed;

  /** Appends to {@code out}. */
  public MgBase64Decoder(MgIobuf out) {
    this.out = out;
  }

  /** As {@link #update(byte[], int, int)}, with all of {@code src}. */
  public boolean update(byte[] src) {
    return update(src, 0, src.length);
  }

  /**
   * Decodes {@code src[off .. off + len)}; up to three characters of it wait for the next call.
   *
   * @return false if this or an earlier piece is not base64; what was decoded before that is in the
   *     buffer
   */
  public boolean update(byte[] src, int off, int len) {
    out.reserve(len / 4 * 3 + 3);
    int from = chars == 0 && padding == 0 && !failed ? groups(src, off, off + len) : off;
    for (int i = from; i < off + len && !failed; i++) {
      int value = VALUES[src[i] & 0xFF];
      if (value >= 0 && padding == 0) {
        bits = bits << 6 | value;
        if (++chars == 4) {
          out.addByte(bits >> 16);
          out.addByte(bits >> 8);
          out.addByte(bits);
          chars = 0;
        }
      } else {
        failed = src[i] != '=' || !pad();
      }
    }
    return !failed;
  }

  /** Decodes whole groups of four as long as there are; returns where it stopped. */
  private int groups(byte[] src, int from, int end) {
    byte[] to = out.buf();
    int at = out.tail();
    int i = from;
    for (; end - i >= 4; i += 4) {
      // Negative if one of the four is: -1 has its highest bits set wherever it is shifted to.
      int group =
          VALUES[src[i] & 0xFF] << 18
              | VALUES[src[i + 1] & 0xFF] << 12
              | VALUES[src[i + 2] & 0xFF] << 6
              | VALUES[src[i + 3] & 0xFF];
      if (group < 0) {
        break;
      }
      to[at] = (byte) (group >> 16);
      to[at + 1] = (byte) (group >> 8);
      to[at + 2] = (byte) group;
      at += 3;
    }
    out.commit(at - out.tail());
    return i;
  }

  /** One padding character; whether it may stand there. */
  private boolean pad() {
    padding++;
    if (chars < 2 || chars + padding > 4) {
      return false;
    }
    if (chars + padding == 4) {
      int unused = chars == 2 ? 4 : 2;
      if ((bits & (1 << unused) - 1) != 0) {
        return false;
      }
      int whole = bits >> unused;
      if (chars == 3) {
        out.addByte(whole >> 8);
      }
      out.addByte(whole);
    }
    return true;
  }

  /** Ends the text: whether it was base64, whole. The decoder can be used anew then. */
  public boolean finish() {
    boolean whole = !failed && (chars == 0 || chars + padding == 4);
    bits = 0;
    chars = 0;
    padding = 0;
    failed = false;
    return whole;
  }
}
