package dev.mg.ws;

import dev.mg.MgIobuf;

/**
 * A message on its way to many connections: each form of its frame is made at the first connection
 * that wants it, and copied by all. <b>Manager's thread only;</b> one a manager, used again.
 */
final class SharedFrame {
  private static final byte[] NOTHING = {};

  /** Longer buffers are not kept from one message to the next. */
  static final int KEPT_BYTES = 64 << 10;

  private final byte[] head;
  private final MgIobuf plain = new MgIobuf();
  private final MgIobuf compressed = new MgIobuf();

  /** FIN and opcode. */
  int flags;

  /** The payload, borrowed until {@link #end}. */
  byte[] data = NOTHING;

  int off;
  int len;

  SharedFrame(WsShared shared) {
    head = shared.head;
  }

  void begin(int op, byte[] payload, int from, int n) {
    flags = FrameHeader.FIN | op;
    data = payload;
    off = from;
    len = n;
  }

  /** No form of it is longer. */
  long mostBytes() {
    return FrameWriter.MAX_BYTES + (long) len;
  }

  /** The frame without mask and compression. */
  MgIobuf plain() {
    if (plain.isEmpty()) {
      int n = FrameWriter.header(head, flags, len);
      plain.reserve(n + len);
      plain.add(head, 0, n);
      plain.add(data, off, len);
    }
    return plain;
  }

  /** The frame without mask, compressed for those who keep no window, if that is of use. */
  MgIobuf compressed(DeflatePool pool) {
    if (compressed.isEmpty() && len > 0 && len >= pool.minBytes) {
      MgIobuf small = pool.compressed();
      pool.shared().compress(data, off, len, small, Deflation.MAX_BITS, false);
      if (small.len() < len) {
        int n = FrameWriter.header(head, flags | FrameHeader.COMPRESSED, small.len());
        compressed.add(head, 0, n);
        compressed.add(small);
      } else {
        compressed.add(plain());
      }
    }
    return compressed.isEmpty() ? plain() : compressed;
  }

  /** Lets go of the payload, and of room that few messages need. */
  void end() {
    data = NOTHING;
    end(plain);
    end(compressed);
  }

  private static void end(MgIobuf form) {
    if (form.capacity() > KEPT_BYTES) {
      form.free();
    } else {
      form.clear();
    }
  }
}
