package dev.mg.testkit;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * The far end of a connection under test, plain and blocking: what a program of another make would
 * be. <b>For one thread at a time, which need not be the transport's.</b>
 *
 * <p>Every wait is bounded: a read or write that makes no progress for 10 s throws.
 */
public interface ContractPeer extends AutoCloseable {
  /** Writes all of {@code bytes[off .. off + len)}; waits for room. */
  void write(byte[] bytes, int off, int len) throws IOException;

  /** Writes all of {@code bytes}. */
  default void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  /**
   * Waits for bytes.
   *
   * @return how many were stored from {@code off} on, at least 1, at most {@code len}; -1 the end
   * @throws IOException on a reset
   */
  int read(byte[] into, int off, int len) throws IOException;

  /**
   * Reads exactly {@code n} bytes.
   *
   * @throws IOException on a reset, and if the end comes first
   */
  default byte[] readN(int n) throws IOException {
    byte[] all = new byte[n];
    for (int at = 0; at < n; ) {
      int got = read(all, at, n - at);
      if (got < 0) {
        throw new IOException("the end came after " + at + " of " + n + " bytes");
      }
      at += got;
    }
    return all;
  }

  /** FIN; reading goes on. */
  void shutdownOutput() throws IOException;

  /** Ends the connection with a reset. */
  void reset() throws IOException;

  /** FIN both ways; idempotent. */
  @Override
  void close() throws IOException;

  /** This end. */
  SocketAddress local();

  /** The end under test. */
  SocketAddress remote();
}
