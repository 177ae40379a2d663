package dev.mg.ws;

import dev.mg.MgIobuf;
import java.util.zip.Deflater;

/**
 * The deflating of our messages (RFC 7692 section 7.2.1).
 *
 * <p>The platform's compressor always looks back over 32 KiB. Where the peer has allowed a smaller
 * window it gets what it can have all the same: pieces no longer than the window, each compressed
 * without a look at those before it, so that no distance is longer.
 *
 * <p>Holds native memory until {@link #end}. Does not keep the array it was given.
 */
final class Deflation {
  /** The window of the platform's compressor, as the exponent of two. */
  static final int MAX_BITS = 15;

  private static final int STEP_BYTES = 4096;
  private static final int TAIL_BYTES = 4;
  private static final byte[] NONE = new byte[0];

  private final Deflater deflater;

  /** A compressor of that level, 1 to 9. */
  Deflation(int level) {
    deflater = new Deflater(level, true);
  }

  /**
   * Appends the compressed form of {@code buf[off .. off + len)} to {@code to}, without the four
   * octets that end each (section 7.2.1).
   *
   * @param bits the window's size as the exponent of two
   * @param keep whether the next message may refer to this one
   */
  void compress(byte[] buf, int off, int len, MgIobuf to, int bits, boolean keep) {
    pieces(buf, off, len, to, bits, keep);
    to.truncate(to.len() - TAIL_BYTES);
  }

  /**
   * The same with a part of a message: what all parts have appended is the compressed form of the
   * whole. Each ends on an octet, so that it can be read without the next.
   *
   * @param last whether the message ends with it
   */
  void part(byte[] buf, int off, int len, MgIobuf to, int bits, boolean keep, boolean last) {
    if (len > 0) {
      pieces(buf, off, len, to, bits, keep);
      to.truncate(last ? to.len() - TAIL_BYTES : to.len());
    } else if (last) {
      // What is left of an empty block, as the compressor would not make a second one (7.2.3.6).
      to.addByte(0);
    }
  }

  private void pieces(byte[] buf, int off, int len, MgIobuf to, int bits, boolean keep) {
    int at = off;
    int end = off + len;
    do {
      int n = bits < MAX_BITS ? Math.min(end - at, 1 << bits) : end - at;
      piece(buf, at, n, to);
      at += n;
      if (!keep || bits < MAX_BITS) {
        deflater.reset();
      }
    } while (at < end);
    deflater.setInput(NONE);
  }

  private void piece(byte[] buf, int off, int n, MgIobuf to) {
    deflater.setInput(buf, off, n);
    boolean more = true;
    while (more) {
      to.reserve(STEP_BYTES);
      int room = to.capacity() - to.tail();
      int got = deflater.deflate(to.buf(), to.tail(), room, Deflater.SYNC_FLUSH);
      to.commit(got);
      more = got == room;
    }
  }

  /** The peer did not get what was compressed last: nothing may refer to it. */
  void reset() {
    deflater.reset();
  }

  /** Gives the native memory back. */
  void end() {
    deflater.end();
  }
}
