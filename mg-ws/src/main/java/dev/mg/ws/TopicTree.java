package dev.mg.ws;

import org.jspecify.annotations.Nullable;

/**
 * Patterns by their levels. Finding those that a topic matches takes as many steps as there are
 * beginnings of patterns that match a beginning of the topic, however many patterns there are
 * beside; what nobody subscribes to any more is gone.
 *
 * <p>The rules are those of MQTT 5.0 section 4.7: {@code +} is any one level, {@code #} the level
 * before it and any below, neither is the first level of a topic that starts with {@code $}. Topics
 * and patterns are checked before ({@link TopicRules}).
 */
final class TopicTree {
  private final TopicNode root = new TopicNode(null, "");

  /** Gets nodes, one at a time. */
  @FunctionalInterface
  interface Visitor {
    void visit(TopicNode node);
  }

  /** The node of that pattern, made if need be. */
  TopicNode reach(String pattern) {
    TopicNode node = root;
    for (int from = 0; from <= pattern.length(); ) {
      int to = endOfLevel(pattern, from);
      TopicNode next = node.child(pattern, from, to);
      node = next == null ? node.add(pattern.substring(from, to)) : next;
      from = to + 1;
    }
    return node;
  }

  /** The node of that pattern, or null. */
  @Nullable TopicNode find(String pattern) {
    TopicNode node = root;
    for (int from = 0; node != null && from <= pattern.length(); ) {
      int to = endOfLevel(pattern, from);
      node = node.child(pattern, from, to);
      from = to + 1;
    }
    return node;
  }

  /** Takes the node out, and those above it, as far as they are not used. */
  void prune(TopicNode unused) {
    TopicNode node = unused;
    while (node.parent != null && node.isUnused()) {
      node.parent.remove(node);
      node = node.parent;
    }
  }

  /** Shows each node whose pattern matches, once; no more than {@code MAX_LEVELS} calls deep. */
  void match(String topic, Visitor visitor) {
    match(root, topic, 0, topic.charAt(0) == '$', visitor);
  }

  /**
   * @param from where the next level starts, past the end if there is none
   * @param named whether that level matches no wildcard
   */
  private static void match(
      TopicNode node, String topic, int from, boolean named, Visitor visitor) {
    if (node.rest != null && !named) {
      visitor.visit(node.rest);
    }
    if (from > topic.length()) {
      visitor.visit(node);
      return;
    }
    int to = endOfLevel(topic, from);
    TopicNode next = node.named(topic, from, to);
    if (next != null) {
      match(next, topic, to + 1, false, visitor);
    }
    if (node.any != null && !named) {
      match(node.any, topic, to + 1, false, visitor);
    }
  }

  private static int endOfLevel(String s, int from) {
    int slash = s.indexOf('/', from);
    return slash < 0 ? s.length() : slash;
  }

  /** Shows every node below the root. */
  void forEach(Visitor visitor) {
    below(root, visitor);
  }

  private static void below(TopicNode node, Visitor visitor) {
    node.forEachBelow(
        child -> {
          visitor.visit(child);
          below(child, visitor);
        });
  }
}
