package dev.mg;

/**
 * The grammar of RFC 8259, strictly: each method takes the index where something must start and
 * gives the index behind it, or -1 once the first error is noted. UTF-8 is checked as RFC 3629 has
 * it.
 */
final class MgJsonScanner {
  final byte[] buf;
  final int end;

  /** Where the first error is; the end of the text if that ends too early. */
  int errorAt = -1;

  /** Whether the error is the bracket that opens one level too many. */
  boolean tooDeep;

  /** After {@link #open} and {@link #next}: whether what follows is behind the closing bracket. */
  boolean closed;

  private final int maxDepth;

  MgJsonScanner(MgStr json, int maxDepth) {
    buf = json.buf();
    end = json.off() + json.len();
    this.maxDepth = maxDepth;
  }

  private int fail(int at) {
    errorAt = at;
    return -1;
  }

  private int byteAt(int at) {
    return at < end ? buf[at] : -1;
  }

  int blanks(int at) {
    int i = at;
    while (i < end && (buf[i] == ' ' || buf[i] == '\n' || buf[i] == '\r' || buf[i] == '\t')) {
      i++;
    }
    return i;
  }

  /** What stands behind the document's value: blanks alone. */
  int nothing(int at) {
    int i = blanks(at);
    return i == end ? i : fail(i);
  }

  int value(int at, int depth) {
    return switch (byteAt(at)) {
      case '{' -> object(at, depth);
      case '[' -> array(at, depth);
      case '"' -> string(at);
      case 't' -> word(at, "true");
      case 'f' -> word(at, "false");
      case 'n' -> word(at, "null");
      default -> number(at);
    };
  }

  private int object(int at, int depth) {
    int i = open(at, depth, '}');
    while (i >= 0 && !closed) {
      i = name(i);
      i = i < 0 ? i : value(i, depth + 1);
      i = i < 0 ? i : next(i, '}');
    }
    return i;
  }

  private int array(int at, int depth) {
    int i = open(at, depth, ']');
    while (i >= 0 && !closed) {
      i = value(i, depth + 1);
      i = i < 0 ? i : next(i, ']');
    }
    return i;
  }

  /** From an opening bracket to the first member or element. */
  int open(int at, int depth, char close) {
    if (depth >= maxDepth) {
      tooDeep = true;
      return fail(at);
    }
    int i = blanks(at + 1);
    closed = byteAt(i) == close;
    return closed ? i + 1 : i;
  }

  /** From behind a value to the next member or element. */
  int next(int at, char close) {
    int i = blanks(at);
    int b = byteAt(i);
    closed = b == close;
    if (closed) {
      return i + 1;
    }
    return b == ',' ? blanks(i + 1) : fail(i);
  }

  /** From a member's name to its value. */
  int name(int at) {
    if (byteAt(at) != '"') {
      return fail(at);
    }
    int i = string(at);
    if (i < 0) {
      return i;
    }
    i = blanks(i);
    return byteAt(i) == ':' ? blanks(i + 1) : fail(i);
  }

  private int word(int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (byteAt(at + i) != word.charAt(i)) {
        return fail(Math.min(at + i, end));
      }
    }
    return at + word.length();
  }

  private int number(int at) {
    int i = byteAt(at) == '-' ? at + 1 : at;
    i = byteAt(i) == '0' ? i + 1 : digits(i);
    if (i >= 0 && byteAt(i) == '.') {
      i = digits(i + 1);
    }
    if (i >= 0 && (byteAt(i) | 0x20) == 'e') {
      i++;
      i = digits(byteAt(i) == '+' || byteAt(i) == '-' ? i + 1 : i);
    }
    return i;
  }

  /** One digit or more. */
  private int digits(int at) {
    int i = at;
    while (i < end && buf[i] >= '0' && buf[i] <= '9') {
      i++;
    }
    return i > at ? i : fail(i);
  }

  /** From the opening quote to behind the closing one. */
  int string(int at) {
    int i = at + 1;
    while (i >= 0 && i < end) {
      int b = buf[i];
      if (b == '"') {
        return i + 1;
      }
      if (b < 0) {
        i = utf8(i);
      } else if (b == '\\') {
        i = escape(i);
      } else {
        i = b < 0x20 ? fail(i) : i + 1;
      }
    }
    return i < 0 ? i : fail(end);
  }

  private int escape(int at) {
    switch (byteAt(at + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 2;
      }
      case 'u' -> {
        for (int i = at + 2; i < at + 6; i++) {
          if (MgDigits.hexValue(byteAt(i)) < 0) {
            return fail(Math.min(i, end));
          }
        }
        return at + 6;
      }
      default -> {
        return fail(at + 1);
      }
    }
  }

  /** One character beyond ASCII: RFC 3629 section 4, so no overlong form and no surrogate. */
  private int utf8(int at) {
    int first = buf[at] & 0xFF;
    int least = 0x80;
    int most = 0xBF;
    int more;
    if (first >= 0xC2 && first <= 0xDF) {
      more = 1;
    } else if (first >= 0xE0 && first <= 0xEF) {
      more = 2;
      least = first == 0xE0 ? 0xA0 : least;
      most = first == 0xED ? 0x9F : most;
    } else if (first >= 0xF0 && first <= 0xF4) {
      more = 3;
      least = first == 0xF0 ? 0x90 : least;
      most = first == 0xF4 ? 0x8F : most;
    } else {
      return fail(at);
    }
    for (int i = at + 1; i <= at + more; i++) {
      int b = i < end ? buf[i] & 0xFF : -1;
      if (b < least || b > most) {
        return fail(Math.min(i, end));
      }
      least = 0x80;
      most = 0xBF;
    }
    return at + more + 1;
  }
}
