package dev.mg.core;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ciphertext that has come. What a visit leaves over, mostly part of a record, moves to an array of
 * its own, so that a connection between two records holds none.
 */
final class TlsInput {
  /** Of a record (RFC 8446 section 5.1): type, two bytes of version, two bytes of length. */
  static final int HEADER_BYTES = 5;

  /** What a record carries at most. */
  static final int PLAIN_BYTES = 1 << 14;

  /** The longest record, TLS 1.2's (RFC 5246 section 6.2.3), with its header. */
  static final int RECORD_BYTES = HEADER_BYTES + PLAIN_BYTES + 2048;

  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int MAJOR = 3;
  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 24;
  private static final int SHOWN_BYTES = 16;

  private final MgStream raw;
  private final TlsScratch scratch;
  private final MgIobuf held = new MgIobuf();

  /** The stream below has ended. */
  boolean isEnded;

  /** The last read took all it had room for. */
  boolean isFilled;

  /** Whether anything of the peer's was TLS yet: else it may be something else altogether. */
  private boolean isTls;

  TlsInput(MgStream raw, TlsScratch scratch) {
    this.raw = raw;
    this.scratch = scratch;
  }

  /** What is left over. */
  MgIobuf held() {
    return held;
  }

  /** Moves what stands in {@code recv} here. */
  void take(MgIobuf recv) {
    held.add(recv);
    recv.free();
  }

  /**
   * What is left over and what one read brings, in the manager's buffer; {@link #keep} it.
   *
   * @param max bytes to read
   */
  MgIobuf fill(int max) throws IOException {
    MgIobuf to = scratch.in;
    to.clear();
    to.add(held);
    int room = Math.min(max, TlsScratch.READ_BYTES + RECORD_BYTES - to.len());
    int n = room <= 0 || isEnded ? 0 : raw.read(to, room);
    isFilled = n > 0 && n == room;
    isEnded |= n < 0;
    return to;
  }

  /** Reads and drops. */
  int drop() throws IOException {
    scratch.in.clear();
    int n = isEnded ? -1 : raw.read(scratch.in, TlsScratch.READ_BYTES);
    isFilled = n == TlsScratch.READ_BYTES;
    isEnded = n < 0;
    held.free();
    return isEnded ? -1 : 0;
  }

  /** What is left in {@code from} is left over. */
  void keep(MgIobuf from) {
    if (from != held) {
      boolean isHuge = held.capacity() > RECORD_BYTES && from.len() <= RECORD_BYTES;
      if (isHuge || from.isEmpty()) {
        held.free();
      }
      // The array stays while something is left over each time: bulk data allocates nothing.
      held.clear();
      held.add(from);
      from.clear();
    } else if (held.isEmpty()) {
      held.free();
    }
  }

  void free() {
    held.free();
  }

  /** Whether a record is whole in what is left over, or never will be. */
  boolean hasRecord() {
    return held.len() >= HEADER_BYTES && held.len() >= Math.min(length(held), RECORD_BYTES);
  }

  /** With its header; {@code from} holds one. */
  private static int length(MgIobuf from) {
    return HEADER_BYTES + ((from.at(3) & 0xff) << 8 | from.at(4) & 0xff);
  }

  /**
   * Bytes of the first record in {@code from}, 0 if it is not whole yet. One that is too long
   * counts as whole from the limit on: the engine has the right alert for it.
   *
   * @throws MgNetException if it is no record
   */
  int record(MgIobuf from) throws MgNetException {
    int len = from.len();
    if (len > 0 && (from.at(0) < FIRST_TYPE || from.at(0) > LAST_TYPE)
        || len > 1 && from.at(1) != MAJOR) {
      throw new MgNetException(MgNetException.Kind.TLS, stranger(from), null);
    }
    if (len < HEADER_BYTES) {
      return 0;
    }
    isTls = true;
    int n = Math.min(length(from), RECORD_BYTES);
    return n <= len ? n : 0;
  }

  private String stranger(MgIobuf from) {
    if (isTls) {
      return "the peer sent what is no record of TLS";
    }
    int n = Math.min(from.len(), SHOWN_BYTES);
    String begin = new String(from.buf(), from.head(), n, StandardCharsets.ISO_8859_1);
    return "the peer does not speak TLS: its first bytes are '"
        + begin.replaceAll("[^ -~]", "?")
        + "'";
  }
}
