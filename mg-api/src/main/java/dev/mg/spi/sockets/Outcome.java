package dev.mg.spi.sockets;

/** A connect whose outcome was known when the call returned: it is told by the next poll. */
interface Outcome {
  /** Tells it, unless the channel has been closed since. */
  void report(Reports reports);
}
