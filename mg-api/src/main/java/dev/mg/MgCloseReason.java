package dev.mg;

/** Why a connection ended; readable in {@link MgEvent#CLOSE} and after it. */
public enum MgCloseReason {
  /** {@link MgConnection#close} or {@link MgConnection#reset}. */
  LOCAL,
  /** {@link MgConnection#drain}: everything was sent. */
  DRAINED,
  /** The peer ended its side, and what we owed it was sent. */
  EOF,
  /**
   * The peer ended the stream without TLS's word for it: what came may not be all (RFC 8446 6.1).
   */
  TRUNCATED,
  /** The peer or the network cut the connection. */
  RESET,
  /** A deadline passed. */
  TIMEOUT,
  /** A failure that {@link MgEvent#ERROR} told. */
  ERROR,
  /** The manager closed. */
  STOPPED
}
