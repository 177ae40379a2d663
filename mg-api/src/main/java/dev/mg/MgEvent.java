package dev.mg;

/**
 * The core's events, in the order of C's numbers. Protocols have their own: HTTP 64-79, WebSocket
 * 80-95, others from 96; a program's own start at {@link #USER}.
 */
public final class MgEvent {
  /**
   * {@code Throwable}: something failed; {@link #CLOSE} follows unless {@link MgConnection#keep}.
   */
  public static final int ERROR = 0;

  /** No data: created and in the manager's list. Fired inside listen, connect, and on accept. */
  public static final int OPEN = 1;

  /** {@link MgLong} monotonic milliseconds: at most once each {@link MgOptions#pollEventMs}. */
  public static final int POLL = 2;

  /** No data: the address is known; always from poll, also for IP literals. */
  public static final int RESOLVE = 3;

  /** No data: connected. */
  public static final int CONNECT = 4;

  /** No data: on the new connection, right after its {@link #OPEN}. */
  public static final int ACCEPT = 5;

  /** No data: the TLS handshake is complete, and no application byte has come yet. */
  public static final int TLS_HS = 6;

  /** {@link MgLong} bytes just appended to {@code recv}; 0 after {@link MgConnection#again}. */
  public static final int READ = 7;

  /** {@link MgLong} bytes that left {@code send} for the kernel and are already removed from it. */
  public static final int WRITE = 8;

  /** No data: the last event, exactly once; {@code recv}, addresses and reason are readable. */
  public static final int CLOSE = 9;

  /** {@link MgStr}: bytes sent by {@link MgManager#wakeup}. */
  public static final int WAKEUP = 10;

  /** No data: the manager stops; a protocol ends what it can, and drains when it is done. */
  public static final int STOP = 11;

  /** The first number free for a program's own events. */
  public static final int USER = 1024;

  private MgEvent() {}
}
