package dev.mg.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Connections that a server would wait for without end if each byte counted: a third sends its head
 * a byte at a time, a third a body so, and a third says nothing. One thread.
 */
final class Tricklers implements AutoCloseable {
  /** What one of them does. */
  enum Kind {
    HEAD("GET /plaintext HTTP/1.1\r\nHost: a\r\nX: "),
    BODY("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"),
    IDLE("");

    private final byte[] start;

    Kind(String start) {
      this.start = start.getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** One connection, and what it was answered. */
  private static final class Trickler {
    final Kind kind;
    final StringBuilder answer = new StringBuilder();

    Trickler(Kind kind) {
      this.kind = kind;
    }
  }

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocate(4096);
  private final ByteBuffer one = ByteBuffer.wrap(new byte[] {'x'});
  private final Map<Kind, Integer> timedOut = new EnumMap<>(Kind.class);
  private int open;

  Tricklers(int port, int count) throws IOException {
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      SocketChannel channel = SocketChannel.open(to);
      channel.write(ByteBuffer.wrap(kind.start));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Trickler(kind));
      open++;
    }
  }

  /** Those the server has not ended. */
  int open() {
    return open;
  }

  /** How many of a kind were told 408 (Request Timeout) before the end. */
  int timedOut(Kind kind) {
    return timedOut.getOrDefault(kind, 0);
  }

  /** One byte from each that is open, then {@code ms} of listening. */
  void round(int ms) throws IOException {
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && ((Trickler) key.attachment()).kind != Kind.IDLE) {
        one.clear();
        try {
          ((SocketChannel) key.channel()).write(one);
        } catch (IOException ended) {
          end(key);
        }
      }
    }
    long until = System.nanoTime() + ms * 1_000_000L;
    for (long left = ms; left > 0 && open > 0; left = (until - System.nanoTime()) / 1_000_000) {
      selector.select(this::read, left);
    }
  }

  private void read(SelectionKey key) {
    try {
      buffer.clear();
      int n = ((SocketChannel) key.channel()).read(buffer);
      if (n < 0) {
        end(key);
      } else {
        String text = new String(buffer.array(), 0, n, StandardCharsets.ISO_8859_1);
        ((Trickler) key.attachment()).answer.append(text);
      }
    } catch (IOException reset) {
      end(key);
    }
  }

  private void end(SelectionKey key) {
    Trickler t = (Trickler) key.attachment();
    if (t.answer.indexOf("HTTP/1.1 408 ") >= 0) {
      timedOut.merge(t.kind, 1, Integer::sum);
    }
    open--;
    close(key);
  }

  private static void close(SelectionKey key) {
    key.cancel();
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    selector.keys().forEach(Tricklers::close);
    selector.close();
  }
}
