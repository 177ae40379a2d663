package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgPause;
import dev.mg.http.ServerConnection.Answer;
import dev.mg.http.ServerConnection.Phase;

/** The receiving half of {@link HttpServer}: what its phases HEAD and BODY do. One a manager. */
final class RequestReceiver {
  private final HttpServer server;
  private final RequestPool requests;
  private final RequestEvents events;
  private final BodyDeadline bodyDeadline;
  private final int maxBodyBytes;
  private final int headMs;

  RequestReceiver(MgManager mgr, HttpServer server, RequestPool requests, RequestEvents events) {
    MgOptions o = mgr.options();
    this.server = server;
    this.requests = requests;
    this.events = events;
    bodyDeadline = new BodyDeadline(mgr, o.httpBodyStallTimeoutMs());
    maxBodyBytes = o.httpMaxBodyBytes();
    headMs = o.httpHeadTimeoutMs();
  }

  /** Between requests, or in a head; false if nothing more can be done now. */
  boolean head(MgConnection c, ServerConnection s) {
    MgIobuf in = c.recv;
    if (in.isEmpty()) {
      server.rest(c, s);
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
      r.head.isSecure = c.isTls();
      s.request = r;
    }
    int n = r.head.parse(in.buf(), in.head(), in.tail());
    if (n == StartLine.REFUSED) {
      return server.refuse(c, s, r.head.refusal);
    }
    if (n == StartLine.MORE) {
      // An empty line before a request may be the tail of the one before it.
      if (s.phase() == Phase.IDLE && r.head.line.isStarted()) {
        s.phase(Phase.HEAD);
        c.deadline(headMs, "the head of a request did not arrive within httpHeadTimeoutMs");
      } else if (s.phase() == Phase.IDLE && c.mgr().isStopping()) {
        return server.end(c, s);
      }
      return false;
    }
    if (c.mgr().isStopping()) {
      return server.refuse(c, s, Refusal.STOPPING);
    }
    return headers(c, s, r, n);
  }

  private boolean headers(MgConnection c, ServerConnection s, Request r, int bytes) {
    s.begin(r.head, c.recv.buf(), c.recv.head());
    r.owesContinue = r.head.expectsContinue;
    r.beginBody(bytes);
    events.show(c, r);
    s.wantsGzip = server.responder.gzip != null && Gzip.isWanted(events.message.headers);
    if (!events.fire(c, s, r, MgHttp.EV_HDRS)) {
      return false;
    }
    s.phase(Phase.BODY);
    if (s.answer() == Answer.SENDING) {
      // Nobody reads the body, which therefore must not pile up.
      r.stream();
    }
    if (!s.isAnswered() && !r.isStreamed() && !r.limit(maxBodyBytes)) {
      return server.refuse(c, s, Refusal.BODY_TOO_LARGE);
    }
    return true;
  }

  /** In a body; false if nothing more can be done now. */
  boolean body(MgConnection c, ServerConnection s) {
    Request r = s.request;
    if (r == null || c.recv.len() < r.headBytes) {
      throw new IllegalStateException(
          "a handler took bytes out of recv while HTTP was receiving a request into it");
    }
    switch (r.receive(c.recv)) {
      case Request.PIECE -> {
        if (!s.isAnswered()) {
          events.show(c, r);
          events.message.wrapChunk(r.bodyEnd - r.headBytes);
          if (!events.fire(c, s, r, MgHttp.EV_CHUNK)) {
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
        return server.refuse(c, s, r.refusal);
      }
    }
  }

  /** The request is complete. */
  private boolean received(MgConnection c, ServerConnection s, Request r) {
    s.phase(Phase.RESPONSE);
    if (!s.isAnswered()) {
      c.resp(true);
      events.show(c, r);
      events.message.wrapTrailers(r.trailers(), r.end);
      if (r.isStreamed()) {
        events.message.wrapChunk(0);
      } else {
        events.message.wrapBody(r.bodyEnd - r.headBytes);
      }
      if (!events.fire(c, s, r, r.isStreamed() ? MgHttp.EV_CHUNK : MgHttp.EV_MSG)) {
        return false;
      }
      if (s.answer() != Answer.DONE) {
        c.deadline(0, "");
      }
    }
    events.consume(c, s, r);
    return true;
  }

  /** The body is not complete: asks for it, and sets the deadline for more. */
  private boolean await(MgConnection c, ServerConnection s, Request r) {
    if (s.answer() == Answer.DONE) {
      return server.end(c, s);
    }
    if (r.owesContinue) {
      r.owesContinue = false;
      // A sender that does not wait needs no 100 (RFC 9110 section 10.1.1).
      if (c.recv.len() == r.headBytes && s.isUnanswered()) {
        ResponseWriter.goOn(c.send);
      }
    }
    if (s.answer() != Answer.SENDING) {
      // The deadline of a response on its way is the writing's.
      bodyDeadline.waitFor(c, s);
    }
    return false;
  }
}
