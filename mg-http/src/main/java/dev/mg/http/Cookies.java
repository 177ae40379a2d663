package dev.mg.http;

import dev.mg.MgStr;
import org.jspecify.annotations.Nullable;

/**
 * Cookies of a request (RFC 6265 section 4.2). Stateless. Every semicolon ends a pair, one in
 * quotes too: cookies hold none, and who takes quotes for more lets one cookie hide another.
 */
final class Cookies {
  private Cookies() {}

  /** As {@link MgHttp#cookie} says. */
  static @Nullable MgStr find(MgHttpMessage hm, String name) {
    MgStr wanted = MgStr.of(name);
    MgHttpFields fields = hm.headers;
    for (int i = fields.find("Cookie", 0); i >= 0; i = fields.find("Cookie", i + 1)) {
      MgStr found = find(fields.value(i), wanted);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable MgStr find(MgStr line, MgStr wanted) {
    int from = 0;
    while (from < line.len()) {
      int end = HttpChars.indexOf(line, ';', from, line.len());
      int equals = HttpChars.indexOf(line, '=', from, end);
      if (equals < end && line.slice(from, equals).strip().equals(wanted)) {
        return unquoted(line.slice(equals + 1, end).strip());
      }
      from = end + 1;
    }
    return null;
  }

  private static MgStr unquoted(MgStr value) {
    int n = value.len();
    boolean quoted = n >= 2 && value.at(0) == '"' && value.at(n - 1) == '"';
    return quoted ? value.slice(1, n - 1) : value;
  }
}
