package dev.mg.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that makes tunnels to loopback, on threads of its own, and tells what it was asked. */
public final class ConnectProxy implements AutoCloseable {
  private static final int WAIT_MS = 10_000;

  private final ServerSocket listener;

  /** The request lines. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /** The first byte of what each client sent into its tunnel. */
  public final List<Integer> firstBytes = new CopyOnWriteArrayList<>();

  /** Listens on a free port. */
  public ConnectProxy() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Its URL. */
  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // An end has left, or the test is over.
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    for (; ; ) {
      Socket client = listener.accept();
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      client.setSoTimeout(WAIT_MS);
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = client.getInputStream().read();
        if (b < 0) {
          return;
        }
        head.append((char) b);
      }
      String line = head.substring(0, head.indexOf("\r\n"));
      asked.add(line);
      String authority = line.split(" ")[1];
      int colon = authority.lastIndexOf(':');
      try (Socket server =
          new Socket(
              authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)))) {
        server.setSoTimeout(WAIT_MS);
        client
            .getOutputStream()
            .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        start(() -> pass(server, client));
        int first = client.getInputStream().read();
        firstBytes.add(first);
        server.getOutputStream().write(first);
        pass(client, server);
        // The other direction ends with its socket.
        client.getInputStream().readAllBytes();
      }
    }
  }

  private static void pass(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    in.transferTo(out);
    to.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
