package dev.mg.testkit;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Feeds bytes in all the ways a stream may bring them: whole, byte by byte, split at every offset,
 * twice at once. What a parser or a connection makes of them must be the same each time.
 *
 * <pre>{@code
 * Dribbler.everyWay(request, () -> new Dribbler.Subject() {
 *   final Parser parser = new Parser();
 *   public void feed(byte[] bytes, int off, int len) { parser.add(bytes, off, len); }
 *   public void end(int times) { assertEquals(times, parser.requests()); }
 * });
 * }</pre>
 */
public final class Dribbler {
  private Dribbler() {}

  /** Takes bytes. */
  @FunctionalInterface
  public interface Sink {
    /** The next bytes, {@code len} at least 1; the array may be used again afterwards. */
    void feed(byte[] bytes, int off, int len) throws Exception;
  }

  /** What is fed and then looked at; new for each way. */
  public interface Subject extends Sink {
    /**
     * All has been fed: throws unless the outcome is right.
     *
     * @param times how often the message was fed: 1 or 2
     */
    void end(int times) throws Exception;
  }

  /** Feeds all at once. */
  public static void whole(byte[] message, Sink to) throws Exception {
    feed(message, 0, message.length, to);
  }

  /** Feeds one byte at a time. */
  public static void byteByByte(byte[] message, Sink to) throws Exception {
    pieces(message, 1, to);
  }

  /** Feeds {@code size} bytes at a time, and then what is left. */
  public static void pieces(byte[] message, int size, Sink to) throws Exception {
    for (int at = 0; at < message.length; at += size) {
      feed(message, at, Math.min(size, message.length - at), to);
    }
  }

  /** Feeds the first {@code at} bytes, then the others. */
  public static void splitAt(byte[] message, int at, Sink to) throws Exception {
    feed(message, 0, at, to);
    feed(message, at, message.length - at, to);
  }

  /** In an array with something else around it, so that a look past the end finds it. */
  private static void feed(byte[] message, int off, int len, Sink to) throws Exception {
    if (len > 0) {
      byte[] padded = new byte[len + 2];
      Arrays.fill(padded, (byte) '\n');
      System.arraycopy(message, off, padded, 1, len);
      to.feed(padded, 1, len);
    }
  }

  /**
   * Feeds the message in every way, each to a subject of its own.
   *
   * @throws AssertionError naming the way, with what the subject threw as the cause
   */
  public static void everyWay(byte[] message, Supplier<? extends Subject> fresh) {
    attempt("whole", message, 1, fresh, Dribbler::whole);
    attempt("byte by byte", message, 1, fresh, Dribbler::byteByByte);
    for (int i = 1; i < message.length; i++) {
      int at = i;
      attempt("split at " + at, message, 1, fresh, (bytes, to) -> splitAt(bytes, at, to));
    }
    byte[] twice = Arrays.copyOf(message, 2 * message.length);
    System.arraycopy(message, 0, twice, message.length, message.length);
    attempt("twice at once", twice, 2, fresh, Dribbler::whole);
    attempt("twice, byte by byte", twice, 2, fresh, Dribbler::byteByByte);
    attempt("twice, in pieces of 7", twice, 2, fresh, (bytes, to) -> pieces(bytes, 7, to));
  }

  private interface Way {
    void feed(byte[] bytes, Sink to) throws Exception;
  }

  private static void attempt(
      String name, byte[] bytes, int times, Supplier<? extends Subject> fresh, Way way) {
    try {
      Subject subject = fresh.get();
      way.feed(bytes, subject);
      subject.end(times);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(name + " of " + bytes.length + " bytes: " + e.getMessage(), e);
    }
  }

  /** A sink that is a connection's far end: writes, then runs {@code after}, a poll mostly. */
  public static Sink into(ContractPeer peer, Runnable after) {
    return (bytes, off, len) -> {
      peer.write(bytes, off, len);
      after.run();
    };
  }
}
