package dev.mg.http;

import org.jspecify.annotations.Nullable;

/**
 * Field lines of a head or of trailers (RFC 9112 section 5), strictly, into an index of offsets.
 *
 * <pre>
 *   LINE --tchar--> NAME --":"--> BLANK --> VALUE --CR--> LF --> LINE
 *     +--CR--> END_LF --> done        (a folded LINE, where taken: back to VALUE)
 * </pre>
 *
 * <p>Pure and incremental: each byte is looked at once, however the lines are cut into pieces.
 */
final class FieldParser {
  private static final int LINE = 0;
  private static final int NAME = 1;
  private static final int BLANK = 2;
  private static final int VALUE = 3;
  private static final int LF = 4;
  private static final int END_LF = 5;

  private final int maxFields;
  private final boolean unfolds;

  final FieldIndex index = new FieldIndex();
  private int state;
  private int at;
  private int limit;

  /** Where the line of the value begins, and where what is solid of it ended before that line. */
  private int lineFrom;

  private int solidEnd;
  @Nullable Refusal refusal;

  /** A parser for at most {@code maxFields} lines, none of them folded. */
  FieldParser(int maxFields) {
    this(maxFields, false);
  }

  /**
   * A parser.
   *
   * @param unfolds whether a line that goes on in the next one is taken: line end and white space
   *     become spaces in the buffer, as user agents must have it (RFC 9112 section 5.2); else it is
   *     refused
   */
  FieldParser(int maxFields, boolean unfolds) {
    this.maxFields = maxFields;
    this.unfolds = unfolds;
  }

  /**
   * Starts anew.
   *
   * @param from offset of the first line from where the message starts
   * @param limit the offset that the end must not go past
   */
  void begin(int from, int limit) {
    at = from;
    this.limit = limit;
    state = LINE;
    index.clear();
    refusal = null;
  }

  /**
   * Goes on where the last call stopped.
   *
   * @param base where the message starts in {@code b}; it may move between calls
   * @param end where the bytes received so far end
   * @return the offset after the empty line, or {@link StartLine#MORE}, or {@link
   *     StartLine#REFUSED}
   */
  // Falling through is the point: a whole line passes the states without going round the loop.
  @SuppressWarnings("fallthrough")
  int parse(byte[] b, int base, int end) {
    int stop = (int) Math.min(end, (long) base + limit);
    int p = base + at;
    for (; ; ) {
      switch (state) {
        case LINE:
          if (p == stop) {
            return suspend(p - base);
          }
          if (b[p] == '\r') {
            p++;
            state = END_LF;
            break;
          }
          if (unfolds && index.count() > 0 && HttpChars.isBlank(b[p])) {
            unfold(b, p, base);
            break;
          }
          if (!open(p - base)) {
            return StartLine.REFUSED;
          }
          state = NAME;
        case NAME:
          while (p < stop && HttpChars.is(HttpChars.TOKEN, b[p])) {
            p++;
          }
          if (p == stop) {
            return suspend(p - base);
          }
          if (!endName(b, p, base)) {
            return StartLine.REFUSED;
          }
          p++;
          state = BLANK;
        case BLANK:
          while (p < stop && HttpChars.isBlank(b[p])) {
            p++;
          }
          if (p == stop) {
            return suspend(p - base);
          }
          lineFrom = p - base;
          solidEnd = lineFrom;
          index.startValue(lineFrom);
          state = VALUE;
        case VALUE:
          p = HttpChars.endOfValue(b, p, stop);
          if (p == stop) {
            return suspend(p - base);
          }
          if (b[p] != '\r') {
            return refuse(b[p] == '\n' ? Refusal.BARE_LF : Refusal.FIELD_VALUE);
          }
          close(b, p, base);
          p++;
          state = LF;
        case LF:
          if (p == stop) {
            return suspend(p - base);
          }
          if (b[p++] != '\n') {
            return refuse(Refusal.BARE_CR);
          }
          state = LINE;
          break;
        default:
          if (p == stop) {
            return suspend(p - base);
          }
          at = p + 1 - base;
          return b[p] == '\n' ? at : refuse(Refusal.BARE_CR);
      }
    }
  }

  /** The line at {@code p} goes on with the value before it. */
  private void unfold(byte[] b, int p, int base) {
    b[p - 2] = ' ';
    b[p - 1] = ' ';
    index.reopen();
    lineFrom = p - base;
    solidEnd = index.valueEnd(index.count());
    boolean isEmpty = index.valueFrom(index.count()) == index.valueEnd(index.count());
    state = isEmpty ? BLANK : VALUE;
  }

  private boolean open(int offset) {
    if (index.count() == maxFields) {
      refuse(Refusal.TOO_MANY_FIELDS);
      return false;
    }
    index.open(offset);
    return true;
  }

  private boolean endName(byte[] b, int p, int base) {
    int from = index.nameFrom(index.count());
    index.endName(p - base);
    if (b[p] == ':' && from < p - base) {
      return true;
    }
    boolean folded = from == p - base && HttpChars.isBlank(b[p]);
    refuse(folded ? Refusal.FOLDED : b[p] == '\n' ? Refusal.BARE_LF : Refusal.FIELD_NAME);
    return false;
  }

  private void close(byte[] b, int p, int base) {
    int from = base + lineFrom;
    int end = p;
    while (end > from && HttpChars.isBlank(b[end - 1])) {
      end--;
    }
    index.close(end == from ? solidEnd : end - base);
  }

  private int suspend(int offset) {
    at = offset;
    return offset == limit ? refuse(Refusal.HEAD_TOO_LARGE) : StartLine.MORE;
  }

  private int refuse(Refusal why) {
    refusal = why;
    return StartLine.REFUSED;
  }
}
