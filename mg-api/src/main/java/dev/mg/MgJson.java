package dev.mg;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259, strictly) where it lies: values are found by a path like {@code $.a.b[0]}
 * and nothing is built. Stateless, for any thread; slices are borrowed from the document.
 *
 * <p>Every call by path checks the whole document: what is not JSON from its first byte to its
 * last, UTF-8 included, or nests deeper than {@link #MAX_DEPTH}, has no values at all. A value of
 * another type than asked for counts as missing. Of several members with one name the first counts.
 * A path that is not one is an {@link MgException}; names with '.' or '[' cannot be written in it,
 * {@link #next} reaches them.
 */
public final class MgJson {
  /** How many arrays and objects may stand in one another. */
  public static final int MAX_DEPTH = 100;

  /** From {@link #get(MgStr, String, MgStr)}: more than {@link #MAX_DEPTH} levels. */
  public static final int TOO_DEEP = -1;

  /** From {@link #get(MgStr, String, MgStr)}: the document is not JSON. */
  public static final int INVALID = -2;

  /** From {@link #get(MgStr, String, MgStr)}: nothing is at that path. */
  public static final int NOT_FOUND = -3;

  private static final int MOST_DEPTH = 1000;

  private MgJson() {}

  /**
   * Checks a document.
   *
   * @return -1 if it is JSON, else the offset of the first byte that cannot be there, or its length
   *     if it ends too early
   */
  public static int validate(MgStr json) {
    return validate(json, MAX_DEPTH);
  }

  /**
   * As {@link #validate(MgStr)}, with a depth of one's own; the bracket beyond it is the error.
   *
   * @param maxDepth 0 for scalars only, at most 1000
   */
  public static int validate(MgStr json, int maxDepth) {
    if (maxDepth < 0 || maxDepth > MOST_DEPTH) {
      throw new MgException("JSON depth " + maxDepth + " is not within 0.." + MOST_DEPTH);
    }
    MgJsonScanner scanner = new MgJsonScanner(json, maxDepth);
    int at = scanner.value(scanner.blanks(json.off()), 0);
    at = at < 0 ? at : scanner.nothing(at);
    return at < 0 ? scanner.errorAt - json.off() : -1;
  }

  /**
   * Finds the value at {@code path}.
   *
   * @param token becomes a view of the value as written, strings with their quotes
   * @return its offset in {@code json}, or {@link #TOO_DEEP}, {@link #INVALID}, {@link #NOT_FOUND},
   *     and {@code token} stays as it is
   */
  public static int get(MgStr json, String path, MgStr token) {
    return MgJsonFinder.find(json, path, token);
  }

  /** The value at {@code path} as written, strings with their quotes; null if there is none. */
  public static @Nullable MgStr get(MgStr json, String path) {
    MgStr token = new MgStr(json.buf(), json.off(), 0);
    return get(json, path, token) < 0 ? null : token;
  }

  /** The number at {@code path}; {@code orElse} if there is none or it is beyond a double. */
  public static double getNum(MgStr json, String path, double orElse) {
    MgStr token = get(json, path);
    if (token == null || !isNumber(token)) {
      return orElse;
    }
    double d = Double.parseDouble(token.latin1());
    return Double.isInfinite(d) ? orElse : d;
  }

  /**
   * The integer at {@code path}, exactly; {@code 1e3} and {@code 2.0} are integers. {@code orElse}
   * if there is none, it has a fraction, or it does not fit.
   */
  public static long getLong(MgStr json, String path, long orElse) {
    MgStr token = get(json, path);
    return token == null || !isNumber(token) ? orElse : MgJsonNumber.integer(token, orElse);
  }

  /** The boolean at {@code path}, or {@code orElse}. */
  public static boolean getBool(MgStr json, String path, boolean orElse) {
    MgStr token = get(json, path);
    if (token == null || token.at(0) != 't' && token.at(0) != 'f') {
      return orElse;
    }
    return token.at(0) == 't';
  }

  /**
   * The text of the string at {@code path}, or null. An escaped half of a surrogate pair without
   * the other half stays in it as it is.
   */
  public static @Nullable String getStr(MgStr json, String path) {
    MgStr token = get(json, path);
    return token == null || token.at(0) != '"' ? null : decoded(token);
  }

  /** The bytes that the string at {@code path} is the hex of, or null. */
  public static byte @Nullable [] getHex(MgStr json, String path) {
    String text = getStr(json, path);
    return text == null ? null : MgStr.of(text).unhex();
  }

  /** The bytes that the string at {@code path} is the strict base64 of, or null. */
  public static byte @Nullable [] getB64(MgStr json, String path) {
    String text = getStr(json, path);
    return text == null ? null : MgUtil.base64Decode(MgStr.of(text));
  }

  /**
   * Goes through the members of an object or the elements of an array: {@code for (int i = 0; (i =
   * MgJson.next(object, i, key, value)) > 0; ) ...}. Only what it passes is checked.
   *
   * @param json the object or array, mostly from {@link #get}
   * @param offset 0, then what the call before returned
   * @param key becomes a view of the member's name as written, for {@link #unescape}; empty in
   *     arrays
   * @param value becomes a view of the value as written
   * @return an offset for the next call; 0 if there are no more or {@code json} is something else;
   *     {@link #TOO_DEEP} or {@link #INVALID}
   */
  public static int next(MgStr json, int offset, MgStr key, MgStr value) {
    int off = json.off();
    MgJsonScanner scanner = new MgJsonScanner(json, MAX_DEPTH);
    int first = scanner.blanks(off);
    boolean array = first < scanner.end && scanner.buf[first] == '[';
    char close = array ? ']' : '}';
    int at;
    if (!array && (first == scanner.end || scanner.buf[first] != '{')) {
      at = scanner.value(first, 0);
      scanner.closed = true;
    } else {
      at = offset == 0 ? scanner.open(first, 0, close) : scanner.next(off + offset, close);
    }
    if (at >= 0 && scanner.closed) {
      at = scanner.nothing(at);
      return at < 0 ? INVALID : 0;
    }
    int keyAt = at;
    int keyEnd = at;
    if (at >= 0 && !array) {
      at = scanner.name(at);
      keyEnd = at < 0 ? at : scanner.string(keyAt);
    }
    int end = at < 0 ? at : scanner.value(at, 1);
    if (end < 0) {
      return scanner.tooDeep ? TOO_DEEP : INVALID;
    }
    key.wrap(scanner.buf, keyAt, keyEnd - keyAt);
    value.wrap(scanner.buf, at, end - at);
    return end - off;
  }

  /** The text of one string as written, quotes included; null if it is not that. */
  public static @Nullable String unescape(MgStr token) {
    MgJsonScanner scanner = new MgJsonScanner(token, 0);
    boolean quoted = token.len() > 1 && token.at(0) == '"';
    return quoted && scanner.string(token.off()) == scanner.end ? decoded(token) : null;
  }

  private static String decoded(MgStr token) {
    return MgJsonText.decode(token.buf(), token.off() + 1, token.off() + token.len() - 1);
  }

  private static boolean isNumber(MgStr token) {
    return token.at(0) == '-' || token.at(0) >= '0' && token.at(0) <= '9';
  }
}
