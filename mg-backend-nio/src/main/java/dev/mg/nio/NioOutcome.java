package dev.mg.nio;

import dev.mg.spi.MgTransportEvents;

/** A connect whose outcome was known when the call returned: it is told by the next poll. */
interface NioOutcome {
  /**
   * Tells it, unless the channel has been closed since.
   *
   * @return whether it was told
   */
  boolean report(MgTransportEvents events);
}
