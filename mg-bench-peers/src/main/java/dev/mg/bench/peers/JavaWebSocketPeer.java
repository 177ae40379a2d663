package dev.mg.bench.peers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/** Java-WebSocket with its selector and one worker, the least it runs with. */
final class JavaWebSocketPeer extends WebSocketServer {
  private static final int WORKERS = 1;
  private static final int BACKLOG = 1024;
  private static final int START_SECONDS = 10;

  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  /** Handlers run in the one worker. */
  private final List<WebSocket> subscribers = new ArrayList<>();

  private JavaWebSocketPeer() {
    super(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        WORKERS,
        List.of(new Draft_6455()));
    setTcpNoDelay(true);
    setConnectionLostTimeout(0);
    setMaxPendingConnections(BACKLOG);
  }

  static int listen() throws Exception {
    JavaWebSocketPeer server = new JavaWebSocketPeer();
    server.start();
    return server.port.get(START_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void onStart() {
    port.complete(getPort());
  }

  @Override
  public void onOpen(WebSocket socket, ClientHandshake request) {
    if (socket.getResourceDescriptor().equals("/topic")) {
      subscribers.add(socket);
    }
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer message) {
    if (socket.getResourceDescriptor().equals("/topic")) {
      broadcast(message, subscribers);
    } else {
      socket.send(message);
    }
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    socket.send(message);
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason, boolean remote) {
    subscribers.remove(socket);
  }

  @Override
  public void onError(@Nullable WebSocket socket, Exception e) {
    port.completeExceptionally(e);
  }
}
