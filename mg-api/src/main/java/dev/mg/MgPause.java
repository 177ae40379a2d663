package dev.mg;

/**
 * Who holds back the reading of a connection. Nothing is read while anybody does, and nobody lifts
 * another's pause.
 */
public enum MgPause {
  /** The user: {@link MgConnection#full(boolean)}. */
  USER,
  /** The protocol, until the response in progress is complete. */
  RESPONSE,
  /** The protocol, until what it queued for the peer or for the user has been taken. */
  BACKPRESSURE
}
