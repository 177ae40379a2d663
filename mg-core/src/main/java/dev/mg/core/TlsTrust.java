package dev.mg.core;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's verdicts, with the reason in a sentence: only here are the certificates at hand that a
 * refusal does not name. Who is believed is the JDK's to say, on either engine.
 */
final class TlsTrust extends X509ExtendedTrustManager {
  /** A refusal that tells why. */
  static final class Refused extends CertificateException {
    private static final long serialVersionUID = 1;

    /** Engines choose the alert by the cause, so it is that of the JDK's refusal. */
    Refused(String why, CertificateException refusal) {
      super(why, refusal.getCause() == null ? refusal : refusal.getCause());
    }
  }

  private final X509ExtendedTrustManager jdk;

  TlsTrust(X509ExtendedTrustManager jdk) {
    this.jdk = jdk;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    try {
      jdk.checkClientTrusted(chain, type, engine);
    } catch (CertificateException e) {
      throw refused(e, chain, null);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    try {
      jdk.checkServerTrusted(chain, type, engine);
    } catch (CertificateException e) {
      SSLSession session = engine.getHandshakeSession();
      throw refused(e, chain, session == null ? engine.getPeerHost() : session.getPeerHost());
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      jdk.checkClientTrusted(chain, type, socket);
    } catch (CertificateException e) {
      throw refused(e, chain, null);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      jdk.checkServerTrusted(chain, type, socket);
    } catch (CertificateException e) {
      throw refused(e, chain, null);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    try {
      jdk.checkClientTrusted(chain, type);
    } catch (CertificateException e) {
      throw refused(e, chain, null);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    try {
      jdk.checkServerTrusted(chain, type);
    } catch (CertificateException e) {
      throw refused(e, chain, null);
    }
  }

  private static Refused refused(
      CertificateException e, X509Certificate[] chain, @Nullable String host) {
    return new Refused(CertificateFailures.explain(e, chain, host), e);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
