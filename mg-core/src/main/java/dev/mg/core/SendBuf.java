package dev.mg.core;

import dev.mg.MgIobuf;
import org.jspecify.annotations.Nullable;

/**
 * A connection's {@code send}. An idle one holds no array, so the first byte appended, by whomever,
 * comes through {@link #grow}: there the manager is told that there is something to flush, and
 * lends its array to the connection it is visiting, or a spare one to another.
 */
final class SendBuf extends MgIobuf {
  private static final int LENT_BYTES_MAX = 1 << 20;

  /** Set once by the connection's constructor, which needs this buffer first. */
  private CoreConnection owner;

  /** Only while files are being sent, which go between the bytes of this. */
  @Nullable FileQueue files;

  @SuppressWarnings("NullAway.Init")
  SendBuf() {}

  void owner(CoreConnection c) {
    owner = c;
  }

  @Override
  protected void grow(int need) {
    if (buf == EMPTY) {
      byte[] lent = owner.sendStarts();
      if (lent != null && need <= lent.length) {
        buf = lent;
        return;
      }
    }
    super.grow(need);
  }

  /**
   * Gives {@code lent} back, if it stands on it, and lets go of any array when empty. An array that
   * had to be larger is the one to lend from then on: who sends large messages sends many.
   *
   * @param spares where a small array of its own goes
   * @return the array to lend next
   */
  byte[] settle(byte[] lent, SpareArrays spares) {
    byte[] stoodOn = buf;
    if (tail == head) {
      free();
      if (stoodOn != lent) {
        spares.keep(stoodOn);
      }
      return stoodOn.length > lent.length && stoodOn.length <= LENT_BYTES_MAX ? stoodOn : lent;
    }
    if (stoodOn == lent) {
      move(new byte[tail - head]);
    }
    return lent;
  }
}
