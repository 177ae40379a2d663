package dev.mg;

/** Follows a path such as {@code $.a.b[0]} through a document that it checks whole on the way. */
final class MgJsonFinder {
  private final MgJsonScanner scanner;
  private final String path;

  /** The value at the path: {@code buf[from .. to)}; from is -1 until it is found. */
  private int from = -1;

  private int to;

  private MgJsonFinder(MgJsonScanner scanner, String path) {
    this.scanner = scanner;
    this.path = path;
  }

  /** Offset of the value in {@code json}, or why there is none; as {@link MgJson#get} has it. */
  static int find(MgStr json, String path, MgStr token) {
    check(path);
    MgJsonScanner scanner = new MgJsonScanner(json, MgJson.MAX_DEPTH);
    MgJsonFinder finder = new MgJsonFinder(scanner, path);
    int at = finder.follow(scanner.blanks(json.off()), 0, 1);
    at = at < 0 ? at : scanner.nothing(at);
    if (at < 0) {
      return scanner.tooDeep ? MgJson.TOO_DEEP : MgJson.INVALID;
    }
    if (finder.from < 0) {
      return MgJson.NOT_FOUND;
    }
    int offset = finder.from - json.off();
    token.wrap(scanner.buf, finder.from, finder.to - finder.from);
    return offset;
  }

  /** A path is the program's, not the peer's: a wrong one throws. */
  private static void check(String path) {
    int i = path.startsWith("$") ? 1 : -1;
    while (i > 0 && i < path.length()) {
      int stop = stepEnd(path, i);
      boolean ok;
      if (path.charAt(i) == '.') {
        ok = stop > i + 1;
      } else {
        ok = path.charAt(i) == '[' && path.charAt(stop - 1) == ']' && index(path, i + 1, stop) >= 0;
      }
      i = ok ? stop : -1;
    }
    if (i < 0) {
      throw new MgException("'" + path + "' is not a path: write it like $.name[0].other");
    }
  }

  /** Index behind the step that starts at {@code at}. */
  private static int stepEnd(String path, int at) {
    int i = at + 1;
    while (i < path.length() && path.charAt(i) != '.' && path.charAt(i) != '[') {
      i++;
    }
    return i;
  }

  /** The number before the bracket that ends the step, or -1. */
  private static int index(String path, int at, int stop) {
    long n = stop - 1 > at ? 0 : -1;
    for (int i = at; i < stop - 1 && n >= 0; i++) {
      int digit = path.charAt(i) - '0';
      n = digit < 0 || digit > 9 || n > Integer.MAX_VALUE ? -1 : n * 10 + digit;
    }
    return n > Integer.MAX_VALUE ? -1 : (int) n;
  }

  /** Over the value at {@code at}, to which the path has led up to its index {@code step}. */
  private int follow(int at, int depth, int step) {
    if (step == path.length()) {
      from = at;
      to = scanner.value(at, depth);
      return to;
    }
    byte first = at < scanner.end ? scanner.buf[at] : 0;
    if (first == '{' && path.charAt(step) == '.') {
      return object(at, depth, step);
    }
    if (first == '[' && path.charAt(step) == '[') {
      return array(at, depth, step);
    }
    return scanner.value(at, depth);
  }

  private int object(int at, int depth, int step) {
    int stop = stepEnd(path, step);
    boolean passed = false;
    int i = scanner.open(at, depth, '}');
    while (i >= 0 && !scanner.closed) {
      int nameAt = i;
      i = scanner.name(i);
      if (i >= 0) {
        // The first of several members of one name counts.
        boolean here = !passed && MgJsonText.is(scanner, nameAt, path, step + 1, stop);
        passed |= here;
        i = here ? follow(i, depth + 1, stop) : scanner.value(i, depth + 1);
      }
      i = i < 0 ? i : scanner.next(i, '}');
    }
    return i;
  }

  private int array(int at, int depth, int step) {
    int stop = stepEnd(path, step);
    int wanted = index(path, step + 1, stop);
    int i = scanner.open(at, depth, ']');
    for (int n = 0; i >= 0 && !scanner.closed; n++) {
      i = n == wanted ? follow(i, depth + 1, stop) : scanner.value(i, depth + 1);
      i = i < 0 ? i : scanner.next(i, ']');
    }
    return i;
  }
}
