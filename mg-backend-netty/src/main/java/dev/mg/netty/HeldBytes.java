package dev.mg.netty;

import dev.mg.MgIobuf;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline has delivered and the core has not read, in order: mostly one buffer, more if a
 * handler makes several of one. It owns the buffers it is given. <b>Owner thread only.</b>
 */
final class HeldBytes {
  private @Nullable ByteBuf first;
  private @Nullable ArrayDeque<ByteBuf> more;

  boolean isEmpty() {
    return first == null;
  }

  /** Takes over {@code buf}, which is not empty. */
  void add(ByteBuf buf) {
    if (first == null) {
      first = buf;
      return;
    }
    if (more == null) {
      more = new ArrayDeque<>();
    }
    more.add(buf);
  }

  /** Appends at most {@code max} bytes to {@code dst}, of one buffer; returns how many. */
  int moveTo(MgIobuf dst, int max) {
    ByteBuf buf = first;
    if (buf == null) {
      return 0;
    }
    int n = Math.min(max, buf.readableBytes());
    dst.reserve(n);
    buf.readBytes(dst.buf(), dst.tail(), n);
    dst.commit(n);
    if (!buf.isReadable()) {
      buf.release();
      first = more == null ? null : more.poll();
    }
    return n;
  }

  /** Gives all back. */
  void release() {
    if (first != null) {
      first.release();
      first = null;
    }
    if (more != null) {
      more.forEach(ByteBuf::release);
      more = null;
    }
  }
}
