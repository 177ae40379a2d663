package dev.mg.ws;

import dev.mg.MgIobuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What compression costs a manager: one compressor for all connections that keep no window, what is
 * needed to inflate the messages under way, and the buffers they go to. Between messages a
 * connection without window of its own holds nothing of it.
 *
 * <p><b>Manager's thread only.</b> When the last connection that uses compression ends, all native
 * memory is given back.
 */
final class DeflatePool {
  private static final int KEPT = 8;

  /** Larger buffers go when their message has been delivered. */
  private static final int KEPT_BYTES = 64 << 10;

  final int level;

  /** Messages shorter than this are sent as they are. */
  final int minBytes;

  private final ArrayDeque<Inflation> inflations = new ArrayDeque<>();
  private final ArrayDeque<MgIobuf> buffers = new ArrayDeque<>();
  private @Nullable Deflation shared;
  private MgIobuf compressed = new MgIobuf();
  private int users;

  /** Native compressors and decompressors that were made and not ended. */
  private int natives;

  DeflatePool(int level, int minBytes) {
    this.level = level;
    this.minBytes = minBytes;
  }

  /** Native compressors and decompressors in existence. */
  int natives() {
    return natives;
  }

  /** A connection begins to use compression. */
  void join() {
    users++;
  }

  /** A connection has ended. */
  void leave() {
    if (--users == 0) {
      while (!inflations.isEmpty()) {
        end(inflations.pop());
      }
      buffers.clear();
      compressed.free();
      Deflation d = shared;
      if (d != null) {
        shared = null;
        end(d);
      }
    }
  }

  /** A message begins. */
  Inflation begin(@Nullable Inflation own) {
    Inflation z = own != null ? own : inflations.isEmpty() ? inflation() : inflations.pop();
    z.begin(buffers.isEmpty() ? new MgIobuf() : buffers.pop());
    return z;
  }

  private Inflation inflation() {
    natives++;
    return new Inflation();
  }

  /**
   * A message is over, or the connection.
   *
   * @param keep whether the next message may refer to it
   * @return {@code z} for the next message, or null if it was taken back
   */
  @Nullable Inflation over(Inflation z, boolean keep) {
    MgIobuf out = z.over();
    if (out != null && out.capacity() <= KEPT_BYTES && buffers.size() < KEPT) {
      out.clear();
      buffers.push(out);
    }
    if (keep) {
      return z;
    }
    if (inflations.size() < KEPT) {
      z.reset();
      inflations.push(z);
    } else {
      end(z);
    }
    return null;
  }

  /** A compressor that keeps a window from message to message. */
  Deflation deflation() {
    natives++;
    return new Deflation(level);
  }

  /** The compressor of all who keep no window. */
  Deflation shared() {
    Deflation d = shared;
    if (d == null) {
      d = deflation();
      shared = d;
    }
    return d;
  }

  /** Where a message is compressed to; empty, and in use until it was copied into a frame. */
  MgIobuf compressed() {
    if (compressed.capacity() > KEPT_BYTES) {
      compressed = new MgIobuf();
    }
    compressed.clear();
    return compressed;
  }

  void end(Deflation d) {
    natives--;
    d.end();
  }

  private void end(Inflation z) {
    natives--;
    z.end();
  }
}
