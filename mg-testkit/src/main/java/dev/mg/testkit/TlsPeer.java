package dev.mg.testkit;

import dev.mg.MgIobuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * The far end of a TLS connection in a {@link MemoryNetwork}: an engine over a raw peer. Nothing of
 * it waits; {@link #step} moves it on as far as it goes, between two polls.
 */
public final class TlsPeer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** The raw end. */
  public final MemoryPeer raw;

  /** What decrypts and encrypts; its mode, protocols and session are the caller's. */
  public final SSLEngine engine;

  private final MgIobuf in = new MgIobuf();
  private final MgIobuf out = new MgIobuf();
  private final MgIobuf plain = new MgIobuf();
  private final MgIobuf sending = new MgIobuf();

  /** An engine that has not begun its handshake yet. */
  public TlsPeer(MemoryPeer raw, SSLEngine engine) throws SSLException {
    this.raw = raw;
    this.engine = engine;
    engine.beginHandshake();
  }

  /** Takes what has come, and sends what there is to send and room for. Whether anything moved. */
  public boolean step() throws IOException {
    byte[] came = raw.received();
    in.add(came);
    int sent = 0;
    boolean moved = came.length > 0;
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap();
            default -> unwrap() || (isHandshakeDone() && !sending.isEmpty() && wrap());
          };
      moved |= goesOn;
    }
    if (!out.isEmpty()) {
      sent = raw.offer(out.buf(), out.head(), out.len());
      out.del(sent);
    }
    return moved || sent > 0;
  }

  private boolean runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    return true;
  }

  private boolean wrap() throws SSLException {
    out.reserve(engine.getSession().getPacketBufferSize());
    SSLEngineResult result =
        engine.wrap(
            sending.isEmpty()
                ? NOTHING
                : ByteBuffer.wrap(sending.buf(), sending.head(), sending.len()),
            ByteBuffer.wrap(out.buf(), out.tail(), out.capacity() - out.tail()));
    sending.del(result.bytesConsumed());
    out.commit(result.bytesProduced());
    return result.bytesProduced() > 0;
  }

  private boolean unwrap() throws SSLException {
    plain.reserve(engine.getSession().getApplicationBufferSize());
    SSLEngineResult result =
        engine.unwrap(
            ByteBuffer.wrap(in.buf(), in.head(), in.len()),
            ByteBuffer.wrap(plain.buf(), plain.tail(), plain.capacity() - plain.tail()));
    in.del(result.bytesConsumed());
    plain.commit(result.bytesProduced());
    return result.bytesConsumed() > 0;
  }

  private boolean needsWrap() {
    return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP;
  }

  /** Bytes to be sent in TLS, once the handshake is done. */
  public void send(byte[] bytes) {
    sending.add(bytes);
  }

  /** Takes the plaintext that has come so far. */
  public byte[] received() {
    byte[] all = new byte[plain.len()];
    System.arraycopy(plain.buf(), plain.head(), all, 0, all.length);
    plain.clear();
    return all;
  }

  /** How many bytes {@link #received} would give. */
  public int available() {
    return plain.len();
  }

  /** Whether application data can go both ways. */
  public boolean isHandshakeDone() {
    return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
        && engine.getSession().isValid()
        && !engine.getSession().getProtocol().equals("NONE");
  }

  /** Whether the other end has said that no more comes (RFC 8446 section 6.1). */
  public boolean isEnded() {
    return engine.isInboundDone();
  }

  /** Says that no more comes; reading goes on. The raw end stays open. */
  public void end() throws IOException {
    engine.closeOutbound();
    while (wrap()) {
      // It may have more than one thing to say.
    }
    step();
  }

  /** After a failure: sends what the engine has to say about it, and closes the raw end. */
  public void endHard() throws IOException {
    try {
      while (wrap()) {
        // An alert, mostly.
      }
    } catch (SSLException e) {
      // It was told already.
    }
    raw.offer(out.buf(), out.head(), out.len());
    raw.received();
    raw.close();
  }

  /** Makes records of what is to be sent and gives them, for the test to send in its own ways. */
  public byte[] cutOff() throws SSLException {
    while (wrap() && (!sending.isEmpty() || needsWrap())) {
      // More than one record.
    }
    byte[] all = new byte[out.len()];
    System.arraycopy(out.buf(), out.head(), all, 0, all.length);
    out.clear();
    return all;
  }
}
