package dev.mg.core;

import dev.mg.MgTlsSession;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a handshake agreed on, taken from the engine while there is one. */
record TlsSession(
    String protocol,
    String cipher,
    @Nullable String alpn,
    @Nullable String sni,
    List<X509Certificate> peerCertificates,
    String engine)
    implements MgTlsSession {

  static TlsSession of(SSLEngine ssl, @Nullable String sni, String engine) {
    SSLSession session = ssl.getSession();
    String alpn = ssl.getApplicationProtocol();
    return new TlsSession(
        session.getProtocol(),
        session.getCipherSuite(),
        alpn == null || alpn.isEmpty() ? null : alpn,
        sni,
        certificates(session),
        engine);
  }

  private static List<X509Certificate> certificates(SSLSession session) {
    List<X509Certificate> all = new ArrayList<>();
    try {
      for (Certificate one : session.getPeerCertificates()) {
        all.add((X509Certificate) one);
      }
    } catch (SSLPeerUnverifiedException e) {
      // It showed none.
    }
    return List.copyOf(all);
  }
}
