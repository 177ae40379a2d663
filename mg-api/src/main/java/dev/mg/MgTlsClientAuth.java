package dev.mg;

/** Whether a server asks its clients for a certificate. */
public enum MgTlsClientAuth {
  /** Not asked for. */
  NONE,
  /** Asked for; a client without one is served all the same, one with a bad one is not. */
  WANT,
  /** A client without one is refused. */
  NEED
}
