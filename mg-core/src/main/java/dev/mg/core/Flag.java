package dev.mg.core;

/** The flags of a connection that are orthogonal to its {@link ConnState}: bits of one int. */
final class Flag {
  static final int LISTENING = 1;
  static final int CLIENT = 1 << 1;
  static final int ACCEPTED = 1 << 2;
  static final int RESP = 1 << 3;
  static final int WEBSOCKET = 1 << 4;
  static final int READABLE = 1 << 5;
  static final int WRITABLE = 1 << 6;
  static final int READ_EOF = 1 << 7;
  static final int SEND_FULL = 1 << 8;

  /** drain() was called before the connection was up. */
  static final int DRAIN_LATER = 1 << 9;

  /** What comes after the drain is read and dropped until the peer's end. */
  static final int LINGER = 1 << 10;

  /** FIN is to be sent after what is in send. */
  static final int SHUT_WANTED = 1 << 11;

  /** FIN was sent. */
  static final int SHUT_DONE = 1 << 12;

  /** The peer is to get a reset. */
  static final int RESET = 1 << 13;

  /** Somebody vetoed the close that follows an ERROR. */
  static final int KEEP = 1 << 14;

  /** In the list of connections to flush. */
  static final int DIRTY = 1 << 15;

  /** One more READ is owed. */
  static final int AGAIN = 1 << 16;

  /** In the list of those to be given one more READ. */
  static final int AGAIN_LISTED = 1 << 17;

  /** Bytes are left that the kernel did not take. */
  static final int WRITE_BLOCKED = 1 << 19;

  /** POLL events are not wanted by the user's call. */
  static final int NO_POLL = 1 << 20;

  /** A handler wants POLL events, and they are not switched off. */
  static final int POLL_WANTED = 1 << 21;

  /** Accepting is held back after a failure. */
  static final int ACCEPT_HELD = 1 << 22;

  /** send() refused bytes over the cap. */
  static final int OVERFLOW = 1 << 23;

  /** Traffic is logged in hex. */
  static final int HEXDUMP = 1 << 18;

  /** Its messages are datagrams. */
  static final int UDP = 1 << 24;

  /** A listener of {@link Pipes}, which no user sees. */
  static final int PIPE = 1 << 25;

  /** The last read took all it had room for: there may be more. */
  static final int READ_FILLED = 1 << 26;

  /** It speaks TLS, or what it accepts does; its channel is a {@link TlsStream} while it is up. */
  static final int TLS = 1 << 27;

  /** The TLS handshake is not complete. */
  static final int TLS_HS = 1 << 28;

  /** In the list of those to be read, or moved on in their handshake, without being reported. */
  static final int READ_LISTED = 1 << 29;

  private Flag() {}
}
