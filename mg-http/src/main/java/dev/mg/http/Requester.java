package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgIobuf;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends requests: the calls of {@link MgHttp}. One a manager; the state is the connection's. */
final class Requester {
  /** Who gets one of these without content is told so by a length of 0 (RFC 9110 section 8.6). */
  private static final Set<String> WITH_CONTENT = Set.of("POST", "PUT", "PATCH");

  private static final Set<String> WITHOUT_CONTENT = Set.of("CONNECT", "TRACE");

  private final RequestWriter writer = new RequestWriter();

  /** A whole request; its body as {@link MessageWriter#body} has it. */
  void request(
      MgConnection c,
      ClientConnection s,
      String method,
      String target,
      String headers,
      Object body,
      int off,
      int guess,
      @Nullable Object @Nullable [] args) {
    if (!mayAsk(c, s)) {
      return;
    }
    MgIobuf out = c.send;
    int from = out.len();
    try {
      writer.begin(out, method, target, headers, s.host, s.isSecure);
      int headEnd = out.len();
      int at = MessageWriter.endWithLength(out, guess);
      int n = MessageWriter.body(out, body, off, guess, args);
      MessageWriter.patchLength(out, at, guess, n);
      checkLength(method, n);
      if (n == 0 && !WITH_CONTENT.contains(method)) {
        out.truncate(headEnd);
        MessageWriter.endWithout(out);
      }
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    asked(c, s, method);
  }

  private void checkLength(String method, int n) {
    long given = writer.givenLength();
    if (given >= 0 && given != n) {
      throw new MgException(
          "Content-Length: " + given + " is given, but the body has " + n + " bytes: leave it out");
    }
    if (n > 0) {
      checkContent(method);
    }
  }

  private static void checkContent(String method) {
    if (WITHOUT_CONTENT.contains(method)) {
      throw new MgException("a " + method + " request has no body");
    }
  }

  /** The head of a request whose body is written in pieces. */
  void requestChunked(
      MgConnection c, ClientConnection s, String method, String target, String headers) {
    if (!mayAsk(c, s)) {
      return;
    }
    checkContent(method);
    MgIobuf out = c.send;
    int from = out.len();
    try {
      writer.begin(out, method, target, headers, s.host, s.isSecure);
      if (writer.givenLength() >= 0) {
        throw new MgException(
            "Content-Length does not go with chunks: leave it out, or use request");
      }
      MessageWriter.endWithChunked(out);
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    s.isSending = true;
    asked(c, s, method);
  }

  private void asked(MgConnection c, ClientConnection s, String method) {
    s.keepAlive = !writer.closes();
    s.ask(c, RequestKind.of(method));
  }

  /** False if nobody would receive a request. */
  private static boolean mayAsk(MgConnection c, ClientConnection s) {
    if (s.isGone(c)) {
      return false;
    }
    String why = s.whyNot();
    if (why != null) {
      throw new MgException("connection " + c.id() + " " + why);
    }
    return true;
  }

  /** One piece of the body; the empty one ends it. */
  void writeChunk(MgConnection c, ClientConnection s, byte[] b, int off, int n) {
    if (!isInChunks(c, s)) {
      return;
    }
    if (n == 0) {
      end(c, s);
    } else {
      MessageWriter.chunk(c.send, b, off, n);
    }
  }

  void printfChunk(MgConnection c, ClientConnection s, String fmt, @Nullable Object[] args) {
    if (isInChunks(c, s) && MessageWriter.printfChunk(c.send, fmt, args) == 0) {
      end(c, s);
    }
  }

  /** False if nobody would receive a chunk. */
  private static boolean isInChunks(MgConnection c, ClientConnection s) {
    if (s.isGone(c)) {
      return false;
    }
    if (!s.isSending) {
      throw new MgException(
          "connection "
              + c.id()
              + " has no request in chunks under way: start one by requestChunked");
    }
    return true;
  }

  /** The program says that its request is complete. */
  void endRequest(MgConnection c, ClientConnection s) {
    if (s.isSending && !s.isGone(c)) {
      end(c, s);
    }
  }

  private static void end(MgConnection c, ClientConnection s) {
    MessageWriter.lastChunk(c.send);
    s.isSending = false;
  }
}
