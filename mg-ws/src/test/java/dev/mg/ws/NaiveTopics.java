package dev.mg.ws;

/** MQTT's matching as its text reads: slow, simple, and nothing of it shared with the code. */
final class NaiveTopics {
  private NaiveTopics() {}

  static boolean matches(String pattern, String topic) {
    boolean wild = pattern.startsWith("+") || pattern.startsWith("#");
    if (topic.startsWith("$") && wild) {
      return false;
    }
    return matches(pattern.split("/", -1), 0, topic.split("/", -1), 0);
  }

  private static boolean matches(String[] pattern, int p, String[] topic, int t) {
    if (p == pattern.length) {
      return t == topic.length;
    }
    if (pattern[p].equals("#")) {
      return true;
    }
    if (t == topic.length) {
      return false;
    }
    return (pattern[p].equals("+") || pattern[p].equals(topic[t]))
        && matches(pattern, p + 1, topic, t + 1);
  }
}
