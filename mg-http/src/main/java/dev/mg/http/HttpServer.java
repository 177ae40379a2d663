package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgIobuf;
import dev.mg.MgLog;
import dev.mg.MgLong;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.MgPause;
import dev.mg.http.ServerConnection.Answer;
import dev.mg.http.ServerConnection.Phase;
import dev.mg.spi.MgCheck;
import org.jspecify.annotations.Nullable;

/**
 * The protocol handler of HTTP servers, one a manager: requests out of {@code recv}, one after the
 * other, each held back until the one before it is answered.
 *
 * <pre>{@code
 *        first byte        head complete             body complete
 * IDLE -------------> HEAD -------------> HEADERS --> BODY --------> RESPONSE
 *  ^                   | EV_HDRS is fired here |       |  EV_CHUNK..  |  EV_MSG
 *  |                   |                       |       |              |
 *  +-------------------|-----------------------|-------|--- response complete, keep-alive
 *                      |                       |       |              |
 *                      +-- refused, too slow --+-------+              | response complete, close
 *                                 v                                   v
 * OVER <---------- error response, linger                          linger
 * (also: the program drained or closed, or handed the connection to another protocol)
 * }</pre>
 *
 * <p>A program answers inside of the event or any time later. In the latter case it may be in
 * another connection's handler, so that parsing goes on by {@link MgConnection#again}, in this
 * connection's own turn.
 *
 * <p>A handler may give the connection to another protocol by {@link MgConnection#pfn(MgHandler,
 * Object)} during EV_HDRS or EV_MSG: then this one takes its request out of {@code recv} when the
 * event is over, leaves what follows it to the other, and is not heard of again. The other one sets
 * the deadline anew and ends the response ({@link MgConnection#resp}).
 */
final class HttpServer implements MgHandler {
  final ResponseWriter writer;
  private final RequestPool requests;
  private final BodyDeadline bodyDeadline;
  private final int maxBodyBytes;
  private final int headMs;
  private final int idleMs;

  /** What every event of every connection shows. */
  private final MgHttpMessage message = new MgHttpMessage();

  /** Whose head {@link #message} shows, and where it stands; null = it must be wrapped anew. */
  private @Nullable Request shown;

  private byte @Nullable [] shownBuf;
  private int shownBase;

  private HttpServer(MgManager mgr) {
    MgOptions o = mgr.options();
    requests = new RequestPool(o);
    bodyDeadline = new BodyDeadline(mgr, o.httpBodyStallTimeoutMs());
    maxBodyBytes = o.httpMaxBodyBytes();
    headMs = o.httpHeadTimeoutMs();
    idleMs = o.httpIdleTimeoutMs();
    writer = new ResponseWriter(mgr, new DateField(System::currentTimeMillis));
  }

  /** The one of {@code mgr}. */
  static HttpServer of(MgManager mgr) {
    return mgr.local(HttpServer.class, () -> new HttpServer(mgr));
  }

  @Override
  public boolean wants(int ev) {
    return ev != MgEvent.POLL;
  }

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (!(fnData instanceof ServerConnection s)) {
      if (ev == MgEvent.OPEN && !c.isListening()) {
        c.pfn(this, new ServerConnection(this));
        idle(c);
      }
      return;
    }
    switch (ev) {
      case MgEvent.READ -> {
        s.progress += evData instanceof MgLong n ? n.get() : 0;
        serve(c, s);
      }
      case MgEvent.WRITE -> wrote(c, s);
      case MgEvent.ERROR -> failed(c, s, evData);
      case MgEvent.STOP -> {
        // Whoever is sending or being answered is done first; ServerConnection says close then.
        if (s.phase == Phase.IDLE) {
          c.drain();
        }
      }
      case MgEvent.CLOSE -> over(s);
      default -> {}
    }
  }

  private void serve(MgConnection c, ServerConnection s) {
    if (isDrained(c) && s.phase != Phase.RESPONSE) {
      stop(c, s);
      return;
    }
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (s.phase) {
            case IDLE, HEAD -> head(c, s);
            case BODY -> body(c, s);
            case RESPONSE -> response(c, s);
            default -> {
              c.recv.clear();
              yield false;
            }
          };
    }
  }

  // ---- receiving ----

  private boolean head(MgConnection c, ServerConnection s) {
    MgIobuf in = c.recv;
    if (in.isEmpty()) {
      rest(c, s);
      return false;
    }
    if (c.isSendFull()) {
      s.isBlocked = true;
      c.pause(MgPause.BACKPRESSURE, true);
      c.deadline(0, "");
      return false;
    }
    Request r = s.request;
    if (r == null) {
      r = requests.take();
      s.request = r;
    }
    int n = r.head.parse(in.buf(), in.head(), in.tail());
    if (n == StartLine.REFUSED) {
      return refuse(c, s, r.head.refusal);
    }
    if (n == StartLine.MORE) {
      // An empty line before a request may be the tail of the one before it.
      if (s.phase == Phase.IDLE && r.head.line.isStarted()) {
        s.phase = Phase.HEAD;
        c.deadline(headMs, "the head of a request did not arrive within httpHeadTimeoutMs");
      }
      return false;
    }
    return headers(c, s, r, n);
  }

  private boolean headers(MgConnection c, ServerConnection s, Request r, int bytes) {
    s.begin(r.head, c.recv.buf(), c.recv.head());
    r.beginBody(bytes);
    show(c, r);
    if (!fire(c, s, r, MgHttp.EV_HDRS)) {
      return false;
    }
    s.phase = Phase.BODY;
    if (s.answer != Answer.DONE && !r.isStreamed() && !r.limit(maxBodyBytes)) {
      return refuse(c, s, Refusal.BODY_TOO_LARGE);
    }
    return true;
  }

  private boolean body(MgConnection c, ServerConnection s) {
    Request r = s.request;
    if (r == null || c.recv.len() < r.headBytes) {
      throw new IllegalStateException(
          "a handler took bytes out of recv while HTTP was receiving a request into it");
    }
    switch (r.receive(c.recv)) {
      case Request.PIECE -> {
        if (s.answer != Answer.DONE) {
          show(c, r);
          message.wrapChunk(r.bodyEnd - r.headBytes);
          if (!fire(c, s, r, MgHttp.EV_CHUNK)) {
            return false;
          }
        }
        r.drop(c.recv);
        return true;
      }
      case Request.DONE -> {
        return received(c, s, r);
      }
      case Request.MORE -> {
        return await(c, s, r);
      }
      default -> {
        return refuse(c, s, r.refusal);
      }
    }
  }

  /** The request is complete. */
  private boolean received(MgConnection c, ServerConnection s, Request r) {
    s.phase = Phase.RESPONSE;
    if (s.answer != Answer.DONE) {
      c.resp(true);
      show(c, r);
      message.wrapTrailers(r.trailers(), r.end);
      if (r.isStreamed()) {
        message.wrapChunk(0);
      } else {
        message.wrapBody(r.bodyEnd - r.headBytes);
      }
      if (!fire(c, s, r, r.isStreamed() ? MgHttp.EV_CHUNK : MgHttp.EV_MSG)) {
        return false;
      }
      if (s.answer != Answer.DONE) {
        c.deadline(0, "");
      }
    }
    consume(c, s, r);
    return true;
  }

  /** The body is not complete: asks for it, and sets the deadline for more. */
  private boolean await(MgConnection c, ServerConnection s, Request r) {
    if (s.answer == Answer.DONE) {
      return end(c, s);
    }
    if (s.owesContinue) {
      s.owesContinue = false;
      // A sender that does not wait needs no 100 (RFC 9110 section 10.1.1).
      if (c.recv.len() == r.headBytes && s.isUnanswered()) {
        ResponseWriter.goOn(c.send);
      }
    }
    bodyDeadline.waitFor(c, s);
    return false;
  }

  // ---- responding ----

  private boolean response(MgConnection c, ServerConnection s) {
    if (s.answer != Answer.DONE) {
      if (!s.isHeld && !c.recv.isEmpty()) {
        // Not before, since a paused connection does not see its peer leave.
        s.isHeld = true;
        c.pause(MgPause.RESPONSE, true);
      }
      return false;
    }
    c.resp(false);
    if (s.isHeld) {
      s.isHeld = false;
      c.pause(MgPause.RESPONSE, false);
    }
    // A head that was sent before the manager began to stop has not said close; it ends all the
    // same.
    if (!s.keepAlive || c.mgr().isStopping()) {
      return end(c, s);
    }
    s.answer = Answer.NONE;
    s.phase = Phase.IDLE;
    return true;
  }

  /** Between requests. */
  private void rest(MgConnection c, ServerConnection s) {
    if (s.phase == Phase.IDLE) {
      if (c.send.isEmpty()) {
        idle(c);
      } else {
        c.deadline(0, "");
      }
    }
  }

  private void idle(MgConnection c) {
    c.deadline(idleMs, "no request within httpIdleTimeoutMs");
  }

  private void wrote(MgConnection c, ServerConnection s) {
    if (s.isBlocked) {
      if (!c.isSendFull()) {
        s.isBlocked = false;
        c.pause(MgPause.BACKPRESSURE, false);
        c.again();
      }
    } else if (s.phase == Phase.IDLE && c.send.isEmpty()) {
      idle(c);
    }
  }

  private boolean refuse(MgConnection c, ServerConnection s, @Nullable Refusal why) {
    if (why != null) {
      MgLog.debug(() -> c + " refused: " + why.why);
      if (s.isUnanswered()) {
        Request r = s.request;
        MgIobuf in = c.recv;
        boolean isHead = r != null && r.head.line.isMethod(in.buf(), in.head(), "HEAD");
        writer.refuse(c.send, why, isHead);
      }
    }
    return end(c, s);
  }

  /** A deadline passed: says so to a peer that was sending a request. */
  private void failed(MgConnection c, ServerConnection s, @Nullable Object evData) {
    boolean isOurs = evData instanceof MgNetException e && e.kind() == MgNetException.Kind.TIMEOUT;
    boolean isReceiving = s.phase == Phase.HEAD || s.phase == Phase.BODY;
    // With something in send it is the peer who takes nothing: no use in adding to it.
    if (isOurs && isReceiving && c.send.isEmpty() && s.isUnanswered() && !c.isDraining()) {
      refuse(c, s, Refusal.TOO_SLOW);
    }
  }

  /** Ends the connection so that what was sent is not lost; what still comes is dropped. */
  private boolean end(MgConnection c, ServerConnection s) {
    stop(c, s);
    c.linger();
    return false;
  }

  /** Whether the program has asked for the end; a peer that has ended its side is served still. */
  private static boolean isDrained(MgConnection c) {
    return c.isDraining() && !c.isReadEof();
  }

  private void stop(MgConnection c, ServerConnection s) {
    over(s);
    c.recv.clear();
    c.resp(false);
    c.deadline(0, "");
  }

  // ---- events and what they show ----

  /** Fires an event; false if this connection is none of ours any more, or ends. */
  private boolean fire(MgConnection c, ServerConnection s, Request r, int ev) {
    s.isDispatching = true;
    c.call(ev, message);
    s.isDispatching = false;
    if (MgCheck.ON) {
      message.poison();
    }
    if (c.pfnData() != s || c.pfn() != this) {
      consume(c, s, r);
      s.phase = Phase.OVER;
      return false;
    }
    if (c.isClosing() || isDrained(c)) {
      stop(c, s);
      return false;
    }
    return true;
  }

  private void show(MgConnection c, Request r) {
    MgIobuf in = c.recv;
    if (MgCheck.ON || shown != r || shownBuf != in.buf() || shownBase != in.head()) {
      shown = r;
      shownBuf = in.buf();
      shownBase = in.head();
      message.wrap(shownBuf, shownBase, r.head.line, r.head.fields, r.headBytes);
    }
  }

  private void consume(MgConnection c, ServerConnection s, Request r) {
    c.recv.del(Math.min(r.end, c.recv.len()));
    release(s);
  }

  private void over(ServerConnection s) {
    s.phase = Phase.OVER;
    release(s);
  }

  private void release(ServerConnection s) {
    Request r = s.request;
    if (r != null) {
      s.request = null;
      requests.give(r);
      if (shown == r) {
        shown = null;
        shownBuf = null;
      }
    }
  }
}
