package dev.mg.core;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import java.io.IOException;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Makes plaintext of records, as many as have come and there is room for. */
final class TlsDecoder {
  /**
   * So many records in a row may bring no data: tickets and key updates are few, and a peer that
   * sends nothing else only wants to keep us busy.
   */
  private static final int IDLE_RECORDS_MAX = 128;

  /** A record of an alert in TLS 1.3: level, description, inner type, and the tag of 16 bytes. */
  private static final int HIDDEN_ALERT_BYTES = TlsInput.HEADER_BYTES + 19;

  /** How many zeros the JDK appends to each record of TLS 1.3. */
  private static final int PADDING_BYTES = 16;

  private final TlsEngine engine;
  private final TlsInput input;
  private final TlsOutput out;
  private final TlsScratch scratch;

  /** Plaintext a reader had no room for. */
  private final MgIobuf rest = new MgIobuf();

  private int idleRecords;
  private boolean isTls13;
  private boolean isOver;

  TlsDecoder(TlsEngine engine, TlsInput input, TlsOutput out, TlsScratch scratch) {
    this.engine = engine;
    this.input = input;
    this.out = out;
    this.scratch = scratch;
  }

  /** The handshake is complete. */
  void begin() throws SSLException {
    isTls13 = engine.ssl.getSession().getProtocol().equals("TLSv1.3");
    nothing();
  }

  /** The peer has said that no more comes. */
  boolean isOver() {
    return isOver;
  }

  /** Whether it has bytes for a reader without any more of the peer's. */
  boolean hasMore() {
    return !rest.isEmpty() || (input.hasRecord() && !out.isFull());
  }

  /** Decrypts a record to where there is room for any. */
  SSLEngineResult aside(MgIobuf from, int n) throws SSLException {
    scratch.plain.clear();
    SSLEngineResult r = engine.unwrap(from, n, scratch.plain, TlsInput.RECORD_BYTES);
    rest.add(scratch.plain);
    return r;
  }

  /** Lets the engine see that nothing has come: OpenSSL's ends a handshake only then. */
  void nothing() throws SSLException {
    scratch.plain.clear();
    engine.unwrapNothing(scratch.plain, TlsInput.RECORD_BYTES);
    rest.add(scratch.plain);
  }

  /** Appends what was left; returns its bytes. */
  int takeRest(MgIobuf dst, int max) {
    int n = Math.min(max, rest.len());
    if (n > 0) {
      dst.add(rest.buf(), rest.head(), n);
      rest.del(n);
      if (rest.isEmpty()) {
        rest.free();
      }
    }
    return n;
  }

  int capacity() {
    return rest.capacity();
  }

  void free() {
    rest.free();
  }

  /**
   * Appends what the records in {@code from} bring, up to {@code max} bytes; what was appended
   * before it throws is good.
   */
  void decode(MgIobuf from, MgIobuf dst, int max) throws IOException {
    int end = dst.len() + max;
    int begin = dst.len();
    while (dst.len() < end && !isOver && !out.isFull()) {
      int n = input.record(from);
      if (n == 0 || (dst.len() > begin && mayBeAlert(from, n))) {
        return;
      }
      one(from, n, dst, end - dst.len());
    }
  }

  /**
   * An engine that has seen the peer's close_notify sends no more, most of them. So what came
   * before it is answered first. In TLS 1.3 it cannot be told from data, but it is the last to
   * come.
   */
  private boolean mayBeAlert(MgIobuf from, int n) {
    return from.at(0) == TlsInput.ALERT
        || (isTls13
            && n == from.len()
            && (n == HIDDEN_ALERT_BYTES || n == HIDDEN_ALERT_BYTES + PADDING_BYTES));
  }

  private void one(MgIobuf from, int n, MgIobuf dst, int room) throws IOException {
    if (!isTls13 && from.at(0) == TlsInput.HANDSHAKE) {
      throw new MgNetException(
          MgNetException.Kind.TLS,
          "the peer asks for a renegotiation of TLS, which is not done",
          null);
    }
    int before = dst.len();
    SSLEngineResult r;
    if (room >= n) {
      r = engine.unwrap(from, n, dst, n);
    } else {
      r = aside(from, n);
      takeRest(dst, room);
    }
    if (r.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      engine.serve(out.open());
    }
    // OpenSSL's engine says CLOSED of all that comes once we have ended our side.
    if (r.getStatus() == Status.CLOSED && engine.ssl.isInboundDone()) {
      isOver = true;
    } else if (r.bytesConsumed() == 0
        && r.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
      throw new SSLException("the engine of TLS takes nothing of a record of " + n + " bytes");
    }
    idleRecords = dst.len() > before ? 0 : idleRecords + 1;
    if (idleRecords > IDLE_RECORDS_MAX) {
      throw new MgNetException(
          MgNetException.Kind.TLS,
          IDLE_RECORDS_MAX + " records of TLS and more in a row brought no data",
          null);
    }
  }
}
