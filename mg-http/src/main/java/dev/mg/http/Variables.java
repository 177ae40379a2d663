package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import org.jspecify.annotations.Nullable;

/** Variables of queries and forms, {@code a=1&b=2}, and parameters of header values. Stateless. */
final class Variables {
  static final int NO_SOURCE = -1;
  static final int NO_DESTINATION = -2;
  static final int UNFIT = -3;
  static final int MISSING = -4;

  private Variables() {}

  /** The value of the first variable of that name, as it stands; null if there is none. */
  static @Nullable MgStr find(MgStr source, String name) {
    MgStr wanted = MgStr.of(name);
    int from = 0;
    while (from <= source.len()) {
      int end = HttpChars.indexOf(source, '&', from, source.len());
      int nameEnd = HttpChars.indexOf(source, '=', from, end);
      if (source.slice(from, nameEnd).equals(wanted)) {
        return source.slice(Math.min(nameEnd + 1, end), end);
      }
      from = end + 1;
    }
    return null;
  }

  /** As {@link MgHttp#getVar(MgStr, String, byte[])} says. */
  static int get(@Nullable MgStr source, String name, byte @Nullable [] to) {
    if (source == null) {
      return NO_SOURCE;
    }
    if (to == null || to.length == 0) {
      return NO_DESTINATION;
    }
    MgStr value = find(source, name);
    if (value == null) {
      return MISSING;
    }
    MgIobuf out = new MgIobuf();
    int n = MgUtil.urlDecode(value, true, out);
    if (n < 0 || n > to.length) {
      return UNFIT;
    }
    System.arraycopy(out.buf(), out.head(), to, 0, n);
    return n;
  }

  /** The value decoded; null if the variable is missing or an escape in it is broken. */
  static @Nullable String get(MgStr source, String name) {
    MgStr value = find(source, name);
    MgStr decoded = value == null ? null : MgUtil.urlDecode(value, true);
    return decoded == null ? null : decoded.toString();
  }

  /**
   * The value of {@code name=value} or {@code name="value"} in a header value, without its quotes;
   * null if there is none. A name inside of quotes is none.
   */
  static @Nullable MgStr ofHeader(MgStr header, String name) {
    int n = header.len();
    int p = 0;
    while (p < n) {
      while (p < n && isSeparator(header.at(p))) {
        p++;
      }
      int from = p;
      while (p < n && !isSeparator(header.at(p)) && header.at(p) != '=') {
        p++;
      }
      boolean named = header.slice(from, p).isIgnoreCase(name);
      if (p == n || header.at(p) != '=') {
        continue;
      }
      p++;
      boolean quoted = p < n && header.at(p) == '"';
      int valueFrom = quoted ? p + 1 : p;
      p = quoted ? endOfQuoted(header, valueFrom) : endOfToken(header, valueFrom);
      if (named) {
        return header.slice(valueFrom, p);
      }
      p += quoted && p < n ? 1 : 0;
    }
    return null;
  }

  private static int endOfToken(MgStr s, int from) {
    int p = from;
    while (p < s.len() && !isSeparator(s.at(p))) {
      p++;
    }
    return p;
  }

  private static int endOfQuoted(MgStr s, int from) {
    int p = from;
    while (p < s.len() && s.at(p) != '"') {
      p += s.at(p) == '\\' && p + 1 < s.len() ? 2 : 1;
    }
    return p;
  }

  private static boolean isSeparator(byte b) {
    return b == ';' || b == ',' || HttpChars.isBlank(b);
  }
}
