package dev.mg.bench;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes every certificate: whom the clients of the benchmarks talk to was started by this
 * process or named by the user. The extended kind, of which the JDK does not verify the host on its
 * own account.
 */
final class AnyCertificate extends X509ExtendedTrustManager {
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String auth, Socket socket) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String auth, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String auth, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String auth, SSLEngine engine) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String auth) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String auth) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
