package dev.mg.bench;

import dev.mg.MgConnection;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import org.jspecify.annotations.Nullable;

/** {@code /reflect?v=x}: gives the decoded value back as a header, if a header can hold it. */
final class Reflect {
  private Reflect() {}

  static void answer(MgConnection c, MgHttpMessage hm) {
    String value = value(hm.query);
    if (value == null) {
      MgHttp.reply(c, 400, TargetServer.TEXT, "no v, or one that no header can hold\n");
    } else {
      MgHttp.reply(c, 200, "X-Reflect: " + value + "\r\n" + TargetServer.TEXT, "reflected\n");
    }
  }

  /**
   * The decoded value of the first {@code v} of a query.
   *
   * @return null if there is none, if an escape is malformed, or if it holds anything but visible
   *     ASCII, space and tab
   */
  static @Nullable String value(MgStr query) {
    for (int from = 0; from <= query.len(); ) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.len() : end;
      MgStr pair = query.slice(from, end);
      if (pair.startsWith("v=")) {
        return decoded(pair.slice(2, pair.len()));
      }
      from = end + 1;
    }
    return null;
  }

  private static @Nullable String decoded(MgStr text) {
    MgStr value = MgUtil.urlDecode(text, true);
    if (value == null) {
      return null;
    }
    for (int i = 0; i < value.len(); i++) {
      int b = value.at(i);
      if (b != '\t' && (b < ' ' || b > '~')) {
        return null;
      }
    }
    return value.toString();
  }
}
