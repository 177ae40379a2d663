package dev.mg.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS on one connection of an {@link HttpClient}. It keeps what does not fit: the beginning of a
 * record that is not whole, and what the socket has no room for; both are rare. Not thread safe.
 */
final class TlsLink {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ClientTls shared;
  private final SSLEngine engine;
  private ByteBuffer begun = NOTHING;
  private ByteBuffer unsent = NOTHING;
  private boolean isOpen;

  /** Before its handshake, which begins with the first {@link #write}. */
  TlsLink(ClientTls shared) throws SSLException {
    this.shared = shared;
    engine = shared.engine();
    engine.beginHandshake();
  }

  /**
   * Reads what has come, and does what the handshake asks for.
   *
   * @param to gets what the records hold, with room for all of {@link ClientTls#in}
   * @return bytes of it, -1 at its end, 0 if there is none: the handshake has gone on
   */
  int read(SocketChannel channel, ByteBuffer to) throws IOException {
    ByteBuffer in = shared.in.clear().put(begun);
    begun.rewind();
    int n = channel.read(in);
    if (n <= 0) {
      return n;
    }
    int start = to.position();
    if (!decode(channel, in.flip(), to)) {
      return to.position() == start ? -1 : to.position() - start;
    }
    if (begun.capacity() < in.remaining()) {
      begun = ByteBuffer.allocate(Math.max(shared.recordBytes, in.remaining()));
    }
    begun.clear().put(in).flip();
    return to.position() - start;
  }

  /** Takes the records that are whole; false = the server has ended what it says. */
  private boolean decode(SocketChannel channel, ByteBuffer in, ByteBuffer to) throws IOException {
    boolean goesOn = true;
    while (goesOn) {
      SSLEngineResult result = engine.unwrap(in, to);
      if (result.getStatus() == Status.CLOSED) {
        return false;
      }
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        throw new SSLException("a record is longer than " + to.remaining() + " bytes");
      }
      HandshakeStatus next = result.getHandshakeStatus();
      boolean moved = result.bytesConsumed() + result.bytesProduced() > 0;
      // OpenSSL tells that the last record of a handshake was that when it is asked once more.
      boolean more = in.hasRemaining() || next == HandshakeStatus.NEED_UNWRAP;
      goesOn = settle(channel, next) || moved && more;
    }
    return true;
  }

  /** Does what the handshake asks of this side; whether it asked for anything. */
  private boolean settle(SocketChannel channel, HandshakeStatus first) throws IOException {
    HandshakeStatus now = first;
    while (now == HandshakeStatus.NEED_TASK || now == HandshakeStatus.NEED_WRAP) {
      if (now == HandshakeStatus.NEED_TASK) {
        runTasks();
        now = engine.getHandshakeStatus();
      } else {
        now = wrap(channel, NOTHING);
      }
    }
    isOpen |= now == HandshakeStatus.FINISHED || now == HandshakeStatus.NOT_HANDSHAKING;
    if (now == first) {
      return false;
    }
    send(channel);
    return true;
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  /**
   * Sends as much of {@code from} as there is room for, in records, after what waits from before.
   *
   * @return bytes of it that are taken; none while the handshake is not done
   */
  int write(SocketChannel channel, ByteBuffer from) throws IOException {
    int start = from.position();
    if (unsent.hasRemaining()) {
      channel.write(unsent);
    }
    if (!isOpen) {
      settle(channel, engine.getHandshakeStatus());
    }
    while (isOpen && from.hasRemaining() && !unsent.hasRemaining()) {
      wrap(channel, from);
    }
    send(channel);
    return from.position() - start;
  }

  /** Makes one record, to be sent together with others; what the handshake asks for then. */
  private HandshakeStatus wrap(SocketChannel channel, ByteBuffer from) throws IOException {
    if (shared.out.remaining() < shared.recordBytes) {
      send(channel);
    }
    SSLEngineResult result = engine.wrap(from, shared.out);
    HandshakeStatus next = result.getHandshakeStatus();
    boolean goesOn = result.bytesProduced() > 0 || next == HandshakeStatus.NEED_UNWRAP;
    if (result.getStatus() != Status.OK || !goesOn) {
      throw new SSLException("the engine makes no record: " + result);
    }
    return next;
  }

  private void send(SocketChannel channel) throws IOException {
    ByteBuffer out = shared.out.flip();
    if (!unsent.hasRemaining() && out.hasRemaining()) {
      channel.write(out);
    }
    if (out.hasRemaining()) {
      ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + out.remaining());
      unsent = both.put(unsent).put(out).flip();
    }
    out.clear();
  }

  /** Whether something waits for room. */
  boolean hasUnsent() {
    return unsent.hasRemaining();
  }

  /** After the end of its connection. */
  void close() {
    shared.release(engine);
  }
}
