package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgUrl;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What HTTP knows about one connection of a client: what was asked, and how far the answer is. */
final class ClientConnection extends HttpConnection {
  /** Requests on their way; one more is refused, since nobody sends so many by intent. */
  static final int MAX_ASKED = 100;

  /** Where the receiving side is; {@link HttpClient} shows the transitions. */
  enum Phase {
    /** Nothing is asked. */
    IDLE,
    /** The head of a response is waited for. */
    HEAD,
    /** The head is being told to the handlers. */
    HEADERS,
    /** The body is being received. */
    BODY,
    /** HTTP is over here: closing, or handed to another protocol. */
    OVER
  }

  final HttpClient client;

  /** The value of Host. */
  final String host;

  /** Whether it leads to its server over TLS. */
  final boolean isSecure;

  Phase phase = Phase.IDLE;

  /** Requests without their whole response, the oldest first. */
  final ArrayDeque<RequestKind> asked = new ArrayDeque<>();

  /** Null until the first byte of a response is there; then used again and again. */
  @Nullable Response response;

  /** Whether another request may follow. */
  boolean keepAlive = true;

  /** Whether a request in chunks is being sent. */
  boolean isSending;

  /** Whether the deadline of a response runs. */
  boolean isAwaiting;

  /** Whether it leads to a proxy, and is the program's only when there is a tunnel. */
  boolean isReserved;

  /** Of interim responses to the request answered next. */
  long interimBytes;

  /** One that leads to the server of {@code url}. */
  ClientConnection(HttpClient client, String url) {
    this.client = client;
    host = Host.field(url);
    isSecure = MgUrl.isSsl(url);
  }

  /**
   * The state of {@code c}.
   *
   * @throws IllegalStateException on another thread than the manager's
   * @throws MgException if it is not a connection of an HTTP client, or not any more
   */
  static ClientConnection of(MgConnection c) {
    c.checkThread();
    if (c.pfnData() instanceof ClientConnection s) {
      return s;
    }
    throw new MgException(
        "connection " + c.id() + " does not speak HTTP as a client, or not any more");
  }

  @Override
  @Nullable IncomingMessage incoming() {
    return response;
  }

  /** Whether nobody would receive a request any more. */
  boolean isGone(MgConnection c) {
    return phase == Phase.OVER || c.isClosing() || c.isDraining();
  }

  boolean takesRequest(MgConnection c) {
    return !isGone(c) && whyNot() == null;
  }

  /** Why no request may be sent now, or null. */
  @Nullable String whyNot() {
    if (isReserved) {
      return "leads to the proxy as yet: wait for CONNECT";
    }
    if (isSending) {
      return "is sending a request in chunks: end that first, by endRequest";
    }
    if (asked.size() >= MAX_ASKED) {
      return "has " + asked.size() + " requests under way: wait for responses";
    }
    return keepAlive ? null : "ends after its response: ask isReusable first, else connect anew";
  }

  /** Notes a request that was written to {@code send}. */
  void ask(MgConnection c, RequestKind kind) {
    asked.add(kind);
    if (phase == Phase.IDLE) {
      phase = Phase.HEAD;
      c.deadline(0, "");
    }
  }

  @Override
  boolean isInBody() {
    return phase == Phase.BODY;
  }

  @Override
  void stream(MgConnection c) {
    Response r = response;
    if (phase != Phase.HEADERS || r == null) {
      throw new MgException(
          "stream on connection " + c.id() + ": whether a body is streamed is decided in EV_HDRS");
    }
    r.stream();
  }

  @Override
  void writeChunk(MgConnection c, byte[] b, int off, int n) {
    client.requester.writeChunk(c, this, b, off, n);
  }

  @Override
  void printfChunk(MgConnection c, String fmt, @Nullable Object[] args) {
    client.requester.printfChunk(c, this, fmt, args);
  }
}
