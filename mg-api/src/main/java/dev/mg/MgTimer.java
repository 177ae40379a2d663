package dev.mg;

/**
 * A timer of a manager. <b>Owner thread only.</b> It fires inside poll, never early; a poll that
 * comes late fires it once, not once for each tick missed.
 */
public interface MgTimer {
  /** Flag: fires once, then is gone. */
  int ONCE = 0;

  /** Flag: fires again and again; the next tick is counted from the tick before. */
  int REPEAT = 1;

  /** Flag: fires in the next poll for the first time, not after the first period. */
  int RUN_NOW = 2;

  /** Ends it; it does not fire any more, also when it was due in this very poll. Idempotent. */
  void cancel();

  /** Whether it will fire again. */
  boolean isActive();
}
