package dev.mg.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS on a far end, by the JDK's engine. Blocking, and for one thread at a time. What it has to
 * send is held until it waits for an answer, so that flights are written whole: or byte by byte.
 */
final class TlsContractPeer implements ContractPeer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ContractPeer plain;
  private final SSLEngine engine;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  /** Both ready to be read from. */
  private ByteBuffer wire;

  private ByteBuffer text;

  /** Bytes a write on the wire; 0 = all there are. */
  private int pieceBytes;

  TlsContractPeer(ContractPeer plain, SSLEngine engine) {
    this.plain = plain;
    this.engine = engine;
    wire = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    text = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
  }

  /** Writes one byte a time from now on. */
  TlsContractPeer dribbling() {
    pieceBytes = 1;
    return this;
  }

  /** The end below, for what goes in the clear. */
  ContractPeer plain() {
    return plain;
  }

  SSLEngine engine() {
    return engine;
  }

  /** The handshake; its last flight leaves too. */
  TlsContractPeer handshake() throws IOException {
    handshakeHoldingTheLast();
    flush();
    return this;
  }

  /** The handshake; a last flight of ours waits for the next write. */
  void handshakeHoldingTheLast() throws IOException {
    engine.beginHandshake();
    proceed();
  }

  /** A handshake with somebody it does not trust, whom it tells so. */
  @Nullable Void refuse() throws IOException {
    try {
      handshake();
    } catch (SSLException expected) {
      wrap(NOTHING);
      flush();
      return null;
    }
    throw new AssertionError("trusted whom it should not");
  }

  /** Asks for new keys: that is what a second handshake is in TLS 1.3 (RFC 8446 section 4.6.3). */
  void updateKeys() throws IOException {
    engine.beginHandshake();
    proceed();
  }

  private void proceed() throws IOException {
    for (; ; ) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap()) {
            throw new SSLException("the end came inside of the handshake");
          }
        }
        default -> {
          return;
        }
      }
    }
  }

  private void wrap(ByteBuffer from) throws IOException {
    ByteBuffer to = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(from, to);
    held.write(to.array(), 0, to.position());
  }

  /** Sends what is held. */
  void flush() throws IOException {
    byte[] all = held.toByteArray();
    held.reset();
    int step = pieceBytes == 0 ? Math.max(1, all.length) : pieceBytes;
    for (int at = 0; at < all.length; at += step) {
      plain.write(all, at, Math.min(step, all.length - at));
    }
  }

  /** Takes a record in, waiting for it; false at the end of the stream. */
  private boolean unwrap() throws IOException {
    for (; ; ) {
      text.compact();
      SSLEngineResult got;
      try {
        got = engine.unwrap(wire, text);
      } finally {
        text.flip();
      }
      if (got.getStatus() == Status.CLOSED || got.getStatus() == Status.OK) {
        return got.getStatus() == Status.OK || text.hasRemaining();
      }
      if (got.getStatus() == Status.BUFFER_OVERFLOW) {
        throw new SSLException("a record of more than the largest size");
      }
      flush();
      byte[] more = new byte[wire.capacity()];
      int n = plain.read(more, 0, wire.capacity() - wire.remaining());
      if (n < 0) {
        engine.closeInbound();
        return false;
      }
      wire.compact().put(more, 0, n).flip();
    }
  }

  /** Encrypts, to be sent together with what comes next. */
  void hold(byte[] bytes) throws IOException {
    wrap(ByteBuffer.wrap(bytes));
  }

  @Override
  public void write(byte[] bytes, int off, int len) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes, off, len);
    while (from.hasRemaining()) {
      wrap(from);
    }
    flush();
  }

  /** -1 after the other's close_notify only; an end without it is an SSLException. */
  @Override
  public int read(byte[] into, int off, int len) throws IOException {
    while (!text.hasRemaining()) {
      if (engine.isInboundDone() || !unwrap() && engine.isInboundDone()) {
        return -1;
      }
      if (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
        answer();
      }
    }
    int n = Math.min(len, text.remaining());
    text.get(into, off, n);
    return n;
  }

  /** What a message behind the handshake asks for; a close is answered by {@link #close}. */
  private void answer() throws IOException {
    if (!engine.isInboundDone()) {
      proceed();
      flush();
    }
  }

  /** close_notify, then FIN. */
  @Override
  public void shutdownOutput() throws IOException {
    engine.closeOutbound();
    while (!engine.isOutboundDone()) {
      wrap(NOTHING);
    }
    flush();
    plain.shutdownOutput();
  }

  /** FIN without close_notify: what an attacker could do. */
  void truncate() throws IOException {
    plain.shutdownOutput();
  }

  @Override
  public void reset() throws IOException {
    plain.reset();
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }

  @Override
  public SocketAddress local() {
    return plain.local();
  }

  @Override
  public SocketAddress remote() {
    return plain.remote();
  }
}
