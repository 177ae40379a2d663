package dev.mg.bench.peers;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** Jetty's WebSocket with one selector that accepts, too. */
final class JettyWsPeer {
  private static final int MAX_THREADS = 4;
  private static final int BACKLOG = 1024;
  private static final int MAX_BYTES = 16 << 20;

  private static final Set<Session> SUBSCRIBERS = ConcurrentHashMap.newKeySet();

  private JettyWsPeer() {}

  static int start() throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setReservedThreads(0);
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, 0, 1, new HttpConnectionFactory(new HttpConfiguration()));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setMaxBinaryMessageSize(MAX_BYTES);
              container.setMaxFrameSize(MAX_BYTES);
              container.setIdleTimeout(Duration.ZERO);
              container.addMapping("/ws", (request, response, callback) -> new Echo());
              container.addMapping("/topic", (request, response, callback) -> new Topic());
            }));
    server.start();
    return connector.getLocalPort();
  }

  /** Sends every message back, from the buffer it came in; public, since Jetty reflects on it. */
  public static final class Echo implements Session.Listener.AutoDemanding {
    private @Nullable Session session;

    @Override
    public void onWebSocketOpen(Session opened) {
      session = opened;
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      if (session != null) {
        session.sendBinary(payload, callback);
      }
    }
  }

  /** Sends every message to all; public, since Jetty reflects on it. */
  public static final class Topic implements Session.Listener.AutoDemanding {
    private @Nullable Session session;

    @Override
    public void onWebSocketOpen(Session opened) {
      session = opened;
      SUBSCRIBERS.add(opened);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
      for (Session one : SUBSCRIBERS) {
        one.sendBinary(copy.slice(), Callback.NOOP);
      }
      callback.succeed();
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      if (session != null) {
        SUBSCRIBERS.remove(session);
      }
      callback.succeed();
    }
  }
}
