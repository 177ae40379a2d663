package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.spi.MgCheck;
import org.jspecify.annotations.Nullable;

/** Tells handlers of requests: the one message a manager has, and the events that show it. */
final class RequestEvents {
  private final HttpServer server;
  private final RequestPool requests;

  /** What every event of every connection shows. */
  final MgHttpMessage message = new MgHttpMessage();

  /** Whose head {@link #message} shows, and where it stands; null = it must be wrapped anew. */
  private @Nullable Request shown;

  private byte @Nullable [] shownBuf;
  private int shownBase;

  RequestEvents(HttpServer server, RequestPool requests) {
    this.server = server;
    this.requests = requests;
  }

  /** Fires an event; false if this connection is none of ours any more, or ends. */
  boolean fire(MgConnection c, ServerConnection s, Request r, int ev) {
    s.isDispatching = true;
    c.call(ev, message);
    s.isDispatching = false;
    if (MgCheck.ON) {
      message.poison();
    }
    if (c.pfnData() != s || c.pfn() != server) {
      consume(c, s, r);
      server.over(s);
      return false;
    }
    if (c.isClosing() || HttpServer.isDrained(c)) {
      server.stop(c, s);
      return false;
    }
    return true;
  }

  /** Makes {@link #message} show the head of {@code r}, and no body. */
  void show(MgConnection c, Request r) {
    MgIobuf in = c.recv;
    if (MgCheck.ON || shown != r || shownBuf != in.buf() || shownBase != in.head()) {
      shown = r;
      shownBuf = in.buf();
      shownBase = in.head();
      message.wrap(shownBuf, shownBase, r.head.line, r.head.fields, r.headBytes);
    }
  }

  /** Takes the request out of {@code recv}. */
  void consume(MgConnection c, ServerConnection s, Request r) {
    c.recv.del(Math.min(r.end, c.recv.len()));
    release(s);
  }

  /** Gives back what the request was lent. */
  void release(ServerConnection s) {
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
