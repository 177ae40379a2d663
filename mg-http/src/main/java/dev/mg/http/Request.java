package dev.mg.http;

import dev.mg.MgIobuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request being received: its head, then its body, both left where they are in {@code recv}.
 *
 * <pre>
 *   recv:  head | body, chunks joined | trailers | what comes after the request
 *          0    headBytes             bodyEnd    end
 * </pre>
 *
 * <p>No connection, no event. Used again for other requests.
 */
final class Request {
  /** The body is not complete, and nothing of it can be delivered now. */
  static final int MORE = StartLine.MORE;

  /** {@link #refusal} tells what is wrong with the body. */
  static final int REFUSED = StartLine.REFUSED;

  /** A streamed body: a piece is there; {@link #drop} it after use. */
  static final int PIECE = 1;

  /** The request is complete; a streamed body has no byte left. */
  static final int DONE = 2;

  /**
   * Fields that must not be taken from trailers: framing, routing, authentication, conditions,
   * control, what tells how to read the body (RFC 9110 section 6.5.1).
   */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "transfer-encoding",
          "content-length",
          "host",
          "connection",
          "keep-alive",
          "upgrade",
          "proxy-connection",
          "te",
          "trailer",
          "expect",
          "max-forwards",
          "cache-control",
          "pragma",
          "range",
          "if-match",
          "if-none-match",
          "if-modified-since",
          "if-unmodified-since",
          "if-range",
          "authorization",
          "proxy-authorization",
          "www-authenticate",
          "proxy-authenticate",
          "cookie",
          "set-cookie",
          "content-encoding",
          "content-type",
          "content-range",
          "age",
          "date",
          "expires",
          "location",
          "retry-after",
          "vary",
          "warning");

  final RequestHead head;
  private final FieldParser trailers;
  private final int maxTrailerBytes;
  private @Nullable ChunkedDecoder chunks;
  private boolean inTrailers;
  private boolean isLast;
  private boolean streamed;
  private long left;

  int headBytes;
  int bodyEnd;

  /** Offset after the request; right when it is {@link #DONE}. */
  int end;

  @Nullable Refusal refusal;

  /** With these limits: {@code dev.mg.MgOptions} describes them. */
  Request(int maxLineBytes, int maxHeadBytes, int maxFields) {
    head = new RequestHead(maxLineBytes, maxHeadBytes, maxFields);
    trailers = new FieldParser(maxFields);
    maxTrailerBytes = maxHeadBytes;
  }

  /** Forgets the request. */
  void reset() {
    head.reset();
    trailers.index.clear();
    refusal = null;
  }

  /** The head, of {@code bytes}, is complete. */
  void beginBody(int bytes) {
    headBytes = bytes;
    bodyEnd = bytes;
    end = bytes;
    inTrailers = false;
    isLast = false;
    streamed = false;
    left = Math.max(0, head.contentLength);
    if (head.chunked) {
      chunked().begin(bytes, Long.MAX_VALUE);
    }
  }

  private ChunkedDecoder chunked() {
    ChunkedDecoder it = chunks;
    if (it == null) {
      it = new ChunkedDecoder();
      chunks = it;
    }
    return it;
  }

  /** Before the first {@link #receive}: the body is to be delivered in pieces. */
  void stream() {
    streamed = true;
  }

  boolean isStreamed() {
    return streamed;
  }

  /** Before the first {@link #receive}: more than that is refused. */
  boolean limit(long maxBytes) {
    if (head.chunked) {
      chunked().begin(headBytes, maxBytes);
    }
    return left <= maxBytes;
  }

  /** Whether all of the request is in {@code recv}, as far as can be told without decoding. */
  boolean isWhollyIn(MgIobuf recv) {
    return !head.chunked && recv.len() - headBytes >= left;
  }

  FieldIndex trailers() {
    return trailers.index;
  }

  /** Takes what has come; {@link #MORE}, {@link #REFUSED}, {@link #PIECE} or {@link #DONE}. */
  int receive(MgIobuf recv) {
    return head.chunked ? receiveChunks(recv) : receiveLength(recv);
  }

  private int receiveLength(MgIobuf recv) {
    int n = (int) Math.min(left, recv.len() - headBytes);
    bodyEnd = headBytes + n;
    end = bodyEnd;
    if (streamed && n > 0) {
      return PIECE;
    }
    return n == left ? DONE : MORE;
  }

  private int receiveChunks(MgIobuf recv) {
    ChunkedDecoder decoder = chunked();
    if (!isLast) {
      int was = decoder.decode(recv.buf(), recv.head(), recv.tail());
      if (was == REFUSED) {
        refusal = decoder.refusal;
        return REFUSED;
      }
      bodyEnd = decoder.out();
      isLast = was == ChunkedDecoder.LAST;
      if (!isLast) {
        recv.truncate(bodyEnd);
        decoder.cut(bodyEnd);
      }
      if (streamed && bodyEnd > headBytes) {
        return PIECE;
      }
    }
    return isLast ? receiveTrailers(recv, decoder) : MORE;
  }

  private int receiveTrailers(MgIobuf recv, ChunkedDecoder decoder) {
    if (!inTrailers) {
      int at = decoder.in();
      if (recv.len() >= at + 2 && recv.at(at) == '\r' && recv.at(at + 1) == '\n') {
        end = at + 2;
        return DONE;
      }
      // Trailers follow the joined body, so that offsets stay right when the buffer moves.
      recv.del(bodyEnd, at - bodyEnd);
      decoder.cut(bodyEnd);
      trailers.begin(bodyEnd, bodyEnd + maxTrailerBytes);
      inTrailers = true;
    }
    int n = trailers.parse(recv.buf(), recv.head(), recv.tail());
    if (n == MORE || n == REFUSED) {
      refusal = trailers.refusal;
      return n;
    }
    end = n;
    dropForbidden(recv.buf(), recv.head());
    return DONE;
  }

  private void dropForbidden(byte[] b, int base) {
    FieldIndex in = trailers.index;
    for (int i = in.count() - 1; i >= 0; i--) {
      int from = in.nameFrom(i);
      String name = new String(b, base + from, in.nameEnd(i) - from, StandardCharsets.US_ASCII);
      if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
        in.remove(i);
      }
    }
  }

  /** Takes the piece that {@link #PIECE} told of out of {@code recv}. */
  void drop(MgIobuf recv) {
    if (head.chunked) {
      ChunkedDecoder decoder = chunked();
      recv.del(headBytes, decoder.in() - headBytes);
      decoder.cut(headBytes);
    } else {
      left -= bodyEnd - headBytes;
      recv.del(headBytes, bodyEnd - headBytes);
    }
    bodyEnd = headBytes;
    end = headBytes;
  }
}
