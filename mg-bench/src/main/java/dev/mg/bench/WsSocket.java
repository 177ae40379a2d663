package dev.mg.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One WebSocket connection of {@link WsClient}. It counts what comes, and knows what is due. */
final class WsSocket implements AutoCloseable {
  private static final String END = "\r\n\r\n";
  private static final int MOST_ANSWER_BYTES = 4096;

  final SocketChannel channel;

  /** Bytes that are still to come. */
  int missing;

  /** When what is to come was asked for. */
  long sentNs;

  private WsSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /** Connects and shakes hands; blocks. */
  static WsSocket open(InetSocketAddress server, String path) throws IOException {
    WsSocket socket = new WsSocket(SocketChannel.open(server));
    socket.channel.socket().setTcpNoDelay(true);
    socket.write(
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + server.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    String answer = "";
    while (!answer.endsWith(END)) {
      if (answer.length() > MOST_ANSWER_BYTES) {
        throw new IOException("the handshake's answer does not end: " + answer);
      }
      answer += (char) socket.read(1)[0];
    }
    // The accept for the sample key, from RFC 6455 section 1.3.
    if (!answer.startsWith("HTTP/1.1 101 ") || !answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
      throw new IOException("the handshake was answered by " + answer);
    }
    return socket;
  }

  /** Writes all; blocks. */
  void write(byte[] bytes) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  /** Reads what must come and throws if something else does; blocks. */
  void expect(byte[] bytes) throws IOException {
    byte[] got = read(bytes.length);
    int differs = Arrays.mismatch(got, bytes);
    if (differs >= 0) {
      throw new IOException(
          "an answer of %d bytes is wrong from byte %d on".formatted(bytes.length, differs));
    }
  }

  private byte[] read(int n) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(n);
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new IOException("closed by the server after " + into.position() + " bytes");
      }
    }
    return into.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
