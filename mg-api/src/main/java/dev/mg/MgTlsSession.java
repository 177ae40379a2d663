package dev.mg;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection's TLS handshake agreed on, from {@link MgEvent#TLS_HS} on; still readable in
 * CLOSE. <b>Owner thread only.</b>
 */
public interface MgTlsSession {
  /** "TLSv1.3" or "TLSv1.2". */
  String protocol();

  /** The cipher suite's JSSE name. */
  String cipher();

  /** The application protocol (RFC 7301), or null if none was agreed on. */
  @Nullable String alpn();

  /** The server name the client asked for (RFC 6066 section 3), in lower case, or null. */
  @Nullable String sni();

  /** The peer's certificate first, then its issuers as sent; empty if it showed none. */
  List<X509Certificate> peerCertificates();

  /** The name of the engine, "jdk" or "openssl". */
  String engine();
}
