package dev.mg;

import org.jspecify.annotations.Nullable;

/** TLS on a connection that began without: C's way, and STARTTLS. */
public final class MgTls {
  private MgTls() {}

  /**
   * Starts TLS on a stream: in {@link MgEvent#ACCEPT} as its server, in {@link MgEvent#CONNECT} as
   * its client, or later, after the protocol has agreed on it (STARTTLS). What {@code send} holds
   * leaves as it is, before TLS; what {@code recv} holds is taken for the peer's first TLS bytes.
   * {@link MgEvent#TLS_HS} follows. <b>Owner thread only.</b>
   *
   * <p>A client asks for the host of the URL it was connected to, unless {@code options} name
   * another.
   *
   * @throws MgException if it is a listener, a datagram socket, not connected, is sending a file,
   *     or has TLS already; or if the options cannot be used
   */
  public static void init(MgConnection c, MgTlsOptions options) {
    c.tlsInit(options, null);
  }

  /**
   * As {@link #init(MgConnection, MgTlsOptions)}, as the client of another host than the one
   * connected to: behind a proxy's tunnel.
   *
   * @param options null = the defaults, as for a URL of TLS
   * @param url whose host and port are meant
   */
  public static void init(MgConnection c, @Nullable MgTlsOptions options, String url) {
    c.tlsInit(options, url);
  }

  /**
   * For protocols that speak before TLS: makes a listener accept without TLS from now on.
   *
   * @return the options it had, for {@link #init} on what it accepts; null if it had none
   * @throws MgException if it is no listener of streams
   */
  public static @Nullable MgTlsOptions take(MgConnection listener) {
    return listener.tlsTake();
  }
}
