package dev.mg.ws;

import dev.mg.MgIobuf;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The inflating of a peer's messages (RFC 7692 section 7.2.2), payload by payload as it arrives.
 *
 * <p>A block with BFINAL set ends a stream, and a new one starts at the next octet, with nothing to
 * refer to (section 7.2.3.4). The window is always the largest there is, which reads what was made
 * with any smaller one.
 *
 * <p>Holds native memory until {@link #end}. No method keeps the array it was given.
 */
final class Inflation {
  /** Compressed bytes of a part of a message that is streamed: at most 1032 times as many come. */
  static final int SLICE_BYTES = 1024;

  private static final int STEP_BYTES = 4096;
  private static final byte[] NONE = new byte[0];

  /**
   * What the sender took off the end, and an empty last block without compression after it: only
   * where the message was complete it is the end of the stream, and makes no byte.
   */
  private static final byte[] LAST_TAIL = {0, 0, -1, -1, 1, 0, 0, -1, -1};

  /**
   * The same for who keeps the window, which the end of a stream would cost: empty blocks that are
   * not the last, so many that where the message was cut they make a byte or an error. The code
   * lengths of a block are the longest that can swallow them silently, at 2,283 bits.
   */
  private static final byte[] KEEPING_TAIL = keepingTail(60);

  private final Inflater inflater = new Inflater(true);

  /** What came out of the message under way; null between messages. */
  private @Nullable MgIobuf out;

  private static byte[] keepingTail(int blocks) {
    byte[] tail = new byte[4 + 5 * blocks];
    for (int at = 2; at < tail.length; at += 5) {
      tail[at] = -1;
      tail[at + 1] = -1;
    }
    return tail;
  }

  /** A message begins, and goes to {@code to}. */
  void begin(MgIobuf to) {
    out = to;
  }

  /** What was inflated and not taken yet; there is a message. */
  MgIobuf out() {
    MgIobuf to = out;
    if (to == null) {
      throw new IllegalStateException("no compressed message is under way");
    }
    return to;
  }

  /**
   * Inflates {@code buf[off .. off + n)} to the end of {@link #out}.
   *
   * @param max what {@code out} may hold; one byte more is the last that is inflated
   * @return 0 or a {@link Violation#answer}
   */
  int feed(byte[] buf, int off, int n, int max) {
    MgIobuf to = out();
    inflater.setInput(buf, off, n);
    long told = inflater.getBytesWritten();
    try {
      boolean more = true;
      while (more) {
        if (inflater.finished()) {
          int left = inflater.getRemaining();
          if (left == 0) {
            break;
          }
          inflater.reset();
          inflater.setInput(buf, off + n - left, left);
          told = 0;
        }
        int step = (int) Math.min(STEP_BYTES, max - (long) to.len() + 1);
        to.reserve(step);
        int room = (int) Math.min(to.capacity() - to.tail(), max - (long) to.len() + 1);
        int got = inflater.inflate(to.buf(), to.tail(), room);
        to.commit(got);
        told += got;
        if (to.len() > max) {
          return Violation.TOO_BIG.answer();
        }
        more = got == room || inflater.finished();
      }
      return 0;
    } catch (DataFormatException e) {
      // What came before the error counts, or the answer would depend on how the data were cut.
      long all = to.len() + inflater.getBytesWritten() - told;
      return (all > max ? Violation.TOO_BIG : Violation.DEFLATE_DATA).answer();
    } finally {
      inflater.setInput(NONE);
    }
  }

  /**
   * The message is complete: 0, or a {@link Violation#answer} if its data are not.
   *
   * @param keep whether the next message may refer to it; if not, {@link #reset} has to follow
   */
  int finish(boolean keep) {
    MgIobuf to = out();
    int before = to.len();
    byte[] tail = keep ? KEEPING_TAIL : LAST_TAIL;
    int wrong = feed(tail, 0, tail.length, MgIobuf.MAX_BYTES - 1);
    if (wrong != 0) {
      return wrong;
    }
    boolean isWhole = to.len() == before && inflater.finished() != keep;
    return isWhole ? 0 : Violation.DEFLATE_DATA.answer();
  }

  /** The message was delivered; returns where it went, which is the caller's again. */
  @Nullable MgIobuf over() {
    MgIobuf was = out;
    out = null;
    return was;
  }

  /** The next message refers to none before it. */
  void reset() {
    inflater.reset();
  }

  /** Gives the native memory back. */
  void end() {
    inflater.end();
  }
}
