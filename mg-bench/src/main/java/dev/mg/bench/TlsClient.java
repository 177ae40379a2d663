package dev.mg.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's TLS over sockets to this machine. It believes every certificate: whom it talks to was
 * started by this process or named by the user. It takes sessions up again where servers let it.
 */
final class TlsClient {
  private final SSLContext context;

  TlsClient() {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Everybody()}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /**
   * A connection whose handshake is done.
   *
   * @param maxMs for the connection, and for each read from then on
   */
  SSLSocket connect(int port, int maxMs) throws IOException {
    Socket tcp = new Socket();
    try {
      tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), maxMs);
      tcp.setSoTimeout(maxMs);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(tcp, "127.0.0.1", port, true);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  /** The extended kind, of which the JDK does not verify the host on its own account. */
  private static final class Everybody extends X509ExtendedTrustManager {
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
}
