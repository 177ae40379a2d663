package dev.mg.spi;

/**
 * Set before bind or connect, inherited by accepted sockets.
 *
 * @param backlog connections the kernel may hold for accept
 * @param reusePort several sockets share the address; unsupported: listen throws UNSUPPORTED
 * @param noDelay TCP_NODELAY
 * @param keepAlive SO_KEEPALIVE
 * @param sendBufferBytes SO_SNDBUF, 0 = the system's default
 * @param receiveBufferBytes SO_RCVBUF, 0 = the system's default
 */
public record MgSocketOptions(
    int backlog,
    boolean reusePort,
    boolean noDelay,
    boolean keepAlive,
    int sendBufferBytes,
    int receiveBufferBytes) {
  /** What a manager without options of its own uses. */
  public static final MgSocketOptions DEFAULT = new MgSocketOptions(1024, false, true, true, 0, 0);
}
