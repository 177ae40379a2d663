package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgStr;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP knows about one connection of a server: which request is under way, and how far its
 * response is. Small, since an idle connection holds one; what a request needs beyond it is lent by
 * {@link HttpServer} for the time of the request.
 */
final class ServerConnection extends HttpConnection {
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
    /** A body whose length was told is being written; {@link LengthHold} counts. */
    LENGTH,
    /** As {@link #CHUNKS}, where no body may be sent: the bytes are dropped. */
    BODILESS,
    /**
     * The program is done with it, but bytes of files are still on their way. The next request
     * waits for them, so that a connection does not hold one file more with each it asks for.
     */
    SENDING,
    /** Complete. */
    DONE
  }

  /** The status whose body is empty, which a length has to say (RFC 9110 section 15.3.6). */
  static final int RESET_CONTENT = 205;

  private static final Phase[] PHASES = Phase.values();
  private static final Answer[] ANSWERS = Answer.values();

  /** The ordinal of a {@link Phase}: a byte, where an idle connection has thousands beside it. */
  private byte phase;

  /** The ordinal of an {@link Answer}. */
  private byte answer;

  /** Null while no byte of a request is there. */
  @Nullable Request request;

  /** Whether the connection stays open after the response. */
  boolean keepAlive;

  /** Whether the sender has said that this request is its last. */
  boolean isLast;

  boolean isHead;
  boolean isHttp10;

  /** What a response in pieces holds; null = nothing. */
  @Nullable ResponseHold hold;

  /** Whether the client wants gzip; known only where it is on. */
  boolean wantsGzip;

  /** Whether reading is held back until the response is complete. */
  boolean isHeld;

  /** Whether parsing waits until {@code send} has gone down. */
  boolean isBlocked;

  Phase phase() {
    return PHASES[phase];
  }

  void phase(Phase now) {
    phase = (byte) now.ordinal();
  }

  Answer answer() {
    return ANSWERS[answer];
  }

  void answer(Answer now) {
    answer = (byte) now.ordinal();
  }

  /** The server of {@code c}, or, if another protocol has it by now, of its manager. */
  static HttpServer server(MgConnection c) {
    return c.pfn() instanceof HttpServer server ? server : HttpServer.of(c.mgr());
  }

  /**
   * The state of {@code c}.
   *
   * @throws IllegalStateException on another thread than the manager's
   * @throws MgException if it is not a connection of an HTTP server, or not any more
   */
  static ServerConnection of(MgConnection c) {
    c.checkThread();
    if (c.pfnData() instanceof ServerConnection s) {
      return s;
    }
    throw new MgException(
        "connection " + c.id() + " does not speak HTTP as a server, or not any more");
  }

  /** A request was received up to the end of its head. */
  void begin(RequestHead head, byte[] b, int base) {
    phase(Phase.HEADERS);
    answer(Answer.OWED);
    keepAlive = head.keepAlive;
    isLast = !head.keepAlive;
    isHttp10 = head.isHttp10();
    isHead = head.line.isMethod(b, base, "HEAD");
    isStalling = false;
  }

  /** Whether the connection would stay open, were the response complete now. */
  boolean stays(MgConnection c) {
    return keepAlive && !c.mgr().isStopping() && (!c.isDraining() || c.isReadEof());
  }

  /** RFC 9112 section 6.3: these have no body whatever their fields say. */
  boolean isBodiless(int status) {
    return isHead || status == 204 || status == 304;
  }

  /** Whether nothing of the request is still to come, so that another one may follow it. */
  boolean isReceived(MgConnection c) {
    Request r = request;
    return phase() == Phase.RESPONSE || r == null || r.isWhollyIn(c.recv);
  }

  @Override
  @Nullable IncomingMessage incoming() {
    return request;
  }

  @Override
  boolean isInBody() {
    return phase() == Phase.BODY;
  }

  @Override
  void stream(MgConnection c) {
    headed(c).stream();
  }

  /** As {@link #stream(MgConnection)}, to {@code sink}, which takes each piece first. */
  void stream(MgConnection c, BodySink sink) {
    Request r = headed(c);
    r.stream();
    r.sink = sink;
  }

  /** What Content-Length says of the body of the request whose head is being told, -1 if none. */
  long expectedBytes(MgConnection c) {
    return headed(c).head.framing.contentLength;
  }

  private Request headed(MgConnection c) {
    Request r = request;
    if (phase() != Phase.HEADERS || r == null) {
      throw new MgException(
          "stream on connection " + c.id() + ": whether a body is streamed is decided in EV_HDRS");
    }
    return r;
  }

  /** A piece of a streamed body is there. */
  void take(MgConnection c, MgStr piece) {
    if (request != null && request.sink != null) {
      request.sink.take(c, piece);
    }
  }

  /** The response is complete, as soon as the files in it have gone. */
  void complete(MgConnection c) {
    releaseHold();
    keepAlive &= isReceived(c);
    if (c.isSendingFile()) {
      answer(Answer.SENDING);
      c.resp(true);
      c.deadline(0, "");
      return;
    }
    answer(Answer.DONE);
    if (!isDispatching) {
      // Whoever answers may be another connection's handler: go on in our own turn.
      c.again();
    }
  }

  @Override
  void writeChunk(MgConnection c, byte[] b, int off, int n) {
    server(c).responder.pieces.writeChunk(c, this, b, off, n);
  }

  @Override
  void printfChunk(MgConnection c, String fmt, @Nullable Object[] args) {
    server(c).responder.pieces.printfChunk(c, this, fmt, args);
  }

  /** The response is over. */
  void releaseHold() {
    ResponseHold held = hold;
    if (held != null) {
      hold = null;
      held.release();
    }
  }

  /** Whether the program is done with the response. */
  boolean isAnswered() {
    return answer() == Answer.DONE || answer() == Answer.SENDING;
  }

  /** Whether the response could still be another one. */
  boolean isUnanswered() {
    return answer() == Answer.NONE || answer() == Answer.OWED;
  }

  /** False if nobody would receive a response. */
  boolean owes(MgConnection c) {
    if (c.isClosing() || phase() == Phase.OVER) {
      return false;
    }
    if (answer() != Answer.OWED) {
      throw new MgException(
          "connection " + c.id() + " has no request to answer: one request, one response");
    }
    return true;
  }
}
