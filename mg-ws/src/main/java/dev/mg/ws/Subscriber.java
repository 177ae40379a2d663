package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgLog;
import dev.mg.MgLong;
import org.jspecify.annotations.Nullable;

/** A connection among the subscribers, and what it did not take. <b>Manager's thread only.</b> */
final class Subscriber {
  final MgConnection c;
  private final WsConn ws;

  /** Its subscriptions, newest first. */
  @Nullable Subscription newest;

  private int size;

  /** The number of the publish that it was shown last: patterns of it may overlap. */
  long shown;

  /** Messages that it has not got and not been told of. */
  private long lost;

  Subscriber(MgConnection c, WsConn ws) {
    this.c = c;
    this.ws = ws;
  }

  /** Its subscription at that node, or null: the shorter of both lists is searched. */
  @Nullable Subscription find(TopicNode node) {
    if (node.size() < size) {
      for (int i = 0; i < node.size(); i++) {
        if (node.at(i).who == this) {
          return node.at(i);
        }
      }
      return null;
    }
    Subscription s = newest;
    while (s != null && s.node != node) {
      s = s.after;
    }
    return s;
  }

  void add(Subscription s) {
    s.after = newest;
    if (newest != null) {
      newest.before = s;
    }
    newest = s;
    size++;
  }

  void remove(Subscription s) {
    if (s.before == null) {
      newest = s.after;
    } else {
      s.before.after = s.after;
    }
    if (s.after != null) {
      s.after.before = s.before;
    }
    size--;
  }

  /** Whether its connection speaks WebSocket no more: a handler gave it to another protocol. */
  boolean isGone() {
    return c.pfnData() != ws;
  }

  /** Whether frames can still be sent, and not just those that end it. */
  boolean isOpen() {
    return ws.isOpen() && !c.isClosing() && !c.isDraining();
  }

  /**
   * Appends the frame to {@code send}, unless there is no room below the marks.
   *
   * @return whether it has it
   */
  boolean take(SharedFrame frame, int maxSendBytes) {
    if (c.isSendFull() || frame.mostBytes() > maxSendBytes - c.send.len()) {
      lost++;
      if (ws.closesIfSlow()) {
        MgLog.debug(() -> c + ": does not take what is published, it is closed");
        ws.fail(c, CloseCodes.TRY_AGAIN_LATER, "too slow for what is published");
      }
      return false;
    }
    if (ws.isInParts()) {
      // It must not come between the parts.
      lost++;
      return false;
    }
    return ws.frame(c, frame) > 0;
  }

  /** Bytes left {@code send}: tells of what was lost, once there is room again. */
  void written() {
    if (lost > 0 && isOpen() && !c.isSendFull()) {
      MgLong number = new MgLong(lost);
      lost = 0;
      c.call(MgTopics.EV_LOST, number);
    }
  }
}
