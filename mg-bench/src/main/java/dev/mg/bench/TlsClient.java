package dev.mg.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * The JDK's TLS over sockets to this machine, where one connection after the other will do. It
 * takes sessions up again where servers let it.
 */
final class TlsClient {
  private final SSLContext context;

  TlsClient() {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
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
}
