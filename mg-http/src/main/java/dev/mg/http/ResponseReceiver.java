package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.http.ClientConnection.Phase;
import dev.mg.spi.MgCheck;

/** The receiving half of {@link HttpClient}: what its phases HEAD and BODY do. One a manager. */
final class ResponseReceiver {
  private final HttpClient client;
  private final MgOptions options;
  private final BodyDeadline bodyDeadline;
  private final int maxBodyBytes;

  /** What every event of every connection shows. */
  private final MgHttpMessage message = new MgHttpMessage();

  ResponseReceiver(MgManager mgr, HttpClient client) {
    this.client = client;
    options = mgr.options();
    bodyDeadline = new BodyDeadline(mgr, options.httpBodyStallTimeoutMs());
    maxBodyBytes = options.httpMaxBodyBytes();
  }

  /** In a head; false if nothing more can be done now. */
  boolean head(MgConnection c, ClientConnection s) {
    MgIobuf in = c.recv;
    if (in.isEmpty()) {
      return false;
    }
    Response r = s.response;
    if (r == null) {
      r = new Response(options);
      s.response = r;
    }
    r.head.asked = s.asked.element();
    int n = r.head.parse(in.buf(), in.head(), in.tail());
    if (n == StartLine.MORE) {
      return false;
    }
    return n == StartLine.REFUSED ? client.refuse(c, s, r.head.refusal) : headers(c, s, r, n);
  }

  private boolean headers(MgConnection c, ClientConnection s, Response r, int bytes) {
    if (r.head.isInterim() && r.head.status != 101) {
      s.interimBytes += bytes;
      c.recv.del(bytes);
      r.reset();
      return s.interimBytes <= options.httpMaxHeadBytes() || client.refuse(c, s, Refusal.INTERIMS);
    }
    s.phase = Phase.HEADERS;
    s.isStalling = false;
    c.deadline(0, "");
    r.beginBody(bytes);
    show(c, r);
    if (!fire(c, s, r, MgHttp.EV_HDRS)) {
      return false;
    }
    if (r.head.isInterim()) {
      return client.refuse(c, s, Refusal.SWITCHED);
    }
    if (r.head.isTunnel()) {
      s.phase = Phase.OVER;
      c.recv.del(bytes);
      c.pfn(null, null);
      return false;
    }
    s.phase = Phase.BODY;
    if (!r.isStreamed() && !r.limit(maxBodyBytes)) {
      return client.refuse(c, s, Refusal.BODY_TOO_LARGE);
    }
    return true;
  }

  /** In a body; false if nothing more can be done now. */
  boolean body(MgConnection c, ClientConnection s) {
    Response r = s.response;
    if (r == null || c.recv.len() < r.headBytes) {
      throw new IllegalStateException(
          "a handler took bytes out of recv while HTTP was receiving a response into it");
    }
    switch (r.receive(c.recv)) {
      case IncomingMessage.PIECE -> {
        show(c, r);
        message.wrapChunk(r.bodyEnd - r.headBytes);
        if (!fire(c, s, r, MgHttp.EV_CHUNK)) {
          return false;
        }
        r.drop(c.recv);
        return true;
      }
      case IncomingMessage.DONE -> {
        return received(c, s, r);
      }
      case IncomingMessage.MORE -> {
        bodyDeadline.waitFor(c, s);
        return false;
      }
      default -> {
        return client.refuse(c, s, r.refusal);
      }
    }
  }

  /** The response is complete. */
  boolean received(MgConnection c, ClientConnection s, Response r) {
    s.asked.remove();
    boolean isLast = s.asked.isEmpty();
    // With the request unfinished, or bytes nobody asked for behind the response, no other request
    // could be told its own response for sure.
    boolean isClean = !isLast || c.send.isEmpty() && !s.isSending && c.recv.len() == r.end;
    s.keepAlive &= r.head.keepAlive && isClean;
    s.phase = isLast ? Phase.IDLE : Phase.HEAD;
    s.interimBytes = 0;
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
    consume(c, r);
    // Of several requests it may be the last one that said close, or the manager stops.
    if (!r.head.keepAlive || !s.keepAlive && s.asked.isEmpty()) {
      if (isLast && isClean) {
        // Else what is in send is the rest of requests we know.
        client.adopt(c, s);
      }
      return client.end(c, s);
    }
    client.rest(c, s);
    return true;
  }

  /** Fires an event; false if this connection is none of ours any more, or ends. */
  private boolean fire(MgConnection c, ClientConnection s, Response r, int ev) {
    s.isDispatching = true;
    c.call(ev, message);
    s.isDispatching = false;
    if (MgCheck.ON) {
      message.poison();
    }
    if (c.pfnData() != s || c.pfn() != client) {
      consume(c, r);
      s.phase = Phase.OVER;
      return false;
    }
    if (c.isClosing() || c.isDraining() && !c.isReadEof()) {
      client.stop(c, s);
      return false;
    }
    return true;
  }

  private void show(MgConnection c, Response r) {
    MgIobuf in = c.recv;
    message.wrap(in.buf(), in.head(), r.head.line, r.head.fields, r.headBytes);
  }

  /** Takes the response out of {@code recv}. */
  private static void consume(MgConnection c, Response r) {
    c.recv.del(Math.min(r.end, c.recv.len()));
    r.reset();
  }
}
