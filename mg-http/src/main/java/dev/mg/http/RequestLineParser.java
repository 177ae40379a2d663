package dev.mg.http;

/**
 * The request line of RFC 9112 section 3, strictly: one space between the parts, CRLF at the end.
 *
 * <pre>{@code
 * START --CRLF once--> AFTER_EMPTY
 *   |                     |
 *   +--tchar--> METHOD <--+
 *                 |SP
 *               TARGET --SP--> VERSION --8 bytes, CR--> LF --> done
 * }</pre>
 *
 * <p>Pure and incremental: each byte is looked at once, however the line is cut into pieces.
 */
final class RequestLineParser extends StartLine {
  private static final int START = 0;
  private static final int EMPTY_LF = 1;
  private static final int AFTER_EMPTY = 2;
  private static final int METHOD = 3;
  private static final int TARGET = 4;
  private static final int VERSION = 5;
  private static final int CR = 6;
  private static final int LF = 7;

  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/', '0', '.', '0'};
  private static final long HTTP_1_1 =
      HttpChars.eight(new byte[] {72, 84, 84, 80, 47, 49, 46, 49}, 0);

  private final int maxBytes;
  private int state;
  private int question;
  private boolean escaped;

  /**
   * A parser.
   *
   * @param maxBytes of a line without its CRLF
   */
  RequestLineParser(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  void reset() {
    state = START;
    at = 0;
    from = 0;
    firstEnd = 0;
    question = -1;
    escaped = false;
    refusal = null;
  }

  @Override
  int parse(byte[] b, int base, int end) {
    int p = base + at;
    int stop = (int) Math.min(end, (long) base + from + maxBytes + 2);
    while (p < stop) {
      switch (state) {
        case START:
        case AFTER_EMPTY:
          if (b[p] == '\r' && state == START) {
            p++;
            // What comes before the line does not count.
            from = 2;
            stop = (int) Math.min(end, (long) base + from + maxBytes + 2);
            state = EMPTY_LF;
          } else {
            state = METHOD;
          }
          break;
        case EMPTY_LF:
          if (b[p++] != '\n') {
            return refuse(Refusal.BARE_CR);
          }
          state = AFTER_EMPTY;
          break;
        case METHOD:
          while (p < stop && HttpChars.is(HttpChars.TOKEN, b[p])) {
            p++;
          }
          if (p == stop) {
            break;
          }
          firstEnd = p - base;
          if (b[p++] != ' ' || firstEnd == from) {
            return refuse(Refusal.METHOD);
          }
          secondFrom = p - base;
          state = TARGET;
          break;
        case TARGET:
          p = target(b, base, p, stop);
          if (p == stop) {
            break;
          }
          secondEnd = p - base;
          if (b[p++] != ' ' || secondEnd == secondFrom || escaped && hasBrokenEscape(b, base)) {
            return refuse(Refusal.TARGET);
          }
          thirdFrom = p - base;
          if (p <= stop - 8 && HttpChars.eight(b, p) == HTTP_1_1) {
            p += 8;
            minor = 1;
            state = CR;
          } else {
            state = VERSION;
          }
          break;
        case VERSION:
          int i = p - base - thirdFrom;
          if (HTTP[i] == '0' ? !HttpChars.is(HttpChars.DIGIT, b[p]) : b[p] != HTTP[i]) {
            return refuse(Refusal.VERSION);
          }
          p++;
          if (i == 7) {
            minor = b[p - 1] - '0';
            if (b[p - 3] != '1') {
              return refuse(Refusal.VERSION_MAJOR);
            }
            state = CR;
          }
          break;
        case CR:
          thirdEnd = p - base;
          if (b[p++] != '\r') {
            return refuse(b[p - 1] == '\n' ? Refusal.BARE_LF : Refusal.VERSION);
          }
          state = LF;
          break;
        default:
          if (b[p++] != '\n') {
            return refuse(Refusal.BARE_CR);
          }
          return done(b, base, p);
      }
    }
    at = p - base;
    if (at - from == maxBytes + 2) {
      return refuse(state == METHOD ? Refusal.METHOD_TOO_LONG : Refusal.LINE_TOO_LONG);
    }
    return MORE;
  }

  private int target(byte[] b, int base, int from, int stop) {
    int p = from;
    while (p < stop) {
      int type = question >= 0 ? HttpChars.QUERY : HttpChars.PATH;
      while (p < stop && HttpChars.is(type, b[p])) {
        p++;
      }
      if (p < stop) {
        if (b[p] == '%') {
          escaped = true;
        } else if (b[p] == '?') {
          question = p - base;
        } else {
          return p;
        }
        p++;
      }
    }
    return p;
  }

  private boolean hasBrokenEscape(byte[] b, int base) {
    int end = base + secondEnd;
    for (int p = base + secondFrom; p < end; p++) {
      if (b[p] == '%'
          && (p + 2 >= end || HttpChars.hex(b[p + 1]) < 0 || HttpChars.hex(b[p + 2]) < 0)) {
        return true;
      }
    }
    return false;
  }

  private int done(byte[] b, int base, int p) {
    at = p - base;
    pathFrom = secondFrom;
    pathEnd = question < 0 ? secondEnd : question;
    queryFrom = question < 0 ? secondEnd : question + 1;
    queryEnd = secondEnd;
    authorityFrom = 0;
    authorityEnd = 0;
    if (b[base + secondFrom] != '/') {
      RequestTarget.split(b, base, this);
    }
    return at;
  }

  private int refuse(Refusal why) {
    refusal = why;
    return REFUSED;
  }
}
