package dev.mg;

import org.jspecify.annotations.Nullable;

/**
 * Where {@link MgPrintf} stands in its format: copies the text up to the next conversion, takes
 * that apart, and hands out its arguments in order or by number.
 */
final class MgPrintfSpec {
  static final int MINUS = 1;
  static final int PLUS = 2;
  static final int SPACE = 4;
  static final int ALT = 8;
  static final int ZERO = 16;

  /** Length hh; the others are their letter. */
  static final int HH = 'H';

  /** Of width, and of the digits of a number: more is a mistake or an attack. */
  private static final int MAX_FIELD = 1 << 20;

  /** Or-ed flags. */
  int flags;

  /** Columns at least, 0 = none asked for. */
  int width;

  /** -1 = none given. */
  int precision;

  /** A letter, {@link #HH}, or 0. */
  int length;

  /** The letter, -1 at the end of the format. */
  int conversion;

  private final String fmt;
  private final @Nullable Object[] args;

  /** Index of the conversion's percent sign. */
  private int start;

  /** Index of the next character to look at. */
  private int at;

  /** The argument that n$ asks for, from 0; -1 = the next one. */
  private int index;

  private int nextArgument;
  private boolean inOrder;
  private boolean byNumber;

  /** Bit i: argument i was asked for by number. Beyond 64 nobody keeps count. */
  private long used;

  MgPrintfSpec(String fmt, @Nullable Object[] args) {
    this.fmt = fmt;
    this.args = args;
  }

  /** Copies text up to the next conversion and reads that; false at the end of the format. */
  boolean next(MgIobuf out) {
    int percent = fmt.indexOf('%', at);
    MgUtf8.add(out, fmt, at, percent < 0 ? fmt.length() : percent);
    if (percent < 0) {
      return false;
    }
    start = percent;
    at = percent + 1;
    read();
    return true;
  }

  private void read() {
    flags = 0;
    index = -1;
    int number = peek() == '0' ? 0 : number();
    if (number > 0 && peek() == '$') {
      at++;
      index = number - 1;
      number = 0;
    }
    if (number == 0) {
      readFlags();
      number = peek() == '*' ? star() : number();
      if (number < 0) {
        flags |= MINUS;
        number = -Math.max(number, -Integer.MAX_VALUE);
      }
    }
    width = limited("width", number);
    precision = -1;
    if (peek() == '.') {
      at++;
      precision = Math.max(-1, peek() == '*' ? star() : number());
    }
    readLength();
    conversion = peek();
    at++;
    if (length != 0) {
      checkLength();
    }
  }

  private void readFlags() {
    for (; ; at++) {
      switch (peek()) {
        case '-' -> flags |= MINUS;
        case '+' -> flags |= PLUS;
        case ' ' -> flags |= SPACE;
        case '#' -> flags |= ALT;
        case '0' -> flags |= ZERO;
        default -> {
          return;
        }
      }
    }
  }

  private void readLength() {
    length = 0;
    int letter = peek();
    if (letter == 'h' || letter == 'l' || letter == 'z' || letter == 'j' || letter == 'L') {
      length = letter;
      at++;
      if (peek() == letter && (letter == 'h' || letter == 'l')) {
        length = letter == 'h' ? HH : 'l';
        at++;
      }
    }
  }

  private void checkLength() {
    boolean ok =
        switch (conversion) {
          case 'd', 'i', 'u', 'x', 'X', 'o' -> length != 'L';
          case 'e', 'E', 'f', 'F', 'g', 'G' -> length == 'L' || length == 'l';
          default -> false;
        };
    if (!ok) {
      throw failure("a length is for d i u x X o, and l and L for e f g: leave it out");
    }
  }

  private int peek() {
    return at < fmt.length() ? fmt.charAt(at) : -1;
  }

  /** The digits here as a number, 0 if there are none. */
  private int number() {
    int n = 0;
    for (; peek() >= '0' && peek() <= '9'; at++) {
      if (n > (Integer.MAX_VALUE - 9) / 10) {
        throw failure("a number in it is too large");
      }
      n = n * 10 + peek() - '0';
    }
    return n;
  }

  /** The argument of a star, or of the star's own n$. */
  private int star() {
    at++;
    int mine = -1;
    int from = at;
    int number = number();
    if (number > 0 && peek() == '$') {
      at++;
      mine = number - 1;
    } else {
      at = from;
    }
    Object arg = argument(mine);
    if (arg instanceof Integer || arg instanceof Short || arg instanceof Byte) {
      return ((Number) arg).intValue();
    }
    throw wrongClass(arg, "an Integer for the *");
  }

  private int limited(String what, int n) {
    if (n > MAX_FIELD) {
      throw failure(what + " " + n + " is more than " + MAX_FIELD);
    }
    return n;
  }

  /** The precision of a number, or what it is when there is none. */
  int digits(int standard) {
    return precision < 0 ? standard : limited("precision", precision);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The argument of the conversion. */
  @Nullable Object argument() {
    return argument(index);
  }

  private @Nullable Object argument(int numbered) {
    byNumber |= numbered >= 0;
    inOrder |= numbered < 0;
    if (byNumber && inOrder) {
      throw failure("arguments are taken in order or all by number, as in %1$s, not both");
    }
    int i = numbered < 0 ? nextArgument++ : numbered;
    if (i >= args.length) {
      throw failure("argument " + (i + 1) + " is missing, there are " + args.length);
    }
    used |= numbered >= 0 && numbered < 64 ? 1L << numbered : 0;
    return args[i];
  }

  void refuseExtraArguments() {
    for (int i = 0; i < args.length; i++) {
      if (byNumber ? i < 64 && (used & 1L << i) == 0 : i >= nextArgument) {
        throw new MgException(
            "argument " + (i + 1) + " of " + args.length + " is not used by \"" + fmt + "\"");
      }
    }
  }

  /** For what stands alone. */
  void refuseLayout() {
    if (flags != 0 || width != 0 || precision >= 0) {
      throw failure("it takes no flags, width or precision");
    }
  }

  /** For text: what C leaves undefined there. */
  void refuseNumberFlags() {
    if (has(ALT | ZERO)) {
      throw failure("the flags # and 0 are for numbers");
    }
  }

  /** For decimal integers: C leaves that undefined, too. */
  void refuseAlternate() {
    if (has(ALT)) {
      throw failure("the flag # is for x X o and e f g");
    }
  }

  MgException wrongClass(@Nullable Object arg, String wanted) {
    String given = arg == null ? "null" : arg.getClass().getName();
    return failure("the argument is " + given + " and should be " + wanted);
  }

  MgException failure(String why) {
    String text = fmt.substring(start, Math.min(at, fmt.length()));
    return new MgException(text + " at index " + start + " of \"" + fmt + "\": " + why);
  }
}
