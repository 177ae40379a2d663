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

  /** Lets go of the payload, and of room that few messages need. */
  void end() {
    data = NOTHING;
    if (plain.capacity() > KEPT_BYTES) {
      plain.free();
    } else {
      plain.clear();
    }
  }
}
