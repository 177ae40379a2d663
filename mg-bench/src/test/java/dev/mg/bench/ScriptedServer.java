package dev.mg.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server that takes what comes with one read for a request and sends the same bytes for each,
 * whatever they are. One connection at a time.
 */
final class ScriptedServer implements AutoCloseable {
  private static final int READ_BYTES = 64 * 1024;
  private static final int BACKLOG = 16;
  private static final int MAX_MS = 20_000;

  private final ServerSocket listener =
      new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  private final byte[] answer;
  private final boolean closes;
  private int closed;

  /**
   * @param closes whether it closes the connection then
   */
  ScriptedServer(String answer, boolean closes) throws IOException {
    this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
    this.closes = closes;
    Thread thread = new Thread(this::run, "scripted server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void run() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        byte[] request = new byte[READ_BYTES];
        while (socket.getInputStream().read(request) > 0) {
          socket.getOutputStream().write(answer);
          if (closes) {
            break;
          }
        }
      } catch (IOException e) {
        // The client went away, or this is to end: either way the next accept tells.
      }
      countClosed();
    }
  }

  private synchronized void countClosed() {
    closed++;
    notifyAll();
  }

  /** Until so many connections were closed. */
  synchronized void awaitClosed(int many) {
    long untilNs = System.nanoTime() + 1_000_000L * MAX_MS;
    while (closed < many) {
      long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new AssertionError(closed + " of " + many + " connections were closed");
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
