package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import dev.mg.MgPause;
import dev.mg.http.ServerConnection.Answer;
import dev.mg.http.ServerConnection.Phase;
import org.jspecify.annotations.Nullable;

/** Answers requests: the calls of {@link MgHttp}. One a manager; the state is the connection's. */
final class Responder {
  final BodyWriter pieces;
  private final ResponseWriter writer;

  /** Null = responses are not compressed. */
  final @Nullable Gzip gzip;

  Responder(MgManager mgr) {
    writer = new ResponseWriter(mgr, new DateField(System::currentTimeMillis));
    gzip = Gzip.of(mgr);
    pieces = new BodyWriter(writer, gzip);
  }

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
      ServerConnection s,
      int status,
      String headers,
      Object body,
      int off,
      int guess,
      @Nullable Object @Nullable [] args) {
    if (!s.owes(c)) {
      return;
    }
    MgIobuf out = c.send;
    int from = out.len();
    try {
      boolean keep =
          writer.begin(c.send, status, headers, s.isReceived(c) && s.stays(c), s.isHttp10);
      long given = writer.givenLength();
      boolean bodiless = s.isBodiless(status);
      int at = -1;
      if (status == 204 || status == 304 && given < 0) {
        MessageWriter.endWithout(out);
      } else {
        at = MessageWriter.endWithLength(out, given >= 0 ? given : guess);
      }
      int bodyFrom = out.len();
      boolean isEmpty = status == ServerConnection.RESET_CONTENT;
      int n = isEmpty ? 0 : MessageWriter.body(out, body, off, guess, args);
      if (gzip != null && at >= 0 && given < 0 && status != 304) {
        int fieldsEnd = MessageWriter.beforeLength(at);
        int inserted = gzip.whole(out, from, fieldsEnd, bodyFrom, status, s.wantsGzip);
        at += inserted;
        bodyFrom += inserted;
        n = out.len() - bodyFrom;
      }
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
        MessageWriter.patchLength(out, at, guess, n);
      }
      s.keepAlive = keep;
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    s.complete(c);
  }

  /** 1xx, before the response proper; nothing to HTTP/1.0, which has none. */
  void interim(MgConnection c, ServerConnection s, int status, String headers) {
    if (!s.owes(c)) {
      return;
    }
    MgIobuf out = c.send;
    int from = out.len();
    try {
      writer.interim(out, status, headers);
      if (s.isHttp10) {
        out.truncate(from);
      }
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
  }

  /** The program says that its response is complete. */
  void endResponse(MgConnection c, ServerConnection s, String trailers) {
    if (c.isClosing() || s.phase() == Phase.OVER || s.answer() == Answer.NONE || s.isAnswered()) {
      return;
    }
    if (s.answer() == Answer.OWED) {
      s.complete(c);
    } else {
      pieces.end(c, s, trailers);
    }
  }

  /** RFC 9110 section 7.8. */
  boolean switchProtocol(
      MgConnection c, ServerConnection s, String headers, MgHandler to, @Nullable Object toData) {
    if (!s.owes(c)) {
      return false;
    }
    Request r = s.request;
    if (s.phase() != Phase.RESPONSE
        && r != null
        && (r.head.framing.chunked || r.head.framing.contentLength > 0)) {
      throw new MgException(
          "connection " + c.id() + " cannot switch before the body has come: do it in EV_MSG");
    }
    MgIobuf out = c.send;
    int from = out.len();
    try {
      writer.switching(out, headers);
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    s.answer(Answer.DONE);
    if (!s.isDispatching) {
      s.phase(Phase.OVER);
    }
    c.resp(false);
    c.deadline(0, "");
    c.pause(MgPause.RESPONSE, false);
    c.pfn(to, toData);
    return true;
  }

  /** Tells why a request was refused, if nothing else was told yet. */
  void refuse(MgConnection c, ServerConnection s, Refusal why) {
    if (s.isUnanswered()) {
      Request r = s.request;
      MgIobuf in = c.recv;
      boolean isHead = r != null && r.head.line.isMethod(in.buf(), in.head(), "HEAD");
      writer.refuse(c.send, why, isHead);
    }
  }
}
