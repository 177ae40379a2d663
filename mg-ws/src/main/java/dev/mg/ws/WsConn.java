package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.MgPause;
import dev.mg.MgStr;
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
 * nothing else, unless windows for compression are kept.
 */
final class WsConn {
  private static final byte OPEN = 0;
  private static final byte CLOSE_SENT = 1;
  private static final byte OVER = 2;

  private static final byte NO_PARTS = 0;
  private static final byte PLAIN_PARTS = 1;
  private static final byte COMPRESSED_PARTS = 2;

  /** One found no room: those behind it would make another message of it. */
  private static final byte LOST_PARTS = 3;

  final WsShared shared;
  final FrameParser parser;

  /** Whether we are the client, who masks. */
  private final boolean isClient;

  /** Our window for compression as the exponent of two; 0 = messages are sent as they are. */
  private byte deflateBits;

  /** Whether our messages may refer to those before them. */
  private final boolean keepsWindow;

  /** Our compressor, once there was something for it and if it keeps a window. */
  private @Nullable Deflation deflation;

  private byte state = OPEN;

  /** The message in parts that was begun by us and not ended, if there is one. */
  private byte parts = NO_PARTS;

  /** Whether nothing is parsed until the peer has taken what is in {@code send}. */
  boolean held;

  /** Whether the manager stops, and the peer is to be told so in the next pass. */
  boolean goingAway;

  /** Its subscriptions and what it missed; null if it has never subscribed. */
  @Nullable Subscriber subscriber;

  /** Whether others have to take what they were sent before anything more is parsed here. */
  boolean holds;

  /** The sweep of {@link KeepAlive} in which the peer was heard last. */
  int heard;

  /** Messages left out since the peer was too slow for them. */
  int dropped;

  /** A {@link MgWsSlow}, by its ordinal. */
  private byte slow;

  /** Control frames that came in the second {@link #controlsAt}. */
  private int controls;

  private short controlsAt;

  /** How it ended, from the peer's close frame or our last one on. */
  private WsEnd end = WsEnd.NONE;

  /**
   * The state of a connection whose handshake is done.
   *
   * @param terms null if compression was not agreed on
   */
  WsConn(WsShared shared, boolean isClient, @Nullable DeflateTerms terms) {
    this.shared = shared;
    this.isClient = isClient;
    parser = new FrameParser(shared.rules(isClient, terms));
    keepsWindow = terms != null && (isClient ? terms.clientKeeps() : terms.serverKeeps());
    if (terms != null) {
      deflateBits = (byte) (isClient ? terms.clientBits() : terms.serverBits());
      shared.deflate.join();
    }
    heard = shared.keepAlive.now;
    shared.keepAlive.start();
  }

  /** Whether both sides may send. */
  boolean isOpen() {
    return state == OPEN;
  }

  /** Whether all has been said. */
  boolean isOver() {
    return state == OVER;
  }

  // ---- sending ----

  /** What is to become of messages while the peer does not take them. */
  void slow(MgWsSlow policy) {
    slow = (byte) policy.ordinal();
  }

  /** Whether it is to be closed if it does not take what is published. */
  boolean closesIfSlow() {
    return slow == MgWsSlow.CLOSE.ordinal();
  }

  /** Whether a message for a peer so slow is not to be sent: what {@link MgWsSlow} is about. */
  boolean isRefused(MgConnection c, int op) {
    if (slow == MgWsSlow.QUEUE.ordinal()
        || op >= FrameHeader.CONTROL
        || state != OPEN
        || !c.isSendFull()) {
      return false;
    }
    if (slow == MgWsSlow.DROP.ordinal()) {
      dropped++;
    } else if (!c.isClosing()) {
      c.error("the peer is too slow: %d bytes wait for it (MgWsSlow.CLOSE)", c.send.len());
    }
    return true;
  }

  /**
   * Appends a message or a control frame; nothing once a close frame was sent.
   *
   * @return bytes appended
   */
  int message(MgConnection c, int op, byte[] data, int off, int len) {
    int flags = FrameHeader.FIN | op;
    MgIobuf small = deflated(op, data, off, len);
    return small == null
        ? frame(c, flags, data, off, len)
        : compressed(c, flags | FrameHeader.COMPRESSED, small);
  }

  /** Appends a frame that {@link #compressor} has made. */
  private int compressed(MgConnection c, int flags, MgIobuf small) {
    int sent = frame(c, flags, small.buf(), small.head(), small.len());
    if (sent == 0) {
      // There was no room. The peer has not seen it, so that nothing may refer to it.
      compressor().reset();
    }
    return sent;
  }

  /** Whether a message in parts was begun by us and not ended. */
  boolean isInParts() {
    return parts != NO_PARTS;
  }

  /**
   * Appends a part of a message, of which the first decides whether all of it is compressed;
   * nothing once a close frame was sent.
   *
   * @return bytes appended
   */
  int part(MgConnection c, int op, MgStr data, boolean last) {
    boolean isFirst = op != MgWs.OP_CONTINUE;
    if (isFirst && last) {
      return message(c, op, data.buf(), data.off(), data.len());
    }
    byte as = parts;
    if (isFirst) {
      as = isCompressed(op, data.len()) ? COMPRESSED_PARTS : PLAIN_PARTS;
    }
    int flags = (last ? FrameHeader.FIN : 0) | op;
    int sent = 0;
    if (as == COMPRESSED_PARTS && state == OPEN) {
      MgIobuf to = shared.deflate.compressed();
      compressor().part(data.buf(), data.off(), data.len(), to, deflateBits, keepsWindow, last);
      sent = compressed(c, flags | (isFirst ? FrameHeader.COMPRESSED : 0), to);
    } else if (as == PLAIN_PARTS) {
      sent = frame(c, flags, data.buf(), data.off(), data.len());
    }
    parts = last ? NO_PARTS : sent == 0 ? LOST_PARTS : as;
    return sent;
  }

  /**
   * Appends one frame as it is; nothing once a close frame was sent.
   *
   * @param flags FIN, RSV1 and opcode
   * @return bytes appended
   */
  int frame(MgConnection c, int flags, byte[] data, int off, int len) {
    if (state != OPEN) {
      return 0;
    }
    int key = isClient ? shared.keys.next() : 0;
    int head = c.send(shared.head, 0, head(flags, len, key));
    if (head == 0 || len == 0) {
      return head;
    }
    int sent = c.send(data, off, len);
    if (sent == 0) {
      c.send.truncate(c.send.len() - head);
      return 0;
    }
    mask(c, len, key);
    return head + sent;
  }

  /** Appends a frame that was made for many; returns the bytes appended, 0 if none could be. */
  int frame(MgConnection c, SharedFrame frame) {
    if (state != OPEN) {
      return 0;
    }
    if (isClient || deflateBits != 0 && (keepsWindow || deflateBits < Deflation.MAX_BITS)) {
      // Its mask, or what it may refer to, is its own.
      return message(c, frame.flags & 0x0F, frame.data, frame.off, frame.len);
    }
    return c.send(deflateBits == 0 ? frame.plain() : frame.compressed(shared.deflate));
  }

  /** Makes the last {@code len} bytes of {@code send} a message; returns how many those are now. */
  int messageTail(MgConnection c, int op, int len) {
    int at = c.send.len() - len;
    int flags = FrameHeader.FIN | op;
    MgIobuf small = deflated(op, c.send.buf(), c.send.head() + at, len);
    if (small != null) {
      c.send.truncate(at);
      return compressed(c, flags | FrameHeader.COMPRESSED, small);
    }
    int key = isClient ? shared.keys.next() : 0;
    mask(c, len, key);
    int head = head(flags, len, key);
    c.send.insert(at, shared.head, 0, head);
    return head + len;
  }

  private int head(int flags, int len, int key) {
    return isClient
        ? FrameWriter.header(shared.head, flags, len, key)
        : FrameWriter.header(shared.head, flags, len);
  }

  /** Masks the last {@code len} bytes of {@code send}, if we have to. */
  private void mask(MgConnection c, int len, int key) {
    if (isClient) {
      int to = c.send.tail();
      Mask.apply(c.send.buf(), to - len, to, key);
    }
  }

  /** The message compressed, or null if it is to be sent as it is. */
  private @Nullable MgIobuf deflated(int op, byte[] data, int off, int len) {
    if (!isCompressed(op, len)) {
      return null;
    }
    Deflation z = compressor();
    MgIobuf to = shared.deflate.compressed();
    z.compress(data, off, len, to, deflateBits, keepsWindow);
    if (to.len() < len) {
      return to;
    }
    z.reset();
    return null;
  }

  /** Whether a message or a first part of that length is worth it. */
  private boolean isCompressed(int op, int len) {
    return deflateBits != 0
        && len >= shared.deflate.minBytes
        && len != 0
        && op < FrameHeader.CONTROL
        && state == OPEN;
  }

  /** Our own, if it keeps a window, or that of all. */
  private Deflation compressor() {
    Deflation z = deflation;
    if (z == null) {
      z = keepsWindow ? shared.deflate.deflation() : shared.deflate.shared();
      deflation = keepsWindow ? z : null;
    }
    return z;
  }

  // ---- closing ----

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

  /** Whether nothing more is parsed for now, since the answers would find no room. */
  boolean isHeld(MgConnection c) {
    return state == OPEN && (holds || c.isSendFull());
  }

  /** Bytes left {@code send}. */
  void written(MgConnection c) {
    if (state == CLOSE_SENT) {
      // What was queued before the close frame has to go first; the peer's time starts after it.
      awaitClose(c);
    } else if (held && !isHeld(c)) {
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
    end = new WsEnd(code, reason);
    byte[] payload = payload(code, reason);
    frame(c, FrameHeader.FIN | MgWs.OP_CLOSE, payload, 0, payload.length);
    end(c);
  }

  /** What the peer's close frame says, before it is answered. */
  void closeSays(byte[] payload, int off, int len) {
    end = WsEnd.of(payload, off, len);
  }

  /** The peer's close frame came: answers it, if ours was not sent yet, and ends. */
  void closeReceived(MgConnection c, byte[] payload, int off, int len) {
    frame(c, FrameHeader.FIN | MgWs.OP_CLOSE, payload, off, len);
    end(c);
  }

  /** How it ended; {@link WsEnd#NONE} until then. */
  WsEnd end() {
    return end;
  }

  /** Whether this is a control frame too many, with those of this second. */
  boolean isFlooded(MgConnection c) {
    short second = (short) (c.mgr().nowMs() / 1000);
    if (second != controlsAt) {
      controlsAt = second;
      controls = 0;
    }
    return ++controls > shared.maxControlsPerSecond;
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

  /** Nothing is parsed and no frame sent any more; what compression has cost is given back. */
  void stop() {
    state = OVER;
    held = false;
    if (deflateBits != 0) {
      deflateBits = 0;
      parser.free();
      Deflation own = deflation;
      if (own != null) {
        deflation = null;
        shared.deflate.end(own);
      }
      shared.deflate.leave();
    }
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
