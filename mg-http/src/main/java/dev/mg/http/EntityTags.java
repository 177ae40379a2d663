package dev.mg.http;

import dev.mg.MgStr;

/** Lists of entity tags, as If-Match and If-None-Match have them (RFC 9110 8.8.3). Stateless. */
final class EntityTags {
  private EntityTags() {}

  /**
   * Whether a field of that name holds {@code tag} or {@code *}. A list that is malformed counts up
   * to there.
   *
   * @param tag a strong one, with its quotes
   * @param strong whether weak tags never match, as for If-Match and If-Range (section 8.8.3.2)
   */
  static boolean matches(MgHttpFields headers, String name, String tag, boolean strong) {
    for (int i = headers.find(name, 0); i >= 0; i = headers.find(name, i + 1)) {
      MgStr list = headers.value(i);
      if (list.is("*") || matches(list, tag, strong)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #matches(MgHttpFields, String, String, boolean)}, of one value, {@code *} apart. */
  static boolean matches(MgStr list, String tag, boolean strong) {
    int n = list.len();
    int at = 0;
    while (at < n) {
      if (list.at(at) == ',' || HttpChars.isBlank(list.at(at))) {
        at++;
        continue;
      }
      boolean weak = list.at(at) == 'W' && at + 1 < n && list.at(at + 1) == '/';
      int open = weak ? at + 2 : at;
      int close = open < n && list.at(open) == '"' ? list.indexOf('"', open + 1) : -1;
      if (close < 0) {
        return false;
      }
      if (!(weak && strong) && list.slice(open, close + 1).is(tag)) {
        return true;
      }
      at = close + 1;
    }
    return false;
  }
}
