package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgPause;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection's WebSocket: its parser, what it may still send, and the closing handshake.
 *
 * <pre>
 *   OPEN --our close frame--> CLOSE_SENT --theirs, or a violation--> OVER
 *     +--theirs (answered), or a violation (told)-----------------------^
 * </pre>
 *
 * <p><b>Manager's thread only.</b> Small on purpose: an idle connection holds this, the parser and
 * nothing else.
 */
final class WsConn {
  private static final byte OPEN = 0;
  private static final byte CLOSE_SENT = 1;
  private static final byte OVER = 2;

  final WsShared shared;
  final FrameParser parser;
  private byte state = OPEN;

  /** Whether a message in parts was begun by us and not ended. */
  boolean inParts;

  /** Whether nothing is parsed until the peer has taken what is in {@code send}. */
  boolean held;

  /** Whether the manager stops, and the peer is to be told so in the next pass. */
  boolean goingAway;

  /** Its subscriptions and what it missed; null if it has never subscribed. */
  @Nullable Subscriber subscriber;

  WsConn(WsShared shared) {
    this.shared = shared;
    parser = new FrameParser(shared.maxMessageBytes);
  }

  /** Whether both sides may send. */
  boolean isOpen() {
    return state == OPEN;
  }

  /** Whether all has been said. */
  boolean isOver() {
    return state == OVER;
  }

  /**
   * Appends one frame; nothing once a close frame was sent.
   *
   * @param flags FIN and opcode
   * @return bytes appended
   */
  int frame(MgConnection c, int flags, byte[] data, int off, int len) {
    if (state != OPEN) {
      return 0;
    }
    int head = c.send(shared.head, 0, FrameWriter.header(shared.head, flags, len));
    if (head == 0 || len == 0) {
      return head;
    }
    int sent = c.send(data, off, len);
    if (sent == 0) {
      c.send.truncate(c.send.len() - head);
      return 0;
    }
    return head + sent;
  }

  /** Appends a frame that was made for many; returns the bytes appended, 0 if none could be. */
  int frame(MgConnection c, SharedFrame frame) {
    return state == OPEN ? c.send(frame.plain()) : 0;
  }

  /** Puts a head before the last {@code len} bytes of {@code send}; returns its length. */
  int frameTail(MgConnection c, int flags, int len) {
    int head = FrameWriter.header(shared.head, flags, len);
    c.send.insert(c.send.len() - len, shared.head, 0, head);
    return head;
  }

  /** Sends a close frame with that payload and waits for the peer's. */
  int close(MgConnection c, byte[] payload, int off, int len) {
    int sent = frame(c, FrameHeader.FIN | MgWs.OP_CLOSE, payload, off, len);
    closeSent(c);
    return sent;
  }

  /** Our close frame is in {@code send}: the peer's is due. */
  void closeSent(MgConnection c) {
    if (state == OPEN) {
      state = CLOSE_SENT;
      awaitClose(c);
      if (held) {
        // Nothing is sent any more, so nothing keeps us from reading up to the peer's close frame.
        c.again();
      }
    }
  }

  /** Bytes left {@code send}. */
  void written(MgConnection c) {
    if (state == CLOSE_SENT) {
      // What was queued before the close frame has to go first; the peer's time starts after it.
      awaitClose(c);
    } else if (held && !c.isSendFull()) {
      c.again();
    }
    if (subscriber != null) {
      subscriber.written();
    }
  }

  /** It has ended, or another protocol has the connection now. */
  void unsubscribe() {
    if (subscriber != null) {
      MgTopics.end(subscriber);
    }
  }

  private void awaitClose(MgConnection c) {
    c.deadline(shared.closeTimeoutMs, "no close frame came back in time (wsCloseTimeoutMs)");
  }

  /** Cannot go on: tells the peer why, if we may still send, and ends. */
  void fail(MgConnection c, int code, String reason) {
    byte[] payload = payload(code, reason);
    frame(c, FrameHeader.FIN | MgWs.OP_CLOSE, payload, 0, payload.length);
    end(c);
  }

  /** The peer's close frame came: answers it, if ours was not sent yet, and ends. */
  void closeReceived(MgConnection c, byte[] payload, int off, int len) {
    frame(c, FrameHeader.FIN | MgWs.OP_CLOSE, payload, off, len);
    end(c);
  }

  /**
   * FIN after what is in {@code send}; what still comes is dropped, so that the close frame is not
   * lost to a reset (RFC 6455 section 7.1.1).
   */
  private void end(MgConnection c) {
    stop();
    c.deadline(0, "");
    c.pause(MgPause.BACKPRESSURE, false);
    c.linger();
  }

  /** Nothing is parsed and no frame sent any more. */
  void stop() {
    state = OVER;
    held = false;
  }

  /** The payload of a close frame. */
  static byte[] payload(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (code >>> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    return payload;
  }
}
