package dev.mg.http;

/**
 * The status line of RFC 9112 section 4: version, status and reason; the reason may be missing with
 * the space before it, since many servers leave both out.
 *
 * <p>Pure and incremental, as {@link RequestLineParser}.
 */
final class StatusLineParser extends StartLine {
  /** What must stand there: 0 = a digit; what follows is space, reason, CR. */
  private static final byte[] SHAPE = {'H', 'T', 'T', 'P', '/', '1', '.', 0, ' ', 0, 0, 0};

  private final int maxBytes;
  private boolean cr;

  /**
   * A parser.
   *
   * @param maxBytes of a line without its CRLF
   */
  StatusLineParser(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  void reset() {
    at = 0;
    cr = false;
    refusal = null;
  }

  @Override
  int parse(byte[] b, int base, int end) {
    int stop = (int) Math.min(end, (long) base + maxBytes + 2);
    int p = base + at;
    while (p < stop && p < base + SHAPE.length) {
      int want = SHAPE[p - base];
      if (want == 0 ? !HttpChars.is(HttpChars.DIGIT, b[p]) : b[p] != want) {
        return refuse(Refusal.STATUS_LINE);
      }
      p++;
    }
    if (p < stop && p == base + SHAPE.length && b[p] != '\r' && b[p++] != ' ') {
      return refuse(Refusal.STATUS_LINE);
    }
    if (!cr) {
      p = HttpChars.endOfValue(b, p, stop);
      if (p < stop) {
        if (b[p++] != '\r') {
          return refuse(b[p - 1] == '\n' ? Refusal.BARE_LF : Refusal.STATUS_LINE);
        }
        cr = true;
      }
    }
    if (cr && p < stop) {
      return b[p] == '\n' ? done(b, base, p) : refuse(Refusal.BARE_CR);
    }
    at = p - base;
    return at == maxBytes + 2 ? refuse(Refusal.LINE_TOO_LONG) : MORE;
  }

  private int done(byte[] b, int base, int lf) {
    minor = b[base + 7] - '0';
    firstEnd = 8;
    secondFrom = 9;
    secondEnd = 12;
    pathFrom = 9;
    pathEnd = 12;
    queryFrom = 12;
    queryEnd = 12;
    thirdEnd = lf - 1 - base;
    thirdFrom = Math.min(13, thirdEnd);
    at = lf + 1 - base;
    return at;
  }

  private int refuse(Refusal why) {
    refusal = why;
    return REFUSED;
  }
}
