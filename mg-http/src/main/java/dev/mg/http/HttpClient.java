package dev.mg.http;

import dev.mg.MgCloseReason;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgIobuf;
import dev.mg.MgLog;
import dev.mg.MgLong;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.http.ClientConnection.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The protocol handler of HTTP clients, one a manager: responses out of {@code recv}, one for each
 * request, in their order.
 *
 * <pre>{@code
 *       request        head complete                 body complete
 * IDLE ---------> HEAD -------------> HEADERS --> BODY --+--> IDLE, or HEAD if more was asked
 *                  | ^ interim         | EV_HDRS   | EV_CHUNK.., EV_MSG
 *                  | +-----------------+           |
 *                  v malformed, too slow, cut      v      the peer closes after it, or sends more
 *                OVER: ERROR, then CLOSE         ERROR  OVER: CLOSE
 * }</pre>
 *
 * <p>The peer's end is seen in CLOSE only: what a response that ends with its connection still
 * lacks, an EV_MSG, and the ERROR about one that was cut short, are fired there, before the
 * program's own CLOSE.
 *
 * <p>A program may write a request to {@code send} by itself, while it handles CONNECT or the event
 * that completes a response: it is read back before it leaves, since the method decides how the
 * response is framed. One written at another time is taken to be neither HEAD nor CONNECT.
 */
final class HttpClient implements MgHandler {
  final Requester requester = new Requester();
  private final ResponseReceiver receiver;
  private final RequestLineParser line = new RequestLineParser(MgIobuf.MAX_BYTES);
  private final MgHttpMessage written = new MgHttpMessage();
  private final int responseMs;
  private final int idleMs;

  private HttpClient(MgManager mgr) {
    MgOptions o = mgr.options();
    receiver = new ResponseReceiver(mgr, this);
    responseMs = o.httpResponseTimeoutMs();
    idleMs = o.httpIdleTimeoutMs();
  }

  /** The one of {@code mgr}. */
  static HttpClient of(MgManager mgr) {
    return mgr.local(HttpClient.class, () -> new HttpClient(mgr));
  }

  @Override
  public boolean wants(int ev) {
    return ev != MgEvent.POLL;
  }

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (!(fnData instanceof ClientConnection s)) {
      return;
    }
    switch (ev) {
      case MgEvent.CONNECT -> {
        rest(c, s);
        // What the program writes by hand in its CONNECT is looked at before it leaves.
        c.again();
      }
      case MgEvent.READ -> {
        s.received(evData instanceof MgLong n ? n.get() : 0);
        serve(c, s);
      }
      case MgEvent.WRITE -> wrote(c, s);
      case MgEvent.STOP -> {
        s.keepAlive = false;
        if (s.phase == Phase.IDLE) {
          c.drain();
        }
      }
      case MgEvent.CLOSE -> closed(c, s);
      default -> {}
    }
  }

  private void serve(MgConnection c, ClientConnection s) {
    if (c.isDraining() && !c.isReadEof()) {
      stop(c, s);
      return;
    }
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (s.phase) {
            case IDLE -> idle(c, s);
            case HEAD -> receiver.head(c, s);
            case BODY -> receiver.body(c, s);
            default -> {
              c.recv.clear();
              yield false;
            }
          };
    }
  }

  /** Nothing is asked: unless the program did so by hand, nothing may come. */
  private boolean idle(MgConnection c, ClientConnection s) {
    adopt(c, s);
    if (s.phase == Phase.IDLE && !c.recv.isEmpty()) {
      // RFC 9112 section 9.2: that is no response, whatever it looks like.
      MgLog.debug(() -> c + " closes: it sent " + c.recv.len() + " bytes that nobody asked for");
      return end(c, s);
    }
    return s.phase != Phase.IDLE && !c.recv.isEmpty();
  }

  /** Finds the requests that the program has written by hand. */
  void adopt(MgConnection c, ClientConnection s) {
    MgIobuf out = c.send;
    int at = 0;
    while (at < out.len() && s.asked.size() < ClientConnection.MAX_ASKED) {
      int n = MgHttp.parse(out.str().slice(at, out.len()), written);
      line.reset();
      int end = line.parse(out.buf(), out.head() + at, out.tail());
      s.ask(c, end > 0 ? RequestKind.of(line, out.buf(), out.head() + at) : RequestKind.OTHER);
      if (n <= 0 || written.header("Transfer-Encoding") != null) {
        return;
      }
      at += written.message.len();
    }
  }

  private void wrote(MgConnection c, ClientConnection s) {
    if (s.phase == Phase.IDLE) {
      s.ask(c, RequestKind.OTHER);
    }
    if (s.phase == Phase.HEAD && !s.isAwaiting && !s.isSending && c.send.isEmpty()) {
      s.isAwaiting = true;
      c.deadline(
          responseMs, "the head of the response did not arrive within httpResponseTimeoutMs");
    }
  }

  /** Between one response and what follows. */
  void rest(MgConnection c, ClientConnection s) {
    s.isAwaiting = false;
    if (s.phase == Phase.IDLE) {
      c.deadline(idleMs, "no request was sent within httpIdleTimeoutMs");
    } else if (s.phase == Phase.HEAD) {
      c.deadline(0, "");
      wrote(c, s);
    }
  }

  // ---- ending ----

  /** The response was the last one; false. */
  boolean end(MgConnection c, ClientConnection s) {
    if (!s.asked.isEmpty()) {
      return fail(c, s, "the peer ends the connection with requests unanswered: " + s.asked.size());
    }
    stop(c, s);
    c.close();
    return false;
  }

  /** What the peer sent is no response that could be taken; false. */
  boolean refuse(MgConnection c, ClientConnection s, @Nullable Refusal why) {
    return fail(c, s, "the response is refused: " + (why == null ? "" : why.why));
  }

  private boolean fail(MgConnection c, ClientConnection s, String why) {
    stop(c, s);
    c.error("%s", why);
    c.close();
    return false;
  }

  /** HTTP is over here: what still comes is not looked at. */
  void stop(MgConnection c, ClientConnection s) {
    s.phase = Phase.OVER;
    c.recv.clear();
    c.deadline(0, "");
  }

  private void closed(MgConnection c, ClientConnection s) {
    MgCloseReason why = c.closeReason();
    // A body that ends with the connection is whole only if TLS says so (RFC 9112 section 9.8).
    boolean isCut =
        why == MgCloseReason.EOF || why == MgCloseReason.RESET || why == MgCloseReason.TRUNCATED;
    if (isCut && s.phase != Phase.OVER && !s.asked.isEmpty()) {
      Response r = s.response;
      if (why == MgCloseReason.EOF && s.phase == Phase.BODY && r != null && r.end(c.recv)) {
        receiver.received(c, s, r);
      } else {
        c.call(MgEvent.ERROR, cut(c, s, why));
      }
    }
    s.phase = Phase.OVER;
  }

  private static Exception cut(MgConnection c, ClientConnection s, MgCloseReason why) {
    String where =
        s.phase == Phase.BODY
            ? "inside of the response's body"
            : c.recv.isEmpty() ? "before it answered" : "inside of the response's head";
    return switch (why) {
      case RESET ->
          new MgNetException(
              MgNetException.Kind.RESET, "the peer reset the connection " + where, null);
      case TRUNCATED -> new MgException("the connection ended without TLS's close_notify " + where);
      default -> new MgException("the peer closed the connection " + where);
    };
  }
}
