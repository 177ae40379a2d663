package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import org.jspecify.annotations.Nullable;

/** What HTTP knows about one connection, whichever side of it this is. */
abstract class HttpConnection {
  /** Whether a handler runs that this connection's parsing called. */
  boolean isDispatching;

  /** Whether the deadline of an incomplete body runs. */
  boolean isStalling;

  /** Whether a timer looks after a body that the handler has paused. */
  boolean isWatched;

  /**
   * The state of {@code c}.
   *
   * @throws IllegalStateException on another thread than the manager's
   * @throws MgException if it does not speak HTTP, or not any more
   */
  static HttpConnection of(MgConnection c) {
    c.checkThread();
    if (c.pfnData() instanceof HttpConnection s) {
      return s;
    }
    throw new MgException("connection " + c.id() + " does not speak HTTP, or not any more");
  }

  /** The message being received; null if there is none. */
  abstract @Nullable IncomingMessage incoming();

  /** More bytes have come. */
  final void received(long bytes) {
    IncomingMessage m = incoming();
    if (m != null) {
      m.progress += bytes;
    }
  }

  /** Whether a body is being received. */
  abstract boolean isInBody();

  /** The body of the message whose head is being told is to come in pieces. */
  abstract void stream(MgConnection c);

  /** One piece of the body being sent; the empty one ends it. */
  abstract void writeChunk(MgConnection c, byte[] b, int off, int n);

  /** As {@link #writeChunk}, formatted. */
  abstract void printfChunk(MgConnection c, String fmt, @Nullable Object[] args);
}
