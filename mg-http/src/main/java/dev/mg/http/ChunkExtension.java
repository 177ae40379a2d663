package dev.mg.http;

/**
 * Checks what may follow the size of a chunk (RFC 9112 section 7.1.1): {@code ;name}, {@code
 * ;name=token}, {@code ;name="text"}, any number of them. Pure, a byte at a time.
 */
final class ChunkExtension {
  private static final int SIZE = 0;
  private static final int BEFORE_SEMICOLON = 1;
  private static final int BEFORE_NAME = 2;
  private static final int NAME = 3;
  private static final int AFTER_NAME = 4;
  private static final int BEFORE_VALUE = 5;
  private static final int VALUE = 6;
  private static final int QUOTED = 7;
  private static final int ESCAPED = 8;
  private static final int AFTER_QUOTE = 9;
  private static final int BAD = 10;

  private int state;

  /** Starts anew, right after the size. */
  void reset() {
    state = SIZE;
  }

  /** Whether the line may end here. */
  boolean mayEnd() {
    return state == SIZE || state == NAME || state == VALUE || state == AFTER_QUOTE;
  }

  /** Takes the next byte of the line; false if it may not stand there. */
  boolean next(byte b) {
    state =
        switch (state) {
          case SIZE, BEFORE_SEMICOLON, AFTER_QUOTE -> separator(b);
          case BEFORE_NAME -> HttpChars.isBlank(b) ? BEFORE_NAME : token(b, NAME, BAD);
          case NAME ->
              b == '='
                  ? BEFORE_VALUE
                  : token(b, NAME, HttpChars.isBlank(b) ? AFTER_NAME : separator(b));
          case AFTER_NAME ->
              b == '=' ? BEFORE_VALUE : HttpChars.isBlank(b) ? AFTER_NAME : separator(b);
          case BEFORE_VALUE ->
              b == '"' ? QUOTED : HttpChars.isBlank(b) ? BEFORE_VALUE : token(b, VALUE, BAD);
          case VALUE -> token(b, VALUE, separator(b));
          case QUOTED ->
              b == '"'
                  ? AFTER_QUOTE
                  : b == '\\' ? ESCAPED : HttpChars.is(HttpChars.VALUE, b) ? QUOTED : BAD;
          case ESCAPED -> HttpChars.is(HttpChars.VALUE, b) ? QUOTED : BAD;
          default -> BAD;
        };
    return state != BAD;
  }

  private static int separator(byte b) {
    return b == ';' ? BEFORE_NAME : HttpChars.isBlank(b) ? BEFORE_SEMICOLON : BAD;
  }

  private static int token(byte b, int yes, int no) {
    return HttpChars.is(HttpChars.TOKEN, b) ? yes : no;
  }
}
