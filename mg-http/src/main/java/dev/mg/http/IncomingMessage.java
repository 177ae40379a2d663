package dev.mg.http;

import dev.mg.MgIobuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message being received: its head, then its body, both left where they are in {@code recv}.
 *
 * <pre>
 *   recv:  head | body, chunks joined | trailers | what comes after the message
 *          0    headBytes             bodyEnd    end
 * </pre>
 *
 * <p>No connection, no event. Used again for other messages.
 */
abstract class IncomingMessage {
  /** The body is not complete, and nothing of it can be delivered now. */
  static final int MORE = StartLine.MORE;

  /** {@link #refusal} tells what is wrong with the body. */
  static final int REFUSED = StartLine.REFUSED;

  /** A streamed body: a piece is there; {@link #drop} it after use. */
  static final int PIECE = 1;

  /** The message is complete; a streamed body has no byte left. */
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

  private final FieldParser trailers;
  private final int maxTrailerBytes;
  private @Nullable ChunkedDecoder chunks;
  private boolean inTrailers;
  private boolean isLast;
  private boolean streamed;
  private boolean chunked;
  private boolean untilClose;
  private long left;
  private long maxBytes;

  int headBytes;
  int bodyEnd;

  /** Offset after the message; right when it is {@link #DONE}. */
  int end;

  @Nullable Refusal refusal;

  /** Bytes received since {@link BodyDeadline} set its deadline. */
  long progress;

  /**
   * For one message after the other.
   *
   * @param trailers parses those, as the head's fields are parsed
   */
  IncomingMessage(FieldParser trailers, int maxTrailerBytes) {
    this.trailers = trailers;
    this.maxTrailerBytes = maxTrailerBytes;
  }

  /** What stands before the body. */
  abstract MessageHead head();

  /** Forgets the message. */
  void reset() {
    head().reset();
    trailers.index.clear();
    refusal = null;
  }

  /**
   * The head is complete.
   *
   * @param bytes of the head
   * @param length of the body unless it is chunked; -1 = it ends with the connection
   */
  void beginBody(int bytes, boolean chunked, long length) {
    headBytes = bytes;
    bodyEnd = bytes;
    end = bytes;
    inTrailers = false;
    isLast = false;
    streamed = false;
    this.chunked = chunked;
    untilClose = !chunked && length < 0;
    left = untilClose ? Long.MAX_VALUE : length;
    maxBytes = Long.MAX_VALUE;
    if (chunked) {
      decoder().begin(bytes, Long.MAX_VALUE);
    }
  }

  private ChunkedDecoder decoder() {
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
    if (chunked) {
      decoder().begin(headBytes, maxBytes);
    }
    this.maxBytes = maxBytes;
    return untilClose || left <= maxBytes;
  }

  /** Whether all of the message is in {@code recv}, as far as can be told without decoding. */
  boolean isWhollyIn(MgIobuf recv) {
    return !chunked && recv.len() - headBytes >= left;
  }

  /** The peer has ended the connection: whether that makes the message complete. */
  boolean end(MgIobuf recv) {
    if (untilClose) {
      bodyEnd = recv.len();
      end = bodyEnd;
    }
    return untilClose;
  }

  FieldIndex trailers() {
    return trailers.index;
  }

  /** Takes what has come; {@link #MORE}, {@link #REFUSED}, {@link #PIECE} or {@link #DONE}. */
  int receive(MgIobuf recv) {
    return chunked ? receiveChunks(recv) : receiveLength(recv);
  }

  private int receiveLength(MgIobuf recv) {
    int n = (int) Math.min(left, recv.len() - headBytes);
    bodyEnd = headBytes + n;
    end = bodyEnd;
    if (streamed && n > 0) {
      return PIECE;
    }
    if (n > maxBytes) {
      refusal = Refusal.BODY_TOO_LARGE;
      return REFUSED;
    }
    return n == left ? DONE : MORE;
  }

  private int receiveChunks(MgIobuf recv) {
    ChunkedDecoder decoder = decoder();
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
    if (chunked) {
      ChunkedDecoder decoder = decoder();
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
