package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgPause;
import dev.mg.MgPrintf;
import dev.mg.MgStr;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket (RFC 6455) on a connection that began as HTTP.
 *
 * <p><b>Manager's thread only.</b>
 *
 * <pre>{@code
 * MgHandler h = MgOn.on(MgHttp.MSG, (c, hm) -> MgWs.upgrade(c, hm, ""))
 *                   .on(MgWs.MSG, (c, wm) -> MgWs.send(c, wm.data, wm.op()));
 * }</pre>
 *
 * <p>Pings and close frames of the peer are answered here; {@link #EV_CTL} only tells of them. A
 * peer that breaks a rule gets a close frame that says which, and the connection ends. While the
 * peer does not take what is sent ({@link MgConnection#isSendFull}), its messages are not read.
 */
public final class MgWs {
  /**
   * {@link MgHttpMessage}: the handshake is done: the request, in {@link #upgrade}; to clients the
   * answer.
   */
  public static final int EV_OPEN = 80;

  /** {@link MgWsMessage}: a whole message, fragments joined. None comes after {@link #close}. */
  public static final int EV_MSG = 81;

  /** {@link MgWsMessage}: a ping, a pong or a close frame; it is answered already, or will be. */
  public static final int EV_CTL = 82;

  /** {@link MgWsMessage}: a part of a message that is streamed, see {@link #stream}. */
  public static final int EV_PART = 83;

  /** {@link #EV_OPEN}. */
  public static final MgEventType<MgHttpMessage> OPEN =
      MgEventType.register(MgWs.class, EV_OPEN, "WS_OPEN", MgHttpMessage.class);

  /** {@link #EV_MSG}. */
  public static final MgEventType<MgWsMessage> MSG =
      MgEventType.register(MgWs.class, EV_MSG, "WS_MSG", MgWsMessage.class);

  /** {@link #EV_CTL}. */
  public static final MgEventType<MgWsMessage> CTL =
      MgEventType.register(MgWs.class, EV_CTL, "WS_CTL", MgWsMessage.class);

  /** {@link #EV_PART}. */
  public static final MgEventType<MgWsMessage> PART =
      MgEventType.register(MgWs.class, EV_PART, "WS_PART", MgWsMessage.class);

  /** Opcode of the parts of a message after its first. */
  public static final int OP_CONTINUE = 0;

  /** Opcode of text, which is UTF-8. */
  public static final int OP_TEXT = 1;

  /** Opcode of bytes. */
  public static final int OP_BINARY = 2;

  /** Opcode of the closing handshake. */
  public static final int OP_CLOSE = 8;

  /** Opcode of a question whether the peer is there. */
  public static final int OP_PING = 9;

  /** Opcode of the answer. */
  public static final int OP_PONG = 10;

  private MgWs() {}

  /**
   * Answers a request for WebSocket, in the event that brought it or later with a copy of it.
   *
   * <p>The request is checked whole (RFC 6455 section 4.2.1). A bad one is answered with 400, 405,
   * or 426 and the version we speak, and the connection goes on as HTTP; all get 503 once the
   * manager stops. Whether the {@code Origin} is welcome is the caller's decision, before this
   * call: {@link #isSameOrigin}.
   *
   * @param extraHeaders field lines, each ended by CRLF, "" for none; a {@code
   *     Sec-WebSocket-Protocol} must be one that the client has offered
   * @return whether the connection speaks WebSocket now; {@link #EV_OPEN} has been fired then
   * @throws MgException if a header cannot be sent as it is given, or if {@code wsMaxMessageBytes}
   *     does not fit into {@code maxRecvBytes}
   */
  public static boolean upgrade(MgConnection c, MgHttpMessage hm, String extraHeaders) {
    return Handshake.accept(c, hm, extraHeaders);
  }

  /** As {@link #upgrade}, the headers formatted as {@link MgPrintf} has it. */
  public static boolean upgradef(
      MgConnection c, MgHttpMessage hm, String fmt, @Nullable Object... args) {
    return upgrade(c, hm, MgPrintf.format(fmt, args));
  }

  /**
   * A client: connects, asks for WebSocket, and is one from {@link #EV_OPEN} on, in which {@code
   * evData} is the server's answer. Before that there are RESOLVE and CONNECT; a server that does
   * not answer as it has to (RFC 6455 section 4.1: 101, Accept, nothing that was not asked for) is
   * an ERROR, and the connection closes. Redirects are not followed.
   *
   * <p>The time for all this is bounded by {@code connectTimeoutMs}, {@code tlsHandshakeTimeoutMs}
   * and {@code httpResponseTimeoutMs}. permessage-deflate is offered if {@code wsDeflateLevel} is
   * not 0.
   *
   * @param url ws://host[:port]/path?query, or wss, which is over TLS with the system's trust
   * @param headers field lines for the request, each ended by CRLF, "" for none: Origin, Cookie,
   *     Authorization and so on; {@code Sec-WebSocket-Protocol} offers subprotocols
   * @throws MgException if the URL or a header is wrong, or if {@code wsMaxMessageBytes} does not
   *     fit into {@code maxRecvBytes}
   */
  public static MgConnection connect(
      MgManager mgr, String url, MgHandler fn, @Nullable Object fnData, String headers) {
    return connect(mgr, url, fn, fnData, headers, null);
  }

  /**
   * As {@link #connect(MgManager, String, MgHandler, Object, String)}, with options of TLS.
   *
   * @param tls null = none of one's own
   */
  public static MgConnection connect(
      MgManager mgr,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      String headers,
      @Nullable MgTlsOptions tls) {
    return WsDialer.connect(mgr, null, url, fn, fnData, headers, tls);
  }

  /**
   * As {@link #connect(MgManager, String, MgHandler, Object, String)}, the headers formatted as
   * {@link MgPrintf} has it.
   */
  public static MgConnection connectf(
      MgManager mgr,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      String fmt,
      @Nullable Object... args) {
    return connect(mgr, url, fn, fnData, MgPrintf.format(fmt, args));
  }

  /**
   * As {@link #connect(MgManager, String, MgHandler, Object, String)}, through an HTTP proxy, see
   * {@link MgHttp#connectVia(MgManager, String, String, MgHandler, Object)}.
   */
  public static MgConnection connectVia(
      MgManager mgr,
      String proxyUrl,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      String headers) {
    return connectVia(mgr, proxyUrl, url, fn, fnData, headers, null);
  }

  /**
   * As {@link #connectVia(MgManager, String, String, MgHandler, Object, String)}, with options of
   * TLS.
   *
   * @param tls with the server of {@code url}; null = none of one's own
   */
  public static MgConnection connectVia(
      MgManager mgr,
      String proxyUrl,
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      String headers,
      @Nullable MgTlsOptions tls) {
    return WsDialer.connect(mgr, proxyUrl, url, fn, fnData, headers, tls);
  }

  /**
   * Chooses a subprotocol for {@link #upgrade}.
   *
   * @param ours what the program speaks, the best first
   * @return the header line with the first of them that the client offers, "" if it offers none
   */
  public static String protocol(MgHttpMessage hm, String... ours) {
    for (String one : ours) {
      if (WsFields.lists(hm.headers, WsFields.PROTOCOL, one, false)) {
        return WsFields.PROTOCOL + ": " + one + "\r\n";
      }
    }
    return "";
  }

  /**
   * Whether the page that asks is one of this server, as far as its browser says: there is no
   * {@code Origin}, or its host and port are those of {@code Host}. To check before {@link
   * #upgrade} where cookies or the network's reach stand for a password (RFC 6455 section 10.2).
   */
  public static boolean isSameOrigin(MgHttpMessage hm) {
    return WsFields.isSameOrigin(hm.headers);
  }

  /**
   * Sends a message, or a control frame.
   *
   * @param data for {@link #OP_TEXT} UTF-8, or the peer ends the connection; at most 125 bytes for
   *     a control frame; a status code and a reason, or nothing, for {@link #OP_CLOSE}
   * @param op {@link #OP_TEXT}, {@link #OP_BINARY}, {@link #OP_PING}, {@link #OP_PONG} or {@link
   *     #OP_CLOSE}, which is {@link #close}
   * @return bytes appended to {@code send}, 0 if nothing can be sent any more
   * @throws MgException if the connection does not speak WebSocket, or if the frame would break a
   *     rule
   */
  public static int send(MgConnection c, MgStr data, int op) {
    return send(c, data.buf(), data.off(), data.len(), op);
  }

  /** As {@link #send(MgConnection, MgStr, int)}. */
  public static int send(MgConnection c, byte[] data, int op) {
    return send(c, data, 0, data.length, op);
  }

  /** As {@link #send(MgConnection, MgStr, int)}, with {@code data[off .. off + len)}. */
  public static int send(MgConnection c, byte[] data, int off, int len, int op) {
    WsConn ws = of(c);
    SendRules.check(ws.isInParts(), op, data, off, len);
    if (op == OP_CLOSE) {
      return ws.close(c, data, off, len);
    }
    return ws.isRefused(c, op) ? 0 : ws.message(c, op, data, off, len);
  }

  /** As {@link #send(MgConnection, MgStr, int)}, with text in UTF-8. */
  public static int send(MgConnection c, String text, int op) {
    WsConn ws = of(c);
    if (text.isEmpty() || !ws.isOpen()) {
      return send(c, MgStr.EMPTY, op);
    }
    if (ws.isRefused(c, op)) {
      return 0;
    }
    int len = c.send(text);
    return len == 0 ? 0 : frameTail(c, ws, len, op);
  }

  /**
   * Sends a part of a message, a frame of its own: the first with its opcode, those that follow
   * with {@link #OP_CONTINUE}. Control frames may go between parts, other messages not. Where
   * compression was agreed on, a first part of {@code wsDeflateMinBytes} has all of the message
   * compressed, part by part.
   *
   * @param last whether the message ends with it
   * @return bytes appended to {@code send}, 0 if nothing can be sent any more
   * @throws MgException if the connection does not speak WebSocket, or if it is not the turn of
   *     this opcode
   */
  public static int sendPart(MgConnection c, MgStr data, int op, boolean last) {
    WsConn ws = of(c);
    SendRules.checkPart(ws.isInParts(), op);
    return ws.part(c, op, data, last);
  }

  /**
   * As {@link #send(MgConnection, MgStr, int)}, the text formatted as {@link MgPrintf} has it.
   *
   * @return bytes appended to {@code send}, the frame's head included
   */
  public static int printf(MgConnection c, int op, String fmt, @Nullable Object... args) {
    return vprintf(c, op, fmt, args);
  }

  /** As {@link #printf}, with the arguments in an array. */
  public static int vprintf(MgConnection c, int op, String fmt, @Nullable Object[] args) {
    WsConn ws = of(c);
    if (!ws.isOpen() || c.isClosing() || ws.isRefused(c, op)) {
      return 0;
    }
    int len = c.vprintf(fmt, args);
    return frameTail(c, ws, len, op);
  }

  /**
   * Turns the last {@code len} bytes of {@code c.send} into a frame: any protocol that appends to
   * {@code send} can be spoken over WebSocket. Where no frame can be sent any more the bytes are
   * deleted.
   *
   * @param op as in {@link #send(MgConnection, MgStr, int)}, and what is said there of the data
   *     goes for these bytes
   * @return the new length of {@code c.send}
   * @throws MgException if {@code send} does not hold that many bytes; or as send does, and then
   *     the bytes are deleted
   */
  public static int wrap(MgConnection c, int len, int op) {
    WsConn ws = of(c);
    if (len < 0 || len > c.send.len()) {
      throw new MgException("send holds " + c.send.len() + " bytes, not the " + len + " to wrap");
    }
    if (!ws.isOpen() || c.isClosing() || ws.isRefused(c, op)) {
      c.send.truncate(c.send.len() - len);
    } else {
      frameTail(c, ws, len, op);
    }
    return c.send.len();
  }

  /**
   * Begins the closing handshake: sends a close frame; nothing can be sent afterwards, and no
   * {@link #EV_MSG} comes any more. The connection ends when the peer's close frame has come, which
   * {@link #EV_CTL} tells, or after {@code wsCloseTimeoutMs}. Does nothing if it was closed
   * already.
   *
   * @param code status code, 1000 for a normal end; a program's own are 4000 to 4999
   * @param reason at most 123 bytes in UTF-8
   * @throws MgException if the code must not be sent or the reason is too long, or if the
   *     connection does not speak WebSocket
   */
  public static void close(MgConnection c, int code, String reason) {
    SendRules.checkCode(code);
    byte[] payload = WsConn.payload(code, reason);
    SendRules.checkControl(payload.length);
    WsConn ws = of(c);
    ws.close(c, payload, 0, payload.length);
  }

  /**
   * How the connection ended, from the peer's close frame on; of most use in {@link #EV_CTL} and in
   * CLOSE.
   *
   * @return the code of the peer's close frame, 1005 if that had none; if the peer broke a rule or
   *     a handler threw the code that it was told, and {@link #closeText} tells what it was; 1006
   *     if no close frame came (yet) or it never spoke WebSocket, and {@link
   *     MgConnection#closeReason} tells more in CLOSE
   */
  public static int closeCode(MgConnection c) {
    return end(c).code();
  }

  /** What goes with {@link #closeCode}: the peer's reason, or the rule it broke; "" if none. */
  public static String closeText(MgConnection c) {
    return end(c).text();
  }

  /** Of a client whose handshake failed there is none, and its CLOSE may ask all the same. */
  private static WsEnd end(MgConnection c) {
    return c.pfnData() instanceof WsConn ws ? ws.end() : WsEnd.NONE;
  }

  /**
   * Whether messages that begin from now on come in parts, as they arrive: {@link #EV_PART} in
   * place of {@link #EV_MSG}. Nothing of them is collected and {@code wsMaxMessageBytes} does not
   * apply; {@link MgConnection#full} holds the peer back. Parts are cut where the network cut them,
   * in the midst of a character too; {@link MgWsMessage#isLast} tells the last, which may be empty.
   */
  public static void stream(MgConnection c, boolean on) {
    of(c).parser.stream(on);
  }

  /** What becomes of messages for this peer, published ones too, while it does not take them. */
  public static void slow(MgConnection c, MgWsSlow policy) {
    of(c).slow(policy);
  }

  /** Messages that {@link MgWsSlow#DROP} has left out. */
  public static int dropped(MgConnection c) {
    return of(c).dropped;
  }

  /**
   * Holds {@code source} back while {@code sink} does not take what it was sent ({@link
   * MgConnection#isSendFull}): no message of the source is read until the sink has room again or is
   * gone. To call after passing on a message from one to the other, so that a slow peer slows down
   * who feeds it and nothing piles up.
   *
   * @return whether the source is held now
   * @throws MgException if one of them does not speak WebSocket
   */
  public static boolean holdFor(MgConnection source, MgConnection sink) {
    WsConn from = of(source);
    of(sink);
    boolean holds = sink.isSendFull() && !sink.isClosing();
    if (holds && from.shared.heldSources.add(source, sink)) {
      from.holds = true;
      from.held = true;
      source.pause(MgPause.BACKPRESSURE, true);
    }
    return holds;
  }

  static WsConn of(MgConnection c) {
    c.checkThread();
    if (c.pfnData() instanceof WsConn ws) {
      return ws;
    }
    throw new MgException("connection " + c.id() + " does not speak WebSocket: upgrade it first");
  }

  /** Makes the last {@code len} bytes a frame, and returns its length; they go if refused. */
  private static int frameTail(MgConnection c, WsConn ws, int len, int op) {
    int at = c.send.len() - len;
    boolean done = false;
    try {
      SendRules.check(ws.isInParts(), op, c.send.buf(), c.send.head() + at, len);
      done = true;
    } finally {
      if (!done) {
        c.send.truncate(at);
      }
    }
    int n = ws.messageTail(c, op, len);
    if (op == OP_CLOSE) {
      ws.closeSent(c);
    }
    return n;
  }
}
