package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgIobuf;
import dev.mg.MgLog;
import dev.mg.MgLong;
import dev.mg.MgNetException;
import dev.mg.MgPause;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The protocol handler of every WebSocket connection; what belongs to one is its {@link WsConn}.
 *
 * <p>A pass parses what is in {@code recv} and delivers it. It stops early when the peer does not
 * take what we send, or after many frames or bytes, so that the other connections have their turn;
 * then nothing more is read either, until a later pass has caught up. So {@code recv} never holds
 * more than one message and one read.
 */
final class WsProtocol implements MgHandler {
  static final WsProtocol INSTANCE = new WsProtocol();

  /** Frames of one pass. */
  static final int MAX_FRAMES = 1024;

  /**
   * Payload after which a pass ends: without compression hardly more can have come, but a read of
   * 256 KiB may inflate to a thousand times as much.
   */
  static final int MAX_BYTES = 1 << 20;

  /**
   * Pings of one pass that are all answered. Of more, those that follow each other get one pong
   * together, for the newest (RFC 6455 section 5.5.3).
   */
  static final int MAX_PONGS = 64;

  private WsProtocol() {}

  @Override
  public boolean wants(int ev) {
    return ev != MgEvent.POLL;
  }

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    WsConn ws = (WsConn) Objects.requireNonNull(fnData);
    switch (ev) {
      case MgEvent.READ -> {
        if (evData instanceof MgLong n && n.get() > 0) {
          ws.heard = ws.shared.keepAlive.now;
        }
        read(c, ws);
      }
      case MgEvent.WRITE -> {
        ws.written(c);
        if (!c.isSendFull()) {
          ws.shared.heldSources.release(c);
        }
      }
      case MgEvent.CLOSE -> over(c, ws);
      case MgEvent.STOP -> {
        // Not now: the user's handler comes after us and may have something to say first.
        ws.goingAway = true;
        c.again();
      }
      case MgEvent.ERROR -> {
        if (ws.isOpen() && !c.isClosing() && isHandlersFault(evData)) {
          ws.fail(c, CloseCodes.INTERNAL_ERROR, "");
        }
      }
      default -> {
        // Our own events are for the user.
      }
    }
  }

  /** Nothing of it is left here. */
  private static void over(MgConnection c, WsConn ws) {
    ws.stop();
    ws.unsubscribe();
    ws.shared.heldSources.release(c);
    if (ws.holds) {
      ws.shared.heldSources.forget(c);
    }
  }

  /**
   * Whether a handler threw. A network failure leaves nobody to tell, and an error that the program
   * reported itself it may still decide to keep.
   */
  private static boolean isHandlersFault(@Nullable Object error) {
    return !(error instanceof MgNetException || error instanceof MgException);
  }

  private static void read(MgConnection c, WsConn ws) {
    WsShared shared = ws.shared;
    if (shared.parsing) {
      // Called by a handler of ours; the bytes stay where they are until it has returned.
      c.again();
      return;
    }
    shared.parsing = true;
    try {
      pass(c, ws);
    } finally {
      shared.parsing = false;
    }
  }

  private static void pass(MgConnection c, WsConn ws) {
    FrameParser parser = ws.parser;
    MgIobuf recv = c.recv;
    ws.shared.pongs = 0;
    if (ws.goingAway && ws.isOpen()) {
      byte[] payload = WsConn.payload(CloseCodes.GOING_AWAY, "");
      ws.close(c, payload, 0, payload.length);
    }
    int frames = 0;
    long bytes = 0;
    boolean more = true;
    while (more && frames < MAX_FRAMES && bytes < MAX_BYTES && isReading(c, ws)) {
      int answer = parser.next(recv);
      more = answer != FrameParser.MORE;
      if (more) {
        frames++;
        bytes += answer == FrameParser.MESSAGE || answer == FrameParser.PART ? parser.len() : 0;
        deliver(c, ws, answer);
      }
    }
    if (c.pfnData() != ws) {
      // A handler gave the connection to another protocol: what follows the last frame is its own.
      parser.settle(recv);
      over(c, ws);
      c.pause(MgPause.BACKPRESSURE, false);
      return;
    }
    if (isEnding(c) || ws.isOver()) {
      ws.stop();
      recv.clear();
      return;
    }
    parser.settle(recv);
    ws.held = ws.isHeld(c);
    c.pause(MgPause.BACKPRESSURE, more || ws.held);
    if (!more) {
      reserve(recv, parser.expected(), ws.shared.readBytes);
    } else if (!ws.held) {
      c.again();
    }
  }

  /** Whether the next frame may be taken now. */
  private static boolean isReading(MgConnection c, WsConn ws) {
    return c.pfnData() == ws && !ws.isOver() && !isEnding(c) && !ws.isHeld(c);
  }

  /** Whether a handler closed or drained it; after the peer's end it drains by itself. */
  private static boolean isEnding(MgConnection c) {
    return c.isClosing() || (c.isDraining() && !c.isReadEof());
  }

  private static void deliver(MgConnection c, WsConn ws, int answer) {
    FrameParser parser = ws.parser;
    if (answer < 0) {
      Violation what = Violation.of(answer);
      MgLog.debug(() -> c + ": " + what.code + " " + what.text);
      ws.fail(c, what.code, what.text);
    } else if (answer == FrameParser.MESSAGE && ws.isOpen()) {
      fire(c, ws, MgWs.EV_MSG);
    } else if (answer == FrameParser.PART && ws.isOpen()) {
      fire(c, ws, MgWs.EV_PART);
    } else if (answer == FrameParser.CONTROL) {
      control(c, ws, parser.flags() & 0x0F);
    }
  }

  private static void control(MgConnection c, WsConn ws, int op) {
    byte[] buf = c.recv.buf();
    int off = c.recv.head() + ws.parser.at();
    int len = ws.parser.len();
    if (ws.isFlooded(c)) {
      deliver(c, ws, Violation.CONTROL_FLOOD.answer());
    } else if (op == MgWs.OP_CLOSE) {
      int wrong = CloseCodes.check(buf, off, len);
      if (wrong != 0) {
        deliver(c, ws, wrong);
        return;
      }
      ws.closeSays(buf, off, len);
      fire(c, ws, MgWs.EV_CTL);
      ws.closeReceived(c, buf, off, len);
    } else if (ws.isOpen()) {
      if (op == MgWs.OP_PING) {
        pong(c, ws, buf, off, len);
      }
      fire(c, ws, MgWs.EV_CTL);
    }
  }

  private static void pong(MgConnection c, WsConn ws, byte[] buf, int off, int len) {
    WsShared shared = ws.shared;
    if (++shared.pongs > MAX_PONGS && c.send.len() == shared.pongEnd) {
      c.send.truncate(shared.pongStart);
    }
    shared.pongStart = c.send.len();
    ws.frame(c, FrameHeader.FIN | MgWs.OP_PONG, buf, off, len);
    shared.pongEnd = c.send.len();
  }

  private static void fire(MgConnection c, WsConn ws, int ev) {
    FrameParser parser = ws.parser;
    MgIobuf recv = c.recv;
    int before = recv.len();
    MgIobuf in = parser.where(recv);
    ws.shared.fire(c, ev, parser.flags(), in.buf(), in.head() + parser.at(), parser.len());
    if (recv.len() != before) {
      throw new IllegalStateException(
          "a handler changed recv of WebSocket connection "
              + c.id()
              + " from "
              + before
              + " to "
              + recv.len()
              + " bytes: frames are deleted by the protocol, leave recv alone");
    }
  }

  /**
   * Makes room for the frame under way at once instead of by doubling, but by what has arrived and
   * not by what was announced: who announces much and sends nothing gets nothing.
   */
  private static void reserve(MgIobuf recv, long expected, int readBytes) {
    int len = recv.len();
    int room = recv.capacity() - recv.tail();
    if (len >= readBytes / 2 && room < Math.min(expected, readBytes)) {
      long want = len + Math.min(expected, 3L * len) + readBytes;
      recv.resize((int) Math.min(want, MgIobuf.MAX_BYTES));
    }
  }
}
