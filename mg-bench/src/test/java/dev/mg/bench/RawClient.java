package dev.mg.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that shows an answer as it came: head and body in ISO 8859-1, one char a byte. */
final class RawClient implements AutoCloseable {
  private static final int MAX_MS = 20_000;

  private final Socket socket;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(MAX_MS);
    socket.setTcpNoDelay(true);
  }

  /** One request on a connection of its own, which the server closes after the answer. */
  static String once(int port, String method, String target, String fields, String body)
      throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.write(
          method
              + " "
              + target
              + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
              + fields
              + "\r\n"
              + body);
      return client.readAll();
    }
  }

  /** {@link #once} without fields and body. */
  static String get(int port, String target) throws IOException {
    return once(port, "GET", target, "", "");
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Up to the end of the connection. */
  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Up to and with the first {@code end}. */
  String readTo(String end) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (!all.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed before '" + end + "', after '" + all + "'");
      }
      all.write(b);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
