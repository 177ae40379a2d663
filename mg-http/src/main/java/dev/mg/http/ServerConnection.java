package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgIobuf;
import dev.mg.MgPause;
import dev.mg.MgPrintf;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP knows about one connection of a server: which request is under way, and how far its
 * response is. Small, since an idle connection holds one; what a request needs beyond it is lent by
 * {@link HttpServer} for the time of the request.
 */
final class ServerConnection {
  /** Where the receiving side is; {@link HttpServer} shows the transitions. */
  enum Phase {
    /** Between requests, no byte of the next one seen. */
    IDLE,
    /** A head has begun. */
    HEAD,
    /** The head is being told to the handlers. */
    HEADERS,
    /** The body is being received. */
    BODY,
    /** All was received; the response is not complete. */
    RESPONSE,
    /** HTTP is over here: closing, or handed to another protocol. */
    OVER
  }

  /** How far the response is. */
  enum Answer {
    /** There is no request to answer. */
    NONE,
    /** Nothing of it was written. */
    OWED,
    /** Chunks are being written. */
    CHUNKS,
    /** As {@link #CHUNKS}, to HTTP/1.0: plain bytes that end with the connection. */
    PLAIN,
    /** As {@link #CHUNKS}, where no body may be sent: the bytes are dropped. */
    BODILESS,
    /** Complete. */
    DONE
  }

  final HttpServer server;
  Phase phase = Phase.IDLE;
  Answer answer = Answer.NONE;

  /** Null while no byte of a request is there. */
  @Nullable Request request;

  /** Whether a handler runs that this connection's parsing called. */
  boolean isDispatching;

  /** Whether the connection stays open after the response. */
  boolean keepAlive;

  boolean isHead;
  boolean isHttp10;

  /** Whether the sender waits for 100 (Continue). */
  boolean owesContinue;

  /** Whether reading is held back until the response is complete. */
  boolean isHeld;

  /** Whether parsing waits until {@code send} has gone down. */
  boolean isBlocked;

  /** Whether the deadline of an incomplete body runs. */
  boolean isStalling;

  /** Whether a timer looks after a body that the handler has paused. */
  boolean isWatched;

  /** Bytes received since that deadline was set. */
  long progress;

  ServerConnection(HttpServer server) {
    this.server = server;
  }

  /**
   * The state of {@code c}.
   *
   * @throws MgException if it is not a connection of an HTTP server, or not any more
   */
  static ServerConnection of(MgConnection c) {
    if (c.pfnData() instanceof ServerConnection s) {
      return s;
    }
    throw new MgException(
        "connection " + c.id() + " does not speak HTTP as a server, or not any more");
  }

  /** A request was received up to the end of its head. */
  void begin(RequestHead head, byte[] b, int base) {
    phase = Phase.HEADERS;
    answer = Answer.OWED;
    keepAlive = head.keepAlive;
    isHttp10 = head.isHttp10();
    isHead = head.line.isMethod(b, base, "HEAD");
    owesContinue = head.expectsContinue;
    isStalling = false;
  }

  // ---- responses ----

  /**
   * A whole response.
   *
   * @param body text, or the format of one, or a byte array
   * @param off where the body starts in the array
   * @param guess length of the body; of a text it may be wrong
   * @param args of a format; null for a text
   */
  void reply(
      MgConnection c,
      int status,
      String headers,
      Object body,
      int off,
      int guess,
      @Nullable Object @Nullable [] args) {
    if (!owes(c)) {
      return;
    }
    MgIobuf out = c.send;
    int from = out.len();
    try {
      boolean keep = begin(c, status, headers, isReceived(c));
      long given = server.writer.givenLength();
      boolean bodiless = isBodiless(status);
      int at = -1;
      if (status == 204 || status == 304 && given < 0) {
        server.writer.endWithout(out);
      } else {
        at = server.writer.endWithLength(out, given >= 0 ? given : guess);
      }
      int bodyFrom = out.len();
      int n = append(out, body, off, guess, args);
      if (bodiless) {
        out.truncate(bodyFrom);
      } else if (given >= 0 && given != n) {
        throw new MgException(
            "Content-Length: "
                + given
                + " is given, but the body has "
                + n
                + " bytes: leave it out");
      }
      if (at >= 0 && given < 0) {
        ResponseWriter.patchLength(out, at, guess, n);
      }
      keepAlive = keep;
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    complete(c);
  }

  private static int append(
      MgIobuf out, Object body, int off, int len, @Nullable Object @Nullable [] args) {
    if (body instanceof byte[] bytes) {
      return out.add(bytes, off, len);
    }
    String text = (String) body;
    return args == null ? out.add(text) : MgPrintf.format(out, text, args);
  }

  private boolean begin(MgConnection c, int status, String headers, boolean mayKeep) {
    boolean stays = keepAlive && !c.mgr().isStopping() && (!c.isDraining() || c.isReadEof());
    return server.writer.begin(c.send, status, headers, mayKeep && stays, isHttp10);
  }

  /** RFC 9112 section 6.3: these have no body whatever their fields say. */
  private boolean isBodiless(int status) {
    return isHead || status == 204 || status == 304;
  }

  /** Whether nothing of the request is still to come, so that another one may follow it. */
  private boolean isReceived(MgConnection c) {
    Request r = request;
    return phase == Phase.RESPONSE || r == null || r.isWhollyIn(c.recv);
  }

  /** The head of a response whose body is written in pieces. */
  void replyChunked(MgConnection c, int status, String headers) {
    if (!owes(c)) {
      return;
    }
    MgIobuf out = c.send;
    int from = out.len();
    boolean bodiless = isBodiless(status);
    boolean plain = isHttp10 && !bodiless;
    try {
      boolean keep = begin(c, status, headers, !plain);
      if (server.writer.givenLength() >= 0) {
        throw new MgException("Content-Length does not go with chunks: leave it out, or use reply");
      }
      if (isHttp10 || status == 204 || status == 304) {
        server.writer.endWithout(out);
      } else {
        server.writer.endWithChunked(out);
      }
      keepAlive = keep;
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    answer = bodiless ? Answer.BODILESS : plain ? Answer.PLAIN : Answer.CHUNKS;
    c.resp(true);
  }

  /** One piece of the body; the empty one ends it. */
  void writeChunk(MgConnection c, byte[] b, int off, int n) {
    if (!isInChunks(c)) {
      return;
    }
    if (n == 0) {
      endChunks(c);
    } else if (answer == Answer.CHUNKS) {
      ResponseWriter.chunk(c.send, b, off, n);
    } else if (answer == Answer.PLAIN) {
      c.send.add(b, off, n);
    }
  }

  void printfChunk(MgConnection c, String fmt, @Nullable Object[] args) {
    if (!isInChunks(c)) {
      return;
    }
    MgIobuf out = c.send;
    int from = out.len();
    int n;
    try {
      int at = answer == Answer.CHUNKS ? ResponseWriter.openChunk(out) : -1;
      n = MgPrintf.format(out, fmt, args);
      if (at >= 0 && n > 0) {
        ResponseWriter.closeChunk(out, at, n);
      } else if (answer != Answer.PLAIN) {
        out.truncate(from);
      }
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    if (n == 0) {
      endChunks(c);
    }
  }

  /** False if nobody would receive a chunk. */
  private boolean isInChunks(MgConnection c) {
    if (c.isClosing() || phase == Phase.OVER) {
      return false;
    }
    if (answer == Answer.CHUNKS || answer == Answer.PLAIN || answer == Answer.BODILESS) {
      return true;
    }
    throw new MgException(
        "connection " + c.id() + " has no response in chunks under way: start one by replyChunked");
  }

  private void endChunks(MgConnection c) {
    if (answer == Answer.CHUNKS) {
      ResponseWriter.lastChunk(c.send);
    }
    complete(c);
  }

  /** The body of the request whose head is being told is to come in pieces. */
  void stream(MgConnection c) {
    Request r = request;
    if (phase != Phase.HEADERS || r == null) {
      throw new MgException(
          "stream on connection " + c.id() + ": whether a body is streamed is decided in EV_HDRS");
    }
    r.stream();
  }

  /** The program says that its response is complete. */
  void endResponse(MgConnection c) {
    if (c.isClosing() || phase == Phase.OVER || answer == Answer.NONE || answer == Answer.DONE) {
      return;
    }
    if (answer == Answer.OWED) {
      complete(c);
    } else {
      endChunks(c);
    }
  }

  /** RFC 9110 section 7.8. */
  boolean switchProtocol(MgConnection c, String headers, MgHandler to, @Nullable Object toData) {
    if (!owes(c)) {
      return false;
    }
    Request r = request;
    if (phase != Phase.RESPONSE && r != null && (r.head.chunked || r.head.contentLength > 0)) {
      throw new MgException(
          "connection " + c.id() + " cannot switch before the body has come: do it in EV_MSG");
    }
    MgIobuf out = c.send;
    int from = out.len();
    try {
      server.writer.switching(out, headers);
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    answer = Answer.DONE;
    if (!isDispatching) {
      phase = Phase.OVER;
    }
    c.resp(false);
    c.deadline(0, "");
    c.pause(MgPause.RESPONSE, false);
    c.pfn(to, toData);
    return true;
  }

  private void complete(MgConnection c) {
    answer = Answer.DONE;
    keepAlive &= isReceived(c);
    if (!isDispatching) {
      // Whoever answers may be another connection's handler: go on in our own turn.
      c.again();
    }
  }

  /** Whether the response could still be another one. */
  boolean isUnanswered() {
    return answer == Answer.NONE || answer == Answer.OWED;
  }

  /** False if nobody would receive a response. */
  private boolean owes(MgConnection c) {
    if (c.isClosing() || phase == Phase.OVER) {
      return false;
    }
    if (answer != Answer.OWED) {
      throw new MgException(
          "connection " + c.id() + " has no request to answer: one request, one response");
    }
    return true;
  }
}
