package dev.mg.ws;

import org.jspecify.annotations.Nullable;

/**
 * One message on its way to the subscribers of the nodes that match. Nothing of the program runs
 * meanwhile: what appending has for consequences comes later, from poll. So nobody comes or goes.
 */
final class Delivery implements TopicTree.Visitor {
  private final SharedFrame frame;
  private final int maxSendBytes;
  private long number;
  private int taken;
  private long missed;
  private @Nullable Subscriber gone;

  Delivery(WsShared shared, int maxSendBytes) {
    frame = new SharedFrame(shared);
    this.maxSendBytes = maxSendBytes;
  }

  /** Delivers to those that match; returns how many took it. */
  int run(TopicTree tree, String topic, byte[] data, int off, int len, int op) {
    number++;
    taken = 0;
    gone = null;
    frame.begin(op, data, off, len);
    try {
      tree.match(topic, this);
    } finally {
      frame.end();
    }
    return taken;
  }

  @Override
  public void visit(TopicNode node) {
    int n = node.size();
    for (int i = 0; i < n; i++) {
      Subscriber s = node.at(i).who;
      if (s.shown != number) {
        s.shown = number;
        show(s);
      }
    }
  }

  private void show(Subscriber s) {
    if (s.isGone()) {
      gone = s;
    } else if (s.isOpen()) {
      if (s.take(frame, maxSendBytes)) {
        taken++;
      } else {
        missed++;
      }
    }
  }

  /** A subscriber found not to speak WebSocket any more. */
  @Nullable Subscriber gone() {
    return gone;
  }

  /** Messages that subscribers have missed so far. */
  long missed() {
    return missed;
  }
}
