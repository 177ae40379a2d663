package dev.mg.core;

import dev.mg.MgIobuf;

/**
 * A connection's {@code recv}. During a visit it stands on an array the manager lends, so that the
 * busy path allocates nothing; what is left after the visit moves to a right-sized array of its
 * own, so that an idle connection holds none.
 */
final class RecvBuf extends MgIobuf {
  /** Stands on {@code array} if it holds nothing of its own. */
  void lend(byte[] array) {
    if (tail == head && buf == EMPTY) {
      buf = array;
    }
  }

  /** Gives {@code array} back, if it stands on it. */
  void settle(byte[] array) {
    if (tail == head) {
      free();
    } else if (buf == array) {
      move(new byte[tail - head]);
    }
  }
}
