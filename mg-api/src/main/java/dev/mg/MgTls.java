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
   * @throws MgException if it is a listener, a datagram socket, not connected, or has TLS already
   */
  public static void init(MgConnection c, MgTlsOptions options) {
    c.tlsInit(options, null);
  }

  /**
   * As {@link #init(MgConnection, MgTlsOptions)}, as the client of the server of {@code url},
   * whoever the connection was made to: for protocols, in the tunnel of a proxy. <b>Owner thread
   * only.</b>
   *
   * @param options null = the system's trust
   * @param url whose scheme stands for the protocols offered by ALPN, whose host is verified
   * @throws MgException also if the URL is wrong or its scheme is without TLS
   */
  public static void init(MgConnection c, @Nullable MgTlsOptions options, String url) {
    c.tlsInit(options, url);
  }

  /**
   * For protocols that have something to read before TLS: from now on, what {@code listener}
   * accepts begins without it, and {@link #init(MgConnection, MgTlsOptions)} with these options is
   * the protocol's to call. <b>Owner thread only.</b>
   *
   * @return null if it is no listener with TLS, or they were taken before
   */
  public static @Nullable MgTlsOptions take(MgConnection listener) {
    return listener.tlsTake();
  }
}
