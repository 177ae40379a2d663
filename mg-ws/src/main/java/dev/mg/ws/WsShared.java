package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.spi.MgCheck;

/**
 * What the WebSocket connections of one manager have in common. <b>Manager's thread only.</b>
 *
 * <p>Messages are delivered one at a time, so one view and one place to make a frame's head in are
 * enough for all.
 */
final class WsShared {
  /** Beside a message {@code recv} may hold a control frame, and must stay below its limit. */
  private static final int OVERHEAD_BYTES = FrameHeader.SHORT + 1;

  final int maxMessageBytes;
  final int closeTimeoutMs;
  final int readBytes;

  /** Where the head of a frame is made. */
  final byte[] head = new byte[FrameWriter.MAX_BYTES];

  /** Whether a pass is under way: its views are in use. */
  boolean parsing;

  /** Pongs of the pass so far, and where in {@code send} the last one lies. */
  int pongs;

  int pongStart;
  int pongEnd;

  private final MgWsMessage message = new MgWsMessage();

  private WsShared(MgOptions options) {
    maxMessageBytes = options.wsMaxMessageBytes();
    closeTimeoutMs = options.wsCloseTimeoutMs();
    readBytes = options.readBytes();
    if (maxMessageBytes + (long) OVERHEAD_BYTES > options.maxRecvBytes()) {
      throw new MgException(
          "messages of wsMaxMessageBytes "
              + maxMessageBytes
              + " do not fit into maxRecvBytes "
              + options.maxRecvBytes()
              + ": raise maxRecvBytes to "
              + (maxMessageBytes + (long) OVERHEAD_BYTES)
              + " at least, or lower wsMaxMessageBytes");
    }
  }

  /**
   * Of the manager.
   *
   * @throws MgException if its options contradict each other
   */
  static WsShared of(MgManager mgr) {
    return mgr.local(WsShared.class, () -> new WsShared(mgr.options()));
  }

  /** Fires {@code ev} with a message that is over when the handlers return. */
  void fire(MgConnection c, int ev, int flags, byte[] buf, int off, int len) {
    // When checks are on each has its own, so that a late reader never meets the next message.
    MgWsMessage m = MgCheck.ON ? new MgWsMessage() : message;
    m.wrap(flags, buf, off, len);
    c.call(ev, m);
    m.data.poison();
  }
}
