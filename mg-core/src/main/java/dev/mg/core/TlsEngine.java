package dev.mg.core;

import dev.mg.MgIobuf;
import dev.mg.spi.MgTlsContext;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** An engine, fed from the heap or through direct buffers, as it likes better. */
final class TlsEngine {
  /** How often an engine is asked for more before it is taken to be done. */
  private static final int WORDS_MAX = 8;

  private static final MgIobuf NOTHING = new MgIobuf();

  final SSLEngine ssl;
  private final MgTlsContext context;
  private final TlsScratch scratch;
  private boolean released;

  TlsEngine(SSLEngine ssl, MgTlsContext context, TlsScratch scratch) {
    this.ssl = ssl;
    this.context = context;
    this.scratch = scratch;
  }

  HandshakeStatus status() {
    return ssl.getHandshakeStatus();
  }

  /**
   * Decrypts the first {@code n} bytes of {@code from}, deletes what was consumed, and appends to
   * {@code to}, at most {@code room} bytes.
   */
  SSLEngineResult unwrap(MgIobuf from, int n, MgIobuf to, int room) throws SSLException {
    to.reserve(room);
    SSLEngineResult result;
    if (context.wantsDirect()) {
      TlsScratch.Direct direct = scratch.direct();
      ByteBuffer src = direct.from.clear().put(from.buf(), from.head(), n).flip();
      ByteBuffer dst = direct.to(room);
      result = ssl.unwrap(src, dst);
      dst.flip().get(to.buf(), to.tail(), result.bytesProduced());
    } else {
      ByteBuffer src = scratch.unwrapFrom.of(from.buf(), from.head(), n);
      ByteBuffer dst = scratch.unwrapTo.of(to.buf(), to.tail(), room);
      result = ssl.unwrap(src, dst);
    }
    from.del(result.bytesConsumed());
    to.commit(result.bytesProduced());
    return result;
  }

  /** Lets the engine see that nothing has come: OpenSSL's ends a handshake only then. */
  SSLEngineResult unwrapNothing(MgIobuf to, int room) throws SSLException {
    return unwrap(NOTHING, 0, to, room);
  }

  /** Appends a record of {@code n} bytes of {@code from}, from its byte {@code off} on. */
  SSLEngineResult wrap(MgIobuf from, int off, int n, MgIobuf to) throws SSLException {
    SSLEngineResult result = wrap(from, off, n, to, TlsInput.RECORD_BYTES);
    return result.getStatus() == Status.BUFFER_OVERFLOW
        ? wrap(from, off, n, to, ssl.getSession().getPacketBufferSize())
        : result;
  }

  /** Appends what the engine has to say of its own. */
  SSLEngineResult wrapNothing(MgIobuf to) throws SSLException {
    return wrap(NOTHING, 0, 0, to);
  }

  private SSLEngineResult wrap(MgIobuf from, int off, int n, MgIobuf to, int room)
      throws SSLException {
    to.reserve(room);
    SSLEngineResult result;
    if (context.wantsDirect()) {
      TlsScratch.Direct direct = scratch.direct();
      ByteBuffer src = direct.from.clear().put(from.buf(), from.head() + off, n).flip();
      ByteBuffer dst = direct.to(room);
      try {
        result = ssl.wrap(src, dst);
      } finally {
        // OpenSSL's engine may throw and have written the alert that says why.
        int produced = dst.position();
        dst.flip().get(to.buf(), to.tail(), produced);
        to.commit(produced);
      }
    } else {
      ByteBuffer src = scratch.wrapFrom.of(from.buf(), from.head() + off, n);
      ByteBuffer dst = scratch.wrapTo.of(to.buf(), to.tail(), room);
      result = ssl.wrap(src, dst);
      to.commit(result.bytesProduced());
    }
    return result;
  }

  /**
   * Does what the engine asks for besides data: answers to key updates, tickets, alerts.
   *
   * @param out where that goes
   */
  void serve(MgIobuf out) throws SSLException {
    for (int i = 0; i < WORDS_MAX; i++) {
      HandshakeStatus status = status();
      if (status == HandshakeStatus.NEED_WRAP) {
        if (wrapNothing(out).bytesProduced() == 0) {
          return;
        }
      } else if (status == HandshakeStatus.NEED_TASK) {
        runTask();
      } else {
        return;
      }
    }
  }

  /** Appends all that the engine has to say, whether it is asked or not. */
  void speak(MgIobuf out) throws SSLException {
    int said = 1;
    for (int i = 0; i < WORDS_MAX && said > 0; i++) {
      said = wrapNothing(out).bytesProduced();
    }
  }

  /** One of the long computations, here and now. */
  void runTask() {
    Runnable task = ssl.getDelegatedTask();
    if (task != null) {
      task.run();
    }
  }

  /** Idempotent. */
  void release() {
    if (!released) {
      released = true;
      context.release(ssl);
    }
  }
}
