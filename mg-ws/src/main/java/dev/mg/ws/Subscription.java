package dev.mg.ws;

import org.jspecify.annotations.Nullable;

/** A subscriber at a node: an element of both their lists. */
final class Subscription {
  final Subscriber who;
  final TopicNode node;

  /** Its index in the node's list. */
  int index;

  /** Links of the subscriber's list. */
  @Nullable Subscription before;

  @Nullable Subscription after;

  Subscription(Subscriber who, TopicNode node) {
    this.who = who;
    this.node = node;
  }
}
