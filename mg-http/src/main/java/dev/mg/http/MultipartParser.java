package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgStr;
import org.jspecify.annotations.Nullable;

/**
 * A multipart body (RFC 2046 section 5.1) in pieces: heads of parts and their data, between lines
 * that start with the boundary.
 *
 * <pre>
 *   PREAMBLE --boundary--> LINE --CRLF--> HEAD --empty line--> BODY --boundary--> LINE
 *                           +-----"--"--> EPILOGUE
 * </pre>
 *
 * <p>Pure and incremental: {@link #feed} a piece, then ask {@link #next} until it wants more. Of a
 * piece nothing is kept but the head of a part that has not ended in it. The work is in proportion
 * to the bytes, since no proper part of CRLF, two hyphens and a boundary starts like the whole.
 */
final class MultipartParser {
  /** The piece is used up. */
  static final int MORE = StartLine.MORE;

  /** {@link #refusal} tells what is wrong. */
  static final int REFUSED = StartLine.REFUSED;

  /** A part has begun: {@link #headers}. */
  static final int PART = 1;

  /** Some of the part's data: {@link #data}. */
  static final int DATA = 2;

  /** The part has ended. */
  static final int PART_END = 3;

  /** The last part has ended. What still comes is passed over. */
  static final int END = 4;

  static final int MAX_HEAD_BYTES = 8_192;
  static final int MAX_FIELDS = 32;

  /** Of the blanks that may follow a boundary. */
  private static final int MAX_PADDING_BYTES = 128;

  private static final int PREAMBLE = 0;
  private static final int LINE = 1;
  private static final int LINE_LF = 2;
  private static final int LINE_DASH = 3;
  private static final int HEAD = 4;
  private static final int HEAD_KEPT = 5;
  private static final int BODY = 6;
  private static final int BODY_END = 7;
  private static final int EPILOGUE = 8;

  private final byte[] delimiter = new byte[Boundary.MAX_BYTES + 4];
  private int delimiterLen;

  /** Bytes of the delimiter that the pieces before ended with; those that were none of them. */
  private int matched;

  private int assumed;

  private final FieldParser fields = new FieldParser(MAX_FIELDS);
  private final MgIobuf kept = new MgIobuf();
  private int state;
  private int padding;
  private byte[] b = MgStr.EMPTY.buf();
  private int at;
  private int end;

  /** Of the part that has begun; valid until the next {@link #feed}. */
  final MgHttpFields headers = new MgHttpFields();

  /** After {@link #DATA}; valid until the next call. */
  final MgStr data = new MgStr(MgStr.EMPTY.buf(), 0, 0);

  @Nullable Refusal refusal;

  /**
   * Starts anew, at the start of a body or at the CRLF before a boundary.
   *
   * @param boundary one that {@link Boundary#isValid}
   */
  void begin(MgStr boundary) {
    delimiter[0] = '\r';
    delimiter[1] = '\n';
    delimiter[2] = '-';
    delimiter[3] = '-';
    System.arraycopy(boundary.buf(), boundary.off(), delimiter, 4, boundary.len());
    delimiterLen = boundary.len() + 4;
    assumeLineStart();
    state = PREAMBLE;
    refusal = null;
    feed(MgStr.EMPTY.buf(), 0, 0);
  }

  /** A boundary may follow at once: the line end before it stands already. */
  private void assumeLineStart() {
    matched = 2;
    assumed = 2;
  }

  /** The next piece; the one before must be used up. */
  void feed(byte[] bytes, int from, int to) {
    b = bytes;
    at = from;
    end = to;
  }

  /** Where the piece is not used yet. */
  int at() {
    return at;
  }

  /** The CRLF, the hyphens and the boundary. */
  int delimiterBytes() {
    return delimiterLen;
  }

  /** Whether the last boundary has come. */
  boolean isOver() {
    return state == EPILOGUE;
  }

  /** Goes on; one of the constants. */
  int next() {
    while (refusal == null) {
      switch (state) {
        case PREAMBLE -> {
          int was = search();
          if (was == MORE) {
            return MORE;
          }
          state = was == PART_END ? LINE : PREAMBLE;
        }
        case HEAD, HEAD_KEPT -> {
          return head();
        }
        case BODY -> {
          return body();
        }
        case BODY_END -> {
          state = LINE;
          return PART_END;
        }
        case EPILOGUE -> {
          at = end;
          return MORE;
        }
        default -> {
          if (at == end) {
            return MORE;
          }
          line(b[at++]);
          if (state == EPILOGUE) {
            return END;
          }
        }
      }
    }
    return REFUSED;
  }

  /** The rest of a line that starts with the boundary. */
  private void line(byte ch) {
    if (state == LINE_DASH) {
      expect(ch == '-', EPILOGUE);
    } else if (state == LINE_LF) {
      expect(ch == '\n', HEAD);
    } else if (ch == '\r') {
      state = LINE_LF;
      padding = 0;
    } else if (ch == '-' && padding == 0) {
      state = LINE_DASH;
    } else {
      expect(HttpChars.isBlank(ch) && ++padding <= MAX_PADDING_BYTES, LINE);
    }
  }

  private void expect(boolean is, int next) {
    state = next;
    if (!is) {
      refusal = Refusal.PART_BOUNDARY;
    }
  }

  // ---- heads ----

  private int head() {
    int base = at;
    if (state == HEAD) {
      fields.begin(0, MAX_HEAD_BYTES);
      int n = fields.parse(b, at, end);
      at = n > 0 ? at + n : end;
      if (n == MORE) {
        kept.clear();
        kept.add(b, base, end - base);
        state = HEAD_KEPT;
      }
      return began(n, b, base);
    }
    int before = kept.len();
    kept.add(b, at, Math.min(end - at, MAX_HEAD_BYTES - before));
    int n = fields.parse(kept.buf(), kept.head(), kept.tail());
    at = n > 0 ? at + n - before : end;
    return began(n, kept.buf(), kept.head());
  }

  private int began(int n, byte[] buf, int base) {
    if (n == REFUSED) {
      refusal = fields.refusal;
    } else if (n > 0) {
      headers.wrap(buf, base, fields.index);
      assumeLineStart();
      state = BODY;
      return PART;
    }
    return n;
  }

  // ---- data ----

  private int body() {
    int was = search();
    if (was == PART_END) {
      state = LINE;
      if (!data.isEmpty()) {
        state = BODY_END;
        return DATA;
      }
    }
    return was;
  }

  /**
   * Looks for the delimiter.
   *
   * @return {@link #PART_END} if it was found, {@link #data} being what is before it; {@link #DATA}
   *     if there is data and perhaps more of it; {@link #MORE}
   */
  private int search() {
    if (matched > 0) {
      int was = goOn();
      if (was != DATA || !data.isEmpty()) {
        return was;
      }
    }
    int from = at;
    int p = at;
    while (p < end) {
      while (p < end && b[p] != '\r') {
        p++;
      }
      int after = same(p, 0);
      int n = after - p;
      if (n == delimiterLen || after == end) {
        data.wrap(b, from, p - from);
        at = after;
        matched = n == delimiterLen ? 0 : n;
        return n == delimiterLen ? PART_END : data.isEmpty() ? MORE : DATA;
      }
      p = after;
    }
    return MORE;
  }

  /** Where what is at {@code p} stops being the delimiter from byte {@code i} on. */
  private int same(int p, int i) {
    int to = (int) Math.min(end, (long) p + delimiterLen - i);
    int q = p;
    while (q < to && b[q] == delimiter[i + q - p]) {
      q++;
    }
    return q;
  }

  /** As {@link #search}, of a delimiter that the piece before may have ended in. */
  private int goOn() {
    int after = same(at, matched);
    int n = matched + after - at;
    if (n == delimiterLen || after == end) {
      data.wrap(delimiter, 0, 0);
      at = after;
      matched = n == delimiterLen ? 0 : n;
      assumed = n == delimiterLen ? 0 : assumed;
      return n == delimiterLen ? PART_END : MORE;
    }
    // It was data. What follows in this piece is looked at again, for a delimiter that starts here.
    data.wrap(delimiter, assumed, matched - assumed);
    matched = 0;
    assumed = 0;
    return DATA;
  }
}
