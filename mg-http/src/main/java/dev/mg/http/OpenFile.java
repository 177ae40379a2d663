package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgLog;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Content that is ready to be sent.
 *
 * @param base where it starts in {@code channel}
 * @param isShared whether the channel stays open for others
 * @param size in bytes
 * @param modifiedS seconds since 1970 of its last change, -1 = unknown
 * @param tag its entity tag, without quotes; changes with the content
 */
record OpenFile(
    FileChannel channel, long base, boolean isShared, long size, long modifiedS, String tag)
    implements Closeable {
  /** Appends {@code n} bytes from {@code pos} on. */
  void read(long pos, int n, MgIobuf to) throws IOException {
    to.reserve(n);
    ByteBuffer into = ByteBuffer.wrap(to.buf(), to.tail(), n);
    while (into.hasRemaining()) {
      if (channel.read(into, base + pos + n - into.remaining()) < 0) {
        throw new EOFException("it became shorter while it was read");
      }
    }
    to.commit(n);
  }

  /** Sends a range as a piece of a response; the last one passes the closing on. */
  void send(FileRequest r, long pos, long n, boolean isLast) {
    BodyWriter pieces = ServerConnection.server(r.c()).responder.pieces;
    pieces.sendFile(r.c(), r.s(), channel, base + pos, n, isLast && !isShared);
  }

  @Override
  public void close() {
    if (!isShared) {
      try {
        channel.close();
      } catch (IOException e) {
        MgLog.error("closing a file that was served failed", e);
      }
    }
  }
}
