package dev.mg.core;

import dev.mg.MgIobuf;
import dev.mg.spi.MgStream;
import java.io.IOException;

/**
 * Ciphertext on its way out. During a call it stands on the manager's array; what the kernel does
 * not take moves to an array of its own, which goes when it is empty.
 */
final class TlsOutput {
  /** While the kernel blocks, what is left over finds the array again that it had before. */
  private static final class Bytes extends MgIobuf {
    private byte[] spare = EMPTY;

    void lend(byte[] array) {
      if (tail == head && buf != array) {
        spare = buf;
        clear();
        buf = array;
      }
    }

    void settle(byte[] lent) {
      if (tail == head) {
        free();
      } else if (buf == lent) {
        int n = tail - head;
        move(n <= spare.length ? spare : new byte[n]);
      }
      spare = EMPTY;
    }
  }

  private final MgStream raw;
  private final TlsScratch scratch;
  private final Bytes bytes = new Bytes();
  private boolean finWanted;
  private boolean finDone;

  TlsOutput(MgStream raw, TlsScratch scratch) {
    this.raw = raw;
    this.scratch = scratch;
  }

  /** To append to; {@link #settle} it. */
  MgIobuf open() {
    bytes.lend(scratch.out);
    return bytes;
  }

  /** The end of a call: the manager's array is free again. */
  void settle() {
    bytes.settle(scratch.out);
  }

  /** Pushes; true if nothing is left. */
  boolean flush() throws IOException {
    while (!bytes.isEmpty()) {
      int len = bytes.len();
      int n = raw.write(bytes, len);
      bytes.del(n);
      if (n < Math.min(len, MgStream.WRITE_BYTES)) {
        return false;
      }
    }
    if (finWanted && !finDone) {
      finDone = true;
      raw.shutdownOutput();
    }
    return true;
  }

  /** FIN when nothing is left. */
  void fin() {
    finWanted = true;
  }

  int capacity() {
    return bytes.capacity();
  }

  int len() {
    return bytes.len();
  }

  /** Whether so much is waiting that no more is to be made. */
  boolean isFull() {
    return bytes.len() >= TlsScratch.OUT_BYTES;
  }

  void free() {
    bytes.free();
  }
}
