package dev.mg.spi;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What all sockets share; a listener is just this. <b>Owner thread only.</b> After {@link #close}
 * only the addresses and the attachment may be asked for.
 */
public interface MgChannel {
  /** Interest and readiness: bytes, an end, a failure, or a connection to accept. */
  int READ = 1;

  /** Interest and readiness: room for bytes. */
  int WRITE = 2;

  /**
   * Replaces the kinds wanted; cheap if unchanged. Without READ no byte, end or child is delivered,
   * whatever the peer does; resets may be told late.
   */
  void interest(int ops);

  /**
   * Idempotent, silent; the descriptor is gone (and RST sent when {@code reset}) before the current
   * or else the next poll returns; bytes not flushed are lost.
   */
  void close(boolean reset);

  /** Known from creation (connect: from {@code connected} on) and still after close. */
  @Nullable SocketAddress local();

  /** Null for a listener. */
  @Nullable SocketAddress remote();

  /** What the core gave with the channel. */
  @Nullable Object attachment();

  /** Replaces the attachment. */
  void attach(@Nullable Object attachment);
}
