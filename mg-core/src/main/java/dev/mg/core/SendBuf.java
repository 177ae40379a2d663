package dev.mg.core;

import dev.mg.MgIobuf;

/**
 * A connection's {@code send}. An idle one holds no array, so the first byte appended, by whomever,
 * comes through {@link #grow}: there the manager is told that there is something to flush, and
 * lends its array to the connection it is visiting.
 */
final class SendBuf extends MgIobuf {
  /** Set once by the connection's constructor, which needs this buffer first. */
  private CoreConnection owner;

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

  /** Gives {@code lent} back, if it stands on it, and lets go of any array when empty. */
  void settle(byte[] lent) {
    if (tail == head) {
      free();
    } else if (buf == lent) {
      move(new byte[tail - head]);
    }
  }
}
