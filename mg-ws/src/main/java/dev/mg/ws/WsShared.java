package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.spi.MgCheck;
import org.jspecify.annotations.Nullable;

/**
 * What the WebSocket connections of one manager have in common. <b>Manager's thread only.</b>
 *
 * <p>Messages are delivered one at a time, so one view and one place to make a frame's head in are
 * enough for all.
 */
final class WsShared {
  /** Beside a message {@code recv} may hold a control frame, and must stay below its limit. */
  private static final int OVERHEAD_BYTES = FrameHeader.SHORT + 1;

  final int closeTimeoutMs;
  final int readBytes;
  final int maxControlsPerSecond;

  /** Whether compression is wanted, and whether windows are kept from message to message. */
  final boolean deflates;

  final boolean keepsWindows;
  final DeflatePool deflate;
  final KeepAlive keepAlive;

  /** Those held back until another connection has taken what it was sent. */
  final HeldSources heldSources = new HeldSources();

  /** Where the head of a frame is made. */
  final byte[] head = new byte[FrameWriter.MAX_BYTES];

  /** For the frames of our clients. */
  final MaskKeys keys = new MaskKeys();

  /** Whether a pass is under way: its views are in use. */
  boolean parsing;

  /** Pongs of the pass so far, and where in {@code send} the last one lies. */
  int pongs;

  int pongStart;
  int pongEnd;

  private final int maxMessageBytes;
  private final long maxFrameBytes;
  private final int maxFragments;

  /** By what {@link #rules} is asked for. */
  private final @Nullable FrameRules[] rules = new FrameRules[8];

  private final MgWsMessage message = new MgWsMessage();

  private WsShared(MgManager mgr) {
    MgOptions options = mgr.options();
    maxMessageBytes = options.wsMaxMessageBytes();
    maxFrameBytes = options.wsMaxFrameBytes() == 0 ? Long.MAX_VALUE : options.wsMaxFrameBytes();
    maxFragments = options.wsMaxFragments();
    maxControlsPerSecond = options.wsMaxControlsPerSecond();
    closeTimeoutMs = options.wsCloseTimeoutMs();
    readBytes = options.readBytes();
    deflates = options.wsDeflateLevel() > 0;
    keepsWindows = options.wsDeflateTakeover();
    deflate = new DeflatePool(options.wsDeflateLevel(), options.wsDeflateMinBytes());
    keepAlive = new KeepAlive(mgr, options.wsPingMs());
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
    return mgr.local(WsShared.class, () -> new WsShared(mgr));
  }

  /**
   * What a peer has to keep to.
   *
   * @param isServer whether the peer is one
   * @param terms null if compression was not agreed on
   */
  FrameRules rules(boolean isServer, @Nullable DeflateTerms terms) {
    boolean keeps = terms != null && (isServer ? terms.serverKeeps() : terms.clientKeeps());
    int slot = (isServer ? 4 : 0) + (terms == null ? 0 : 2) + (keeps ? 1 : 0);
    FrameRules found = rules[slot];
    if (found == null) {
      DeflatePool pool = terms == null ? null : deflate;
      found = new FrameRules(!isServer, maxMessageBytes, maxFrameBytes, maxFragments, pool, keeps);
      rules[slot] = found;
    }
    return found;
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
