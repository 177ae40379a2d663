package dev.mg.spi;

import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Makes engines that share certificate, trust and sessions. <b>Any thread.</b> */
public interface MgTlsContext extends AutoCloseable {
  /**
   * An engine for an accepted connection, in server mode.
   *
   * @param alpn the protocol both sides speak, which the core chose; null = none is announced
   */
  SSLEngine server(@Nullable String alpn);

  /**
   * An engine for an outgoing connection, in client mode: it announces {@code host} (unless it is
   * an IP address, RFC 6066 section 3), verifies it unless the configuration says otherwise, and
   * resumes a session it had with this host and port.
   *
   * @param host a name in ASCII, or an IP literal without brackets
   */
  SSLEngine client(String host, int port);

  /** Whether its engines are faster on direct buffers (OpenSSL) than on heap ones (the JDK). */
  boolean wantsDirect();

  /** Once for each engine, after its last use: some hold native memory. */
  void release(SSLEngine engine);

  /** No engine is asked for afterwards; those there are live on. */
  @Override
  void close();
}
