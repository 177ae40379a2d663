package dev.mg;

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
    c.tlsInit(options);
  }
}
