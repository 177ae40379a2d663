package dev.mg.ws;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** Jetty. */
final class JettyPeer implements OtherClient, OtherServer {
  private static final int MAX_BYTES = 1 << 20;

  private final WebSocketClient client = new WebSocketClient();
  private @Nullable Server server;

  /** Writes down what comes; public, since Jetty calls it by reflection. */
  public static final class Listening implements Session.Listener.AutoDemanding {
    private final Heard heard;

    Listening(Heard heard) {
      this.heard = heard;
    }

    @Override
    public void onWebSocketText(String message) {
      heard.text(message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      heard.binary(payload);
      callback.succeed();
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      heard.closed(code);
      callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      heard.failed(cause);
    }
  }

  /** Sends every message back; public, since Jetty calls it by reflection. */
  public static final class Echo implements Session.Listener.AutoDemanding {
    private @Nullable Session session;

    @Override
    public void onWebSocketOpen(Session opened) {
      session = opened;
    }

    @Override
    public void onWebSocketText(String message) {
      if (session != null) {
        session.sendText(message, Callback.NOOP);
      }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      if (session != null) {
        session.sendBinary(payload, callback);
      }
    }
  }

  @Override
  public void prepare() throws Exception {
    client.setMaxTextMessageSize(MAX_BYTES);
    client.setMaxBinaryMessageSize(MAX_BYTES);
    client.start();
  }

  @Override
  public List<String> echo(String url, boolean deflate) throws Exception {
    Heard heard = new Heard();
    try {
      ClientUpgradeRequest request = new ClientUpgradeRequest(URI.create(url));
      if (deflate) {
        request.addExtensions("permessage-deflate");
      }
      Session session = client.connect(new Listening(heard), request).get(10, TimeUnit.SECONDS);
      return heard.run(
          text -> session.sendText(text, Callback.NOOP),
          bytes -> session.sendBinary(ByteBuffer.wrap(bytes), Callback.NOOP),
          code -> session.close(code, "done", Callback.NOOP));
    } finally {
      client.stop();
    }
  }

  @Override
  public int start(boolean deflate) throws Exception {
    Server jetty = new Server();
    ServerConnector connector = new ServerConnector(jetty);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(
        WebSocketUpgradeHandler.from(
            jetty,
            container -> {
              container.setMaxTextMessageSize(MAX_BYTES);
              container.setMaxBinaryMessageSize(MAX_BYTES);
              container.addMapping("/*", (request, response, callback) -> new Echo());
            }));
    server = jetty;
    jetty.start();
    return connector.getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }
}
