package dev.mg.ws;

import dev.mg.testkit.TestCertificates;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/** Java-WebSocket. */
final class JavaWebSocketPeer implements OtherClient, OtherServer {
  private @Nullable WebSocketServer server;

  private static Draft draft(boolean deflate) {
    return deflate ? new Draft_6455(new PerMessageDeflateExtension()) : new Draft_6455();
  }

  @Override
  public List<String> echo(String url, boolean deflate) throws Exception {
    Heard heard = new Heard();
    WebSocketClient client =
        new WebSocketClient(URI.create(url), draft(deflate)) {
          @Override
          public void onOpen(ServerHandshake handshake) {}

          @Override
          public void onMessage(String message) {
            heard.text(message);
          }

          @Override
          public void onMessage(ByteBuffer bytes) {
            heard.binary(bytes);
          }

          @Override
          public void onClose(int code, String reason, boolean remote) {
            heard.closed(code);
          }

          @Override
          public void onError(Exception ex) {
            heard.failed(ex);
          }
        };
    if (url.startsWith("wss:")) {
      client.setSocketFactory(TestCertificates.context(null).getSocketFactory());
    }
    client.connectBlocking(10, TimeUnit.SECONDS);
    return heard.run(client::send, client::send, code -> client.close(code, "done"));
  }

  @Override
  public int start(boolean deflate) throws Exception {
    return start(deflate, null);
  }

  /** As the other; over TLS if there is a context. */
  int start(boolean deflate, @Nullable SSLContext tls) throws Exception {
    CountDownLatch up = new CountDownLatch(1);
    WebSocketServer echo =
        new WebSocketServer(new InetSocketAddress("127.0.0.1", 0), List.of(draft(deflate))) {
          @Override
          public void onOpen(WebSocket conn, ClientHandshake handshake) {}

          @Override
          public void onClose(WebSocket conn, int code, String reason, boolean remote) {}

          @Override
          public void onMessage(WebSocket conn, String message) {
            conn.send(message);
          }

          @Override
          public void onMessage(WebSocket conn, ByteBuffer message) {
            conn.send(message);
          }

          @Override
          public void onError(@Nullable WebSocket conn, Exception ex) {}

          @Override
          public void onStart() {
            up.countDown();
          }
        };
    server = echo;
    if (tls != null) {
      echo.setWebSocketFactory(new DefaultSSLWebSocketServerFactory(tls));
    }
    echo.start();
    if (!up.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("Java-WebSocket's server did not start");
    }
    return echo.getPort();
  }

  @Override
  public void stop() throws Exception {
    if (server != null) {
      server.stop(1000);
    }
  }
}
