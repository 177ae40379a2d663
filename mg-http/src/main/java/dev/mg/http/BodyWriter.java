package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgPrintf;
import dev.mg.http.ServerConnection.Answer;
import dev.mg.http.ServerConnection.Phase;
import org.jspecify.annotations.Nullable;

/** Responses whose body is written in pieces. One a manager; the state is the connection's. */
final class BodyWriter {
  private final ResponseWriter writer;

  BodyWriter(ResponseWriter writer) {
    this.writer = writer;
  }

  /** The head of a response whose body is written in pieces. */
  void replyChunked(MgConnection c, ServerConnection s, int status, String headers) {
    if (!s.owes(c)) {
      return;
    }
    MgIobuf out = c.send;
    int from = out.len();
    boolean bodiless = s.isBodiless(status);
    boolean plain = s.isHttp10 && !bodiless;
    try {
      boolean keep = writer.begin(c.send, status, headers, !plain && s.stays(c), s.isHttp10);
      if (writer.givenLength() >= 0) {
        throw new MgException("Content-Length does not go with chunks: leave it out, or use reply");
      }
      if (s.isHttp10 || status == 204 || status == 304) {
        MessageWriter.endWithout(out);
      } else {
        MessageWriter.endWithChunked(out);
      }
      s.keepAlive = keep;
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    s.answer = bodiless ? Answer.BODILESS : plain ? Answer.PLAIN : Answer.CHUNKS;
    c.resp(true);
  }

  /** One piece of the body; the empty one ends it. */
  void writeChunk(MgConnection c, ServerConnection s, byte[] b, int off, int n) {
    if (!isInChunks(c, s)) {
      return;
    }
    if (n == 0) {
      end(c, s);
    } else if (s.answer == Answer.CHUNKS) {
      MessageWriter.chunk(c.send, b, off, n);
    } else if (s.answer == Answer.PLAIN) {
      c.send.add(b, off, n);
    }
  }

  void printfChunk(MgConnection c, ServerConnection s, String fmt, @Nullable Object[] args) {
    if (!isInChunks(c, s)) {
      return;
    }
    int n;
    if (s.answer == Answer.CHUNKS) {
      n = MessageWriter.printfChunk(c.send, fmt, args);
    } else {
      int from = c.send.len();
      n = MgPrintf.format(c.send, fmt, args);
      if (s.answer == Answer.BODILESS) {
        c.send.truncate(from);
      }
    }
    if (n == 0) {
      end(c, s);
    }
  }

  /** False if nobody would receive a chunk. */
  private boolean isInChunks(MgConnection c, ServerConnection s) {
    if (c.isClosing() || s.phase == Phase.OVER) {
      return false;
    }
    if (s.answer == Answer.CHUNKS || s.answer == Answer.PLAIN || s.answer == Answer.BODILESS) {
      return true;
    }
    throw new MgException(
        "connection " + c.id() + " has no response in chunks under way: start one by replyChunked");
  }

  /** The body is complete. */
  void end(MgConnection c, ServerConnection s) {
    if (s.answer == Answer.CHUNKS) {
      MessageWriter.lastChunk(c.send);
    }
    s.complete(c);
  }
}
