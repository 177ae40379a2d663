package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgLog;
import dev.mg.MgLong;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.MgPause;
import dev.mg.http.ServerConnection.Answer;
import dev.mg.http.ServerConnection.Phase;
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
 * OVER <---------- error response, linger           linger, or drain if the peer wanted the end
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
  final Responder responder;
  private final RequestEvents events;
  private final RequestReceiver receiver;
  private final int idleMs;

  private HttpServer(MgManager mgr) {
    MgOptions o = mgr.options();
    RequestPool requests = new RequestPool(o);
    events = new RequestEvents(this, requests);
    receiver = new RequestReceiver(mgr, this, requests, events);
    responder = new Responder(mgr);
    idleMs = o.httpIdleTimeoutMs();
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
        c.pfn(this, new ServerConnection());
        idle(c);
      }
      return;
    }
    switch (ev) {
      case MgEvent.READ -> {
        s.received(evData instanceof MgLong n ? n.get() : 0);
        serve(c, s);
      }
      case MgHttp.EV_CHUNK -> {
        if (evData instanceof MgHttpMessage hm) {
          s.take(c, hm.chunk);
        }
      }
      case MgEvent.WRITE -> wrote(c, s);
      case MgEvent.ERROR -> failed(c, s, evData);
      case MgEvent.STOP -> {
        // Whoever is being answered is done first, with Connection: close; a request that is not
        // here yet is refused when it is.
        if (s.hold instanceof SseStreams.Stream) {
          // After the handler, who may have a last event.
          c.again();
        } else if (s.phase() == Phase.IDLE && !s.isBlocked) {
          c.drain();
        }
      }
      case MgEvent.CLOSE -> over(s);
      default -> {}
    }
  }

  private void serve(MgConnection c, ServerConnection s) {
    if (isDrained(c) && s.phase() != Phase.RESPONSE) {
      stop(c, s);
      return;
    }
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (s.phase()) {
            case IDLE, HEAD -> receiver.head(c, s);
            case BODY -> receiver.body(c, s);
            case RESPONSE -> response(c, s);
            default -> {
              c.recv.clear();
              yield false;
            }
          };
    }
  }

  private boolean response(MgConnection c, ServerConnection s) {
    if (s.hold instanceof SseStreams.Stream && c.mgr().isStopping()) {
      responder.pieces.end(c, s, "");
    }
    if (s.answer() != Answer.DONE) {
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
    // A head that was sent before the manager began to stop has not said close: a request that has
    // come meanwhile is refused, else the connection just ends.
    if (!s.keepAlive || c.mgr().isStopping() && c.recv.isEmpty()) {
      if (!s.isLast || !c.recv.isEmpty()) {
        return end(c, s);
      }
      // Who keeps its word sends nothing that a plain close could answer with a reset.
      stop(c, s);
      c.drain();
      return false;
    }
    s.answer(Answer.NONE);
    s.phase(Phase.IDLE);
    return true;
  }

  /** Between requests. */
  void rest(MgConnection c, ServerConnection s) {
    if (s.phase() == Phase.IDLE) {
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
    if (s.answer() == Answer.SENDING) {
      s.complete(c);
    } else if (s.isBlocked) {
      if (!c.isSendFull()) {
        s.isBlocked = false;
        c.pause(MgPause.BACKPRESSURE, false);
        c.again();
      }
    } else if (s.phase() == Phase.IDLE && c.send.isEmpty()) {
      idle(c);
    }
  }

  /** Answers a request that cannot be taken, and ends the connection; false. */
  boolean refuse(MgConnection c, ServerConnection s, @Nullable Refusal why) {
    if (why != null) {
      MgLog.debug(() -> c + " refused: " + why.why);
      responder.refuse(c, s, why);
    }
    return end(c, s);
  }

  /** A deadline passed: says so to a peer that was sending a request. */
  private void failed(MgConnection c, ServerConnection s, @Nullable Object evData) {
    boolean isOurs = evData instanceof MgNetException e && e.kind() == MgNetException.Kind.TIMEOUT;
    boolean isReceiving = s.phase() == Phase.HEAD || s.phase() == Phase.BODY;
    // With something in send it is the peer who takes nothing: no use in adding to it.
    if (isOurs && isReceiving && c.send.isEmpty() && s.isUnanswered() && !c.isDraining()) {
      refuse(c, s, Refusal.TOO_SLOW);
    }
  }

  /** Ends the connection so that what was sent is not lost; what still comes is dropped. */
  boolean end(MgConnection c, ServerConnection s) {
    stop(c, s);
    c.linger();
    return false;
  }

  /** Whether the program has asked for the end; a peer that has ended its side is served still. */
  static boolean isDrained(MgConnection c) {
    return c.isDraining() && !c.isReadEof();
  }

  /** HTTP is over here: what still comes is not looked at. */
  void stop(MgConnection c, ServerConnection s) {
    over(s);
    c.recv.clear();
    c.resp(false);
    c.deadline(0, "");
  }

  /** HTTP is over on this connection. */
  void over(ServerConnection s) {
    s.phase(Phase.OVER);
    s.releaseHold();
    events.release(s);
  }
}
