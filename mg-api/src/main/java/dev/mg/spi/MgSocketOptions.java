package dev.mg.spi;

/**
 * Set before bind or connect, inherited by accepted sockets.
 *
 * @param backlog connections the kernel may hold for accept
 * @param reusePort several sockets share the address; unsupported: listen throws UNSUPPORTED
 * @param noDelay TCP_NODELAY
 * @param keepAlive SO_KEEPALIVE
 * @param broadcast SO_BROADCAST, for datagram sockets
 * @param sendBufferBytes SO_SNDBUF, 0 = the system's default
 * @param receiveBufferBytes SO_RCVBUF, 0 = the system's default
 */
public record MgSocketOptions(
    int backlog,
    boolean reusePort,
    boolean noDelay,
    boolean keepAlive,
    boolean broadcast,
    int sendBufferBytes,
    int receiveBufferBytes) {
  /** What a manager without options of its own uses. */
  public static final MgSocketOptions DEFAULT =
      new MgSocketOptions(1024, false, true, true, false, 0, 0);
}
