package dev.mg.ws;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A level of a pattern, those that go on below it, and who subscribed to what ends with it. */
final class TopicNode {
  private static final Subscription[] NONE = {};
  private static final int KEPT_SLOTS = 16;

  /** Null for the root. */
  final @Nullable TopicNode parent;

  /** "+" and "#" are the wildcards. */
  final String level;

  final int hash;

  /** Those of a name; null if there is none. */
  private @Nullable TopicLevels named;

  /** That of the wildcard for one level. */
  @Nullable TopicNode any;

  /** That of the wildcard for this level and all below. */
  @Nullable TopicNode rest;

  private Subscription[] list = NONE;
  private int size;

  TopicNode(@Nullable TopicNode parent, String level) {
    this.parent = parent;
    this.level = level;
    hash = TopicLevels.hash(level, 0, level.length());
  }

  boolean isLevel(String s, int from, int to) {
    return level.length() == to - from && s.startsWith(level, from);
  }

  // ---- below ----

  /** The node of the name {@code topic[from .. to)}; wildcards are not looked at. */
  @Nullable TopicNode named(String topic, int from, int to) {
    return named == null ? null : named.get(topic, from, to);
  }

  /** The node of the level {@code pattern[from .. to)}, which may be a wildcard. */
  @Nullable TopicNode child(String pattern, int from, int to) {
    if (to - from == 1) {
      char ch = pattern.charAt(from);
      if (ch == '+' || ch == '#') {
        return ch == '+' ? any : rest;
      }
    }
    return named(pattern, from, to);
  }

  /** A new node of a level that is not there. */
  TopicNode add(String newLevel) {
    TopicNode child = new TopicNode(this, newLevel);
    switch (newLevel) {
      case "+" -> any = child;
      case "#" -> rest = child;
      default -> {
        named = named == null ? new TopicLevels() : named;
        named.add(child);
      }
    }
    return child;
  }

  void remove(TopicNode child) {
    if (child == any) {
      any = null;
    } else if (child == rest) {
      rest = null;
    } else {
      TopicLevels levels = Objects.requireNonNull(named);
      levels.remove(child);
      named = levels.isEmpty() ? null : levels;
    }
  }

  /** Whether nothing ends here and nothing goes on. */
  boolean isUnused() {
    return size == 0 && named == null && any == null && rest == null;
  }

  void forEachBelow(TopicTree.Visitor visitor) {
    if (named != null) {
      named.forEach(visitor);
    }
    if (any != null) {
      visitor.visit(any);
    }
    if (rest != null) {
      visitor.visit(rest);
    }
  }

  /** The pattern that ends here. */
  String pattern() {
    if (parent == null || parent.parent == null) {
      return level;
    }
    return parent.pattern() + "/" + level;
  }

  // ---- here ----

  /** How many subscribed to the pattern that ends here. */
  int size() {
    return size;
  }

  Subscription at(int i) {
    return list[i];
  }

  void add(Subscription s) {
    if (size == list.length) {
      list = Arrays.copyOf(list, size + (size >> 1) + 1);
    }
    s.index = size;
    list[size++] = s;
  }

  /** Removes it; the last one takes its place. */
  void remove(Subscription s) {
    Subscription last = list[--size];
    list[s.index] = last;
    last.index = s.index;
    list[size] = null;
    if (size < list.length / 4 && list.length > KEPT_SLOTS) {
      list = Arrays.copyOf(list, list.length / 2);
    }
  }
}
