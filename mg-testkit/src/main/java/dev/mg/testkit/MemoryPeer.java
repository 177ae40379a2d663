package dev.mg.testkit;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The raw far end of a connection in a {@link MemoryNetwork}: writes what a protocol under test is
 * to read, and holds what that sent. <b>For any thread.</b>
 *
 * <p>Where manager and peer share a thread, write no more at once than the pipe holds, and ask for
 * what came with {@link #received} between polls: that does not wait.
 */
public final class MemoryPeer implements ContractPeer {
  static final long WAIT_NS = 10_000_000_000L;

  private final MemoryEnd end;

  MemoryPeer(MemoryEnd end) {
    this.end = end;
  }

  @Override
  public void write(byte[] bytes, int off, int len) throws IOException {
    long endNs = System.nanoTime() + WAIT_NS;
    end.net.lock.lock();
    try {
      for (int at = off; at < off + len; ) {
        checkOpen();
        int n = end.write(bytes, at, off + len - at);
        at += n;
        if (n == 0) {
          end.net.awaitChange(
              "room for %d of %d bytes: the pipe holds %d and nobody reads"
                  .formatted(off + len - at, len, end.net.pipeBytes()),
              endNs);
        }
      }
    } finally {
      end.net.lock.unlock();
    }
  }

  /** Writes text in UTF-8. */
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes byte by byte and runs {@code between} after each: a poll, mostly. */
  public void dribble(byte[] bytes, Runnable between) throws IOException {
    for (int i = 0; i < bytes.length; i++) {
      write(bytes, i, 1);
      between.run();
    }
  }

  /** Writes what there is room for, perhaps nothing; does not wait. Returns how much that was. */
  public int offer(byte[] bytes, int off, int len) throws IOException {
    end.net.lock.lock();
    try {
      checkOpen();
      return end.write(bytes, off, len);
    } finally {
      end.net.lock.unlock();
    }
  }

  @Override
  public int read(byte[] into, int off, int len) throws IOException {
    long endNs = System.nanoTime() + WAIT_NS;
    end.net.lock.lock();
    try {
      for (; ; ) {
        if (end.in.len() == 0) {
          checkOpen();
        }
        int n = end.read(into, off, len);
        if (n != 0) {
          return n;
        }
        end.net.awaitChange("bytes from the other end", endNs);
      }
    } finally {
      end.net.lock.unlock();
    }
  }

  private void checkOpen() throws MgNetException {
    if (end.reset) {
      throw new MgNetException(Kind.RESET, "the other end reset the connection", null);
    }
    if (end.closed) {
      throw new MgNetException(Kind.OTHER, "this peer is closed", null);
    }
  }

  /** Takes all bytes that have come, perhaps none; does not wait. */
  public byte[] received() {
    end.net.lock.lock();
    try {
      byte[] all = new byte[end.in.len()];
      end.read(all, 0, all.length);
      return all;
    } finally {
      end.net.lock.unlock();
    }
  }

  /** As {@link #received}, as UTF-8. */
  public String receivedText() {
    return new String(received(), StandardCharsets.UTF_8);
  }

  /** How many bytes {@link #received} would give. */
  public int available() {
    end.net.lock.lock();
    try {
      return end.in.len();
    } finally {
      end.net.lock.unlock();
    }
  }

  /** Whether the other end has ended and all its bytes were taken. */
  public boolean isEof() {
    end.net.lock.lock();
    try {
      return end.in.len() == 0 && end.in.fin && !end.reset;
    } finally {
      end.net.lock.unlock();
    }
  }

  /** Whether the other end has reset the connection. */
  public boolean isReset() {
    end.net.lock.lock();
    try {
      return end.reset;
    } finally {
      end.net.lock.unlock();
    }
  }

  @Override
  public void shutdownOutput() {
    end.net.lock.lock();
    try {
      end.fin();
    } finally {
      end.net.lock.unlock();
    }
  }

  @Override
  public void reset() {
    close(true);
  }

  /** The other end gets a FIN, or a reset if bytes of it were not taken. */
  @Override
  public void close() {
    close(false);
  }

  private void close(boolean hard) {
    end.net.lock.lock();
    try {
      end.close(hard);
    } finally {
      end.net.lock.unlock();
    }
  }

  @Override
  public SocketAddress local() {
    return end.local;
  }

  @Override
  public SocketAddress remote() {
    return end.remote;
  }
}
