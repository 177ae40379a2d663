package dev.mg.ws;

import dev.mg.MgException;

/** What topics and patterns may look like (MQTT 5.0 sections 1.5.4 and 4.7). Pure. */
final class TopicRules {
  /** What a string of MQTT can hold, in UTF-8. */
  static final int MAX_BYTES = 65_535;

  /** Ours: how deep matching may go. */
  static final int MAX_LEVELS = 128;

  private static final int SHOWN_CHARS = 80;

  private TopicRules() {}

  /**
   * Checks what is published to.
   *
   * @throws MgException if it is no topic
   */
  static void checkTopic(String topic) {
    check("topic", topic, false);
  }

  /**
   * Checks what is subscribed to.
   *
   * @throws MgException if it is neither a topic nor a pattern
   */
  static void checkPattern(String pattern) {
    check("pattern", pattern, true);
  }

  private static void check(String what, String s, boolean wildcards) {
    int n = s.length();
    int levels = 1;
    int bytes = n;
    for (int i = 0; i < n; i++) {
      char ch = s.charAt(i);
      if (ch == '/') {
        levels++;
      } else if (ch == '+' || ch == '#') {
        checkWildcard(s, i, ch, wildcards);
      } else if (ch == 0) {
        throw new MgException(
            what
                + " '"
                + shown(s)
                + "' holds U+0000 at "
                + i
                + ", which MQTT forbids: leave it out");
      } else if (ch >= 0x80) {
        bytes += moreBytes(what, s, i);
      }
    }
    if (n == 0) {
      throw new MgException("a " + what + " is empty: it has at least one character");
    }
    if (bytes > MAX_BYTES || levels > MAX_LEVELS) {
      throw new MgException(
          "a %s of %d bytes and %d levels: at most %d bytes and %d levels"
              .formatted(what, bytes, levels, MAX_BYTES, MAX_LEVELS));
    }
  }

  private static void checkWildcard(String s, int at, char wildcard, boolean allowed) {
    if (!allowed) {
      throw new MgException(
          "topic '%s' holds the wildcard '%c': publish to one topic, subscribe to patterns"
              .formatted(shown(s), wildcard));
    }
    boolean starts = at == 0 || s.charAt(at - 1) == '/';
    boolean isLast = at + 1 == s.length();
    boolean ends = isLast || (wildcard == '+' && s.charAt(at + 1) == '/');
    if (!starts || !ends) {
      throw new MgException(
          "pattern '%s' has '%c' at %d, where it is not a level of its own%s"
              .formatted(
                  shown(s),
                  wildcard,
                  at,
                  wildcard == '#'
                      ? ", the last one: write 'a/#' for all below a"
                      : ": write 'a/+/b' for any level between"));
    }
  }

  /** Bytes of the char at {@code at} beyond the first; 2 for each half of a pair, less one each. */
  private static int moreBytes(String what, String s, int at) {
    char ch = s.charAt(at);
    if (!Character.isSurrogate(ch)) {
      return ch < 0x800 ? 1 : 2;
    }
    boolean paired =
        Character.isHighSurrogate(ch)
            ? at + 1 < s.length() && Character.isLowSurrogate(s.charAt(at + 1))
            : at > 0 && Character.isHighSurrogate(s.charAt(at - 1));
    if (!paired) {
      throw new MgException(
          "%s '%s' holds half a surrogate pair at %d, which is not UTF-8"
              .formatted(what, shown(s), at));
    }
    return 1;
  }

  private static String shown(String s) {
    return s.length() <= SHOWN_CHARS ? s : s.substring(0, SHOWN_CHARS) + "...";
  }
}
