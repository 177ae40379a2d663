package dev.mg.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Between a client and a server: passes the client's bytes on, and the server's in small pieces.
 */
final class Dribble implements AutoCloseable {
  private static final int READ_BYTES = 64 * 1024;
  private static final int BACKLOG = 16;

  private final ServerSocket listener =
      new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  private final int serverPort;
  private final int pieceBytes;

  /** Listens on return. */
  Dribble(int serverPort, int pieceBytes) throws IOException {
    this.serverPort = serverPort;
    this.pieceBytes = pieceBytes;
    start(this::accept);
  }

  private static void start(Runnable run) {
    Thread thread = new Thread(run, "dribble");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        Socket server = new Socket(listener.getInetAddress(), serverPort);
        start(() -> pass(client, server, READ_BYTES));
        start(() -> pass(server, client, pieceBytes));
      } catch (IOException e) {
        // This is to end: the loop tells.
      }
    }
  }

  /** Until either end goes away, and then neither stays. */
  private static void pass(Socket from, Socket to, int pieceBytes) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] some = new byte[READ_BYTES];
      for (int n = in.read(some); n > 0; n = in.read(some)) {
        for (int at = 0; at < n; at += pieceBytes) {
          out.write(some, at, Math.min(pieceBytes, n - at));
        }
      }
    } catch (IOException e) {
      // One of them was closed by its other end.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
