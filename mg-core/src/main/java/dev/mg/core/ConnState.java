package dev.mg.core;

/**
 * The life of a connection. Legal transitions; anything else is a bug of the core and throws:
 *
 * <pre>
 * from \ to    CONNECTING  OPEN  DRAINING  CLOSING  CLOSED
 * RESOLVING        x                          x
 * CONNECTING                x                 x
 * OPEN                              x         x
 * DRAINING                                    x
 * CLOSING                                              x
 * </pre>
 *
 * Listeners and accepted connections start in OPEN, outgoing ones in RESOLVING.
 */
enum ConnState {
  RESOLVING(0b010010),
  CONNECTING(0b010100),
  OPEN(0b011000),
  DRAINING(0b010000),
  CLOSING(0b100000),
  CLOSED(0);

  /** Bit n is set if the state with ordinal n may follow. */
  private final int next;

  ConnState(int next) {
    this.next = next;
  }

  ConnState to(ConnState that) {
    if ((next >>> that.ordinal() & 1) == 0) {
      throw new IllegalStateException("a connection cannot go from " + this + " to " + that);
    }
    return that;
  }

  /** Whether bytes can be moved. */
  boolean isUp() {
    return this == OPEN || this == DRAINING;
  }

  /** Whether all that is left is CLOSE, or not even that. */
  boolean isOver() {
    return this == CLOSING || this == CLOSED;
  }
}
