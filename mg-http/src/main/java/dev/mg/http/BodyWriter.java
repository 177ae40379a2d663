package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgLog;
import dev.mg.MgPrintf;
import dev.mg.http.ServerConnection.Answer;
import dev.mg.http.ServerConnection.Phase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Responses whose body is written in pieces. One a manager; the state is the connection's. */
final class BodyWriter {
  private final ResponseWriter writer;
  private final @Nullable Gzip gzip;

  BodyWriter(ResponseWriter writer, @Nullable Gzip gzip) {
    this.writer = writer;
    this.gzip = gzip;
  }

  /** The head of a response in chunks; whether its body is wanted. */
  boolean replyChunked(MgConnection c, ServerConnection s, int status, String headers) {
    if (!s.owes(c)) {
      return false;
    }
    MgIobuf out = c.send;
    int from = out.len();
    boolean isEmpty = status == ServerConnection.RESET_CONTENT;
    boolean bodiless = s.isBodiless(status) || isEmpty;
    boolean plain = s.isHttp10 && !bodiless;
    GzipBody packed = null;
    try {
      boolean keep = writer.begin(out, status, headers, !plain && s.stays(c), s.isHttp10);
      if (writer.givenLength() >= 0) {
        throw new MgException(
            "Content-Length does not go with chunks: leave it out, or use replyLength");
      }
      if (gzip != null && !isEmpty && status != 204 && status != 304) {
        packed = gzip.begin(out, from, status, s.wantsGzip, !bodiless);
      }
      if (isEmpty) {
        MessageWriter.endWithLength(out, 0);
      } else if (s.isHttp10 || status == 204 || status == 304) {
        MessageWriter.endWithout(out);
      } else {
        MessageWriter.endWithChunked(out);
      }
      s.keepAlive = keep;
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    start(c, s, bodiless ? Answer.BODILESS : plain ? Answer.PLAIN : Answer.CHUNKS, packed);
    return !bodiless;
  }

  /** The head of a response with a body of {@code length} bytes; whether they are wanted. */
  boolean replyLength(MgConnection c, ServerConnection s, int status, String headers, long length) {
    if (length < 0) {
      throw new MgException("a body of " + length + " bytes: use replyChunked if it is not known");
    }
    if (!s.owes(c)) {
      return false;
    }
    MgIobuf out = c.send;
    int from = out.len();
    boolean isEmpty = status == ServerConnection.RESET_CONTENT;
    boolean bodiless = s.isBodiless(status) || isEmpty;
    try {
      boolean keep = writer.begin(out, status, headers, s.stays(c), s.isHttp10);
      long given = writer.givenLength();
      if (given >= 0 && given != length) {
        throw new MgException("Content-Length: " + given + " for a body of " + length + " bytes");
      }
      if (status == 204) {
        MessageWriter.endWithout(out);
      } else {
        MessageWriter.endWithLength(out, isEmpty ? 0 : length);
      }
      s.keepAlive = keep;
    } catch (RuntimeException e) {
      out.truncate(from);
      throw e;
    }
    start(c, s, bodiless ? Answer.BODILESS : Answer.LENGTH, new LengthHold(length));
    if (length == 0) {
      s.complete(c);
    }
    return !bodiless && length > 0;
  }

  private static void start(
      MgConnection c, ServerConnection s, Answer answer, @Nullable ResponseHold hold) {
    s.answer(answer);
    s.hold = hold;
    c.resp(true);
  }

  /** One piece of the body; the empty one ends it. */
  void writeChunk(MgConnection c, ServerConnection s, byte[] b, int off, int n) {
    if (!isUnderWay(c, s, n)) {
      return;
    }
    if (n == 0) {
      end(c, s, "");
      return;
    }
    checkLeft(c, s, n);
    if (s.hold instanceof GzipBody packed) {
      packed.write(c, s, b, off, n);
    } else {
      put(c, s, b, off, n);
    }
    written(c, s, n);
  }

  /** Bytes of the body as they are. */
  static void put(MgConnection c, ServerConnection s, byte[] b, int off, int n) {
    if (s.answer() == Answer.CHUNKS) {
      MessageWriter.chunk(c.send, b, off, n);
    } else if (s.answer() != Answer.BODILESS) {
      c.send.add(b, off, n);
    }
  }

  void printfChunk(MgConnection c, ServerConnection s, String fmt, @Nullable Object[] args) {
    if (!isUnderWay(c, s, 1)) {
      return;
    }
    if (s.hold instanceof GzipBody) {
      MgIobuf text = new MgIobuf();
      MgPrintf.format(text, fmt, args);
      writeChunk(c, s, text.buf(), text.head(), text.len());
      return;
    }
    int n;
    if (s.answer() == Answer.CHUNKS) {
      n = MessageWriter.printfChunk(c.send, fmt, args);
    } else {
      n = printf(c, s, fmt, args);
    }
    if (n == 0) {
      end(c, s, "");
    } else {
      written(c, s, n);
    }
  }

  private static int printf(
      MgConnection c, ServerConnection s, String fmt, @Nullable Object[] args) {
    int from = c.send.len();
    try {
      int n = MgPrintf.format(c.send, fmt, args);
      checkLeft(c, s, n);
      if (s.answer() == Answer.BODILESS) {
        c.send.truncate(from);
      }
      return n;
    } catch (RuntimeException e) {
      c.send.truncate(from);
      throw e;
    }
  }

  /** A range of a file as a piece of the body. */
  void sendFile(
      MgConnection c, ServerConnection s, FileChannel file, long pos, long n, boolean closeFile) {
    if (pos < 0 || n < 0) {
      throw new MgException("cannot send " + n + " bytes of a file from byte " + pos + " on");
    }
    boolean isUnderWay = isUnderWay(c, s, 1);
    if (isUnderWay && !(s.hold instanceof LengthHold)) {
      throw new MgException(
          "connection " + c.id() + ": a file is a piece of a response by replyLength only");
    }
    if (isUnderWay) {
      checkLeft(c, s, n);
    }
    if (isUnderWay && n > 0 && s.answer() == Answer.LENGTH) {
      c.sendFile(file, pos, n, closeFile);
    } else if (closeFile) {
      close(file);
    }
    if (isUnderWay && n > 0) {
      written(c, s, n);
    }
  }

  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      MgLog.error("closing a file that was not to be sent failed", e);
    }
  }

  private static void checkLeft(MgConnection c, ServerConnection s, long n) {
    if (s.hold instanceof LengthHold body && n > body.left) {
      throw new MgException(
          "connection "
              + c.id()
              + ": a piece of "
              + n
              + " bytes where "
              + body.left
              + " are left of the length that was told");
    }
  }

  private static void written(MgConnection c, ServerConnection s, long n) {
    if (s.hold instanceof LengthHold body) {
      body.left -= n;
      if (body.left == 0) {
        s.complete(c);
      }
    }
  }

  /** False if nobody would receive a piece of {@code n} bytes, or the last one is there already. */
  private static boolean isUnderWay(MgConnection c, ServerConnection s, int n) {
    if (c.isClosing() || s.phase() == Phase.OVER || s.isAnswered() && n == 0) {
      return false;
    }
    if (s.answer().compareTo(Answer.OWED) > 0 && !s.isAnswered()) {
      return true;
    }
    throw new MgException(
        "connection "
            + c.id()
            + " has no response in pieces under way: start one by replyChunked or replyLength");
  }

  /** The body is complete. */
  void end(MgConnection c, ServerConnection s, String trailers) {
    if (s.answer() == Answer.CHUNKS) {
      MgIobuf out = c.send;
      int from = out.len();
      try {
        if (s.hold instanceof GzipBody packed) {
          // Trailers that are refused must leave a body that can still be ended.
          writer.lastChunk(out, trailers);
          out.truncate(from);
          packed.finish(c, s);
        }
        writer.lastChunk(out, trailers);
      } catch (RuntimeException e) {
        out.truncate(from);
        throw e;
      }
    } else if (s.hold instanceof GzipBody packed) {
      packed.finish(c, s);
    } else if (s.answer() == Answer.LENGTH && s.hold instanceof LengthHold body) {
      // The peer is to see that it is cut: nothing may follow on this connection.
      s.keepAlive = false;
      s.complete(c);
      throw new MgException(
          "connection " + c.id() + ": the body ends " + body.left + " bytes before its length");
    }
    s.complete(c);
  }
}
