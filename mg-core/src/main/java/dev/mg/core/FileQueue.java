package dev.mg.core;

import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgLog;
import dev.mg.MgNetException;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.util.ArrayDeque;

/** The file regions a connection is to send, in order with the bytes of its {@code send}. */
final class FileQueue {
  private static final int COPY_BYTES = 64 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private static final class Region {
    final FileChannel file;
    final boolean closeFile;

    /** Bytes of {@code send} that go first. */
    int before;

    long pos;
    long left;

    Region(FileChannel file, boolean closeFile, int before, long pos, long left) {
      this.file = file;
      this.closeFile = closeFile;
      this.before = before;
      this.pos = pos;
      this.left = left;
    }

    boolean isTaken() {
      return before == 0 && left == 0;
    }
  }

  private final ArrayDeque<Region> regions = new ArrayDeque<>();

  /** Bytes of {@code send} that stand before some region already queued: all their befores. */
  private int claimed;

  /** Of all regions. */
  private long leftBytes;

  /**
   * Refuses what cannot be sent, while the program is there to be told.
   *
   * @throws MgException with what is wrong
   */
  static void check(FileChannel file, long pos, long n) {
    if (pos < 0 || n < 0) {
      throw new MgException("cannot send " + n + " bytes of a file from byte " + pos + " on");
    }
    // An interrupted thread's file operations close the file.
    boolean interrupted = Thread.interrupted();
    try {
      file.read(NOTHING, 0);
    } catch (NonReadableChannelException e) {
      throw new MgException("a file to be sent is open for writing only: open it with READ", e);
    } catch (IOException e) {
      MgLog.debug(() -> "a file to be sent cannot be read, which is told in its turn: " + e);
    } finally {
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void add(FileChannel file, long pos, long n, boolean closeFile, int sendLen) {
    int before = Math.max(0, sendLen - claimed);
    regions.add(new Region(file, closeFile, before, pos, n));
    claimed += before;
    leftBytes += n;
  }

  boolean isEmpty() {
    return regions.isEmpty();
  }

  /** Whether bytes of a file are still to be taken by the transport. */
  boolean hasBytes() {
    return leftBytes > 0;
  }

  /** How many of the {@code sendLen} bytes of {@code send} are to go before the next region. */
  int sendFirst(int sendLen) {
    Region r = regions.element();
    if (r.before > sendLen) {
      // The program has taken some back.
      claimed -= r.before - sendLen;
      r.before = sendLen;
    }
    return r.before;
  }

  /** n bytes of {@code send} went. */
  void sent(int n) {
    regions.element().before -= n;
    claimed -= n;
  }

  /**
   * Removes the regions that are done: all taken, what goes before them too, and nothing of it left
   * in the transport.
   */
  void reap(MgStream to) {
    while (!regions.isEmpty() && regions.element().isTaken() && to.unflushed() == 0) {
      close(regions.remove());
    }
  }

  /**
   * Moves bytes of the first region.
   *
   * @return bytes moved, 0 for none now
   */
  long transfer(MgStream to, long max, MgIobuf scratch) throws IOException {
    Region r = regions.element();
    if (r.left == 0) {
      return 0;
    }
    long n = to.transfer(r.file, r.pos, Math.min(r.left, max));
    if (n == MgStream.UNSUPPORTED) {
      n = copy(r, to, max, scratch);
    }
    if (n < 0) {
      throw new MgNetException(
          MgNetException.Kind.OTHER,
          "the file being sent ended " + r.left + " bytes early, at byte " + r.pos,
          null);
    }
    r.pos += n;
    r.left -= n;
    leftBytes -= n;
    return n;
  }

  /** Reads a piece and offers it; what is not taken is read again next time, so nothing is kept. */
  private static long copy(Region r, MgStream to, long max, MgIobuf scratch) throws IOException {
    int want = (int) Math.min(Math.min(r.left, max), COPY_BYTES);
    scratch.clear();
    scratch.reserve(want);
    int n;
    boolean interrupted = Thread.interrupted();
    try {
      n = r.file.read(ByteBuffer.wrap(scratch.buf(), scratch.tail(), want), r.pos);
    } finally {
      restore(interrupted);
    }
    if (n <= 0) {
      return -1;
    }
    scratch.commit(n);
    return to.write(scratch, n);
  }

  void closeAll() {
    for (Region r : regions) {
      close(r);
    }
    regions.clear();
    claimed = 0;
    leftBytes = 0;
  }

  private static void close(Region r) {
    if (r.closeFile) {
      try {
        r.file.close();
      } catch (IOException e) {
        MgLog.error("closing a file that was sent failed", e);
      }
    }
  }
}
