package dev.mg.http;

import dev.mg.MgStr;
import dev.mg.spi.MgCheck;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request, or a response: slices of the bytes received.
 *
 * <p><b>Manager's thread only, and borrowed: valid during its event.</b> A manager has one, which
 * shows one message after another; {@link #copy} what is to be kept or handed to a worker. With
 * {@code -Ddev.mg.check=true} one used after its event throws.
 */
public final class MgHttpMessage {
  private static final byte[] SLASH = {'/'};
  private static final byte[] ASTERISK = {'*'};

  /** The method of a request, case-sensitive; the version of a response. */
  public final MgStr method = new MgStr(SLASH, 0, 0);

  /** The path of a request, not decoded; the three digits of a response's status. */
  public final MgStr uri = new MgStr(SLASH, 0, 0);

  /** What follows the path's question mark, not decoded. */
  public final MgStr query = new MgStr(SLASH, 0, 0);

  /** The version of a request; the reason of a response. */
  public final MgStr proto = new MgStr(SLASH, 0, 0);

  /** First line and fields with the empty line that ends them. */
  public final MgStr head = new MgStr(SLASH, 0, 0);

  /** The whole body, chunks joined; in the event of a whole message only. */
  public final MgStr body = new MgStr(SLASH, 0, 0);

  /** The next piece of a streamed body, empty when it has ended. */
  public final MgStr chunk = new MgStr(SLASH, 0, 0);

  /** Head and body. */
  public final MgStr message = new MgStr(SLASH, 0, 0);

  /** The fields of the head. */
  public final MgHttpFields headers = new MgHttpFields();

  /** The fields after a chunked body, when it has ended; those forbidden there are left out. */
  public final MgHttpFields trailers = new MgHttpFields();

  private static final FieldIndex NO_FIELDS = new FieldIndex();

  /** Of the request's target as received. */
  private final MgStr target = new MgStr(SLASH, 0, 0);

  private int base;
  private int end;
  private @Nullable MessageParser parser;

  /** An empty one, for {@link MgHttp#parse}. */
  public MgHttpMessage() {}

  /** Shows a head that starts at {@code base} and ends after {@code bytes}; no body yet. */
  MgHttpMessage wrap(byte[] buf, int base, StartLine line, FieldIndex fields, int bytes) {
    method.wrap(buf, base + line.from, line.firstEnd - line.from);
    target.wrap(buf, base + line.secondFrom, line.secondEnd - line.secondFrom);
    if (line.pathFrom < line.pathEnd) {
      uri.wrap(buf, base + line.pathFrom, line.pathEnd - line.pathFrom);
    } else {
      // An absolute target without a path (RFC 9112 sections 3.2.1 and 3.2.4).
      boolean isAsterisk = line.queryFrom == line.pathEnd && method.is("OPTIONS");
      uri.wrap(isAsterisk ? ASTERISK : SLASH, 0, 1);
    }
    query.wrap(buf, base + line.queryFrom, line.queryEnd - line.queryFrom);
    proto.wrap(buf, base + line.thirdFrom, line.thirdEnd - line.thirdFrom);
    head.wrap(buf, base + line.from, bytes - line.from);
    message.wrap(buf, base + line.from, bytes - line.from);
    body.wrap(buf, base + bytes, 0);
    chunk.wrap(buf, base + bytes, 0);
    headers.wrap(buf, base, fields);
    trailers.wrap(buf, base, NO_FIELDS);
    this.base = base;
    end = base + bytes;
    return this;
  }

  /** Adds the body: the {@code len} bytes after the head. */
  void wrapBody(int len) {
    body.wrap(body.buf(), body.off(), len);
    message.wrap(head.buf(), head.off(), head.len() + len);
    end = Math.max(end, body.off() + len);
  }

  /** Adds a piece of a streamed body: {@code len} bytes after the head. */
  void wrapChunk(int len) {
    chunk.wrap(chunk.buf(), chunk.off(), len);
    end = Math.max(end, chunk.off() + len);
  }

  /** Adds trailers that end before {@code offset}. */
  void wrapTrailers(FieldIndex fields, int offset) {
    trailers.wrap(head.buf(), base, fields);
    end = Math.max(end, base + offset);
  }

  /** What parses into this message when a program asks; it keeps the index. */
  MessageParser parser() {
    MessageParser p = parser;
    if (p == null) {
      p = new MessageParser();
      parser = p;
    }
    return p;
  }

  /** After the event: marks every slice as over, when checks are on. */
  void poison() {
    if (MgCheck.ON) {
      for (MgStr part : parts()) {
        part.poison();
      }
      headers.poison();
      trailers.poison();
    }
  }

  private MgStr[] parts() {
    return new MgStr[] {method, uri, query, proto, head, body, chunk, message, target};
  }

  int status() {
    if (!method.startsWith("HTTP/")) {
      return 0;
    }
    return (int) Framing.decimal(uri.buf(), uri.off(), uri.off() + uri.len());
  }

  /** The target of a request as received, path and query included. */
  public MgStr target() {
    return target;
  }

  /** The value of the first header of that name, whatever its case; null if there is none. */
  public @Nullable MgStr header(String name) {
    return headers.get(name);
  }

  /**
   * The same message over bytes of its own: to keep, or for other threads, which may share it as
   * long as they only read.
   */
  public MgHttpMessage copy() {
    MgHttpMessage copy = new MgHttpMessage();
    int from = head.off();
    byte[] bytes = Arrays.copyOfRange(head.buf(), from, end);
    MgStr[] to = copy.parts();
    MgStr[] parts = parts();
    for (int i = 0; i < parts.length; i++) {
      MgStr part = parts[i];
      boolean ours = part.buf() == head.buf();
      to[i].wrap(ours ? bytes : part.buf(), ours ? part.off() - from : part.off(), part.len());
    }
    headers.copyTo(copy.headers, bytes, base - from);
    trailers.copyTo(copy.trailers, bytes, base - from);
    copy.base = base - from;
    copy.end = bytes.length;
    return copy;
  }
}
