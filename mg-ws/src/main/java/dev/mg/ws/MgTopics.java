package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgLong;
import dev.mg.MgManager;
import dev.mg.MgStr;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * Messages to all WebSocket connections that subscribed to a topic: one call, one encoding of the
 * frame, one copy of it for each.
 *
 * <p><b>Manager's thread only;</b> another publishes with {@code mgr.execute(() ->
 * topics.publish(...))}.
 *
 * <pre>{@code
 * MgTopics topics = MgTopics.of(mgr);
 * MgHandler h = MgOn.on(MgHttp.MSG, (c, hm) -> MgWs.upgrade(c, hm, ""))
 *                   .on(MgWs.OPEN, (c, hm) -> topics.subscribe(c, "room/+"))
 *                   .on(MgWs.MSG, (c, wm) -> topics.publish("room/1", wm.data, wm.op()));
 * }</pre>
 *
 * <p>Topics and patterns are those of MQTT (5.0 section 4.7): levels between slashes; in a pattern
 * {@code +} stands for one level and {@code #}, the last one, for the level before it and all
 * below; a topic that starts with {@code $} is not matched by a pattern that starts with a
 * wildcard. They have at least one character, at most 65,535 bytes in UTF-8 and 128 levels, and no
 * U+0000. Whoever lets peers choose them checks first: a bad one throws.
 *
 * <p>A connection subscribes in {@link MgWs#EV_OPEN} or later, in either role; its CLOSE ends all
 * its subscriptions, before its own handler is told. A message goes to a connection once, even if
 * several of its patterns match, the publisher among them if it has subscribed.
 *
 * <p>Nothing is waited for: each subscriber's queue is its {@code send}, and one whose {@code send}
 * is full ({@link MgConnection#isSendFull}, {@code sendHighBytes}) misses what is published until
 * it has come down to {@code sendLowBytes}, or is closed ({@link MgWsSlow#CLOSE}). So does one to
 * which a message in parts is being sent ({@link MgWs#sendPart}). Control frames are not affected.
 */
public final class MgTopics {
  /**
   * {@link MgLong}: so many messages have not reached this subscriber, and now there is room again:
   * the time to bring it up to date.
   */
  public static final int EV_LOST = 90;

  /** {@link #EV_LOST}. */
  public static final MgEventType<MgLong> LOST =
      MgEventType.register(MgTopics.class, EV_LOST, "TOPICS_LOST", MgLong.class);

  private final MgManager mgr;
  private final int maxSendBytes;
  private final TopicTree tree = new TopicTree();
  private final Delivery delivery;
  private final BackplaneInbox inbox;
  private final MgIobuf text = new MgIobuf();
  private final MgStr view = new MgStr(new byte[0], 0, 0);
  private MgBackplane.Link link = new NoLink();

  private MgTopics(MgManager mgr) {
    this.mgr = mgr;
    maxSendBytes = mgr.options().maxSendBytes();
    delivery = new Delivery(WsShared.of(mgr), maxSendBytes);
    inbox = new BackplaneInbox(this, mgr);
  }

  /** Of the manager; the first call joins it to its {@link MgBackplane}. */
  public static MgTopics of(MgManager mgr) {
    return mgr.local(MgTopics.class, () -> make(mgr));
  }

  private static MgTopics make(MgManager mgr) {
    MgTopics topics = new MgTopics(mgr);
    MgBackplane given = mgr.options().extension(MgBackplane.class);
    MgBackplane backplane = given == null ? MgBackplane.NONE : given;
    // A thing of the manager, which closes it at its end.
    topics.link = mgr.local(MgBackplane.Link.class, () -> backplane.join(mgr, topics.inbox));
    return topics;
  }

  // ---- who ----

  /**
   * From now on the connection gets what is published to topics that match.
   *
   * @return false, and nothing is changed, if it has subscribed to this pattern already, or is
   *     ending
   * @throws MgException if the pattern is wrong, if the connection does not speak WebSocket, or if
   *     it is another manager's
   */
  public boolean subscribe(MgConnection c, String pattern) {
    checkOwner();
    TopicRules.checkPattern(pattern);
    Subscriber s = subscriber(c);
    if (!s.isOpen()) {
      return false;
    }
    TopicNode node = tree.reach(pattern);
    if (s.find(node) != null) {
      return false;
    }
    Subscription one = new Subscription(s, node);
    node.add(one);
    s.add(one);
    if (node.size() == 1) {
      link.subscribe(pattern);
    }
    return true;
  }

  /**
   * Takes a subscription back; the pattern is the one that was given, not a topic it matches.
   *
   * @return whether there was one
   * @throws MgException as {@link #subscribe}
   */
  public boolean unsubscribe(MgConnection c, String pattern) {
    checkOwner();
    TopicRules.checkPattern(pattern);
    Subscriber s = subscriber(c);
    TopicNode node = tree.find(pattern);
    Subscription one = node == null ? null : s.find(node);
    if (one == null) {
      return false;
    }
    remove(one);
    return true;
  }

  private Subscriber subscriber(MgConnection c) {
    if (c.mgr() != mgr) {
      throw new MgException(
          "connection " + c.id() + " is another manager's: use MgTopics.of(c.mgr())");
    }
    WsConn ws = MgWs.of(c);
    Subscriber s = ws.subscriber;
    if (s == null) {
      s = new Subscriber(c, ws);
      ws.subscriber = s;
    }
    return s;
  }

  private void remove(Subscription one) {
    TopicNode node = one.node;
    one.who.remove(one);
    node.remove(one);
    if (node.size() == 0) {
      String pattern = node.pattern();
      tree.prune(node);
      link.unsubscribe(pattern);
    }
  }

  /** All its subscriptions end: its connection has, or speaks WebSocket no more. */
  static void end(Subscriber s) {
    if (s.newest != null) {
      MgTopics topics = of(s.c.mgr());
      for (Subscription one = s.newest; one != null; one = s.newest) {
        topics.remove(one);
      }
    }
  }

  // ---- what ----

  /**
   * Sends a message to all that subscribed to the topic, here and behind the backplane. No handler
   * runs meanwhile; as with {@link MgConnection#send} the poll's write step pushes, to very many in
   * shares, with the events of others in between.
   *
   * @param data for {@link MgWs#OP_TEXT} UTF-8; copied
   * @param op {@link MgWs#OP_TEXT} or {@link MgWs#OP_BINARY}
   * @return how many connections of this manager have it in their {@code send}
   * @throws MgException if the topic is none or holds a wildcard, if it is another opcode, or if
   *     the message does not fit into {@code maxSendBytes}
   */
  public int publish(String topic, byte[] data, int off, int len, int op) {
    checkOwner();
    check(topic, data, off, len, op);
    int taken = deliver(topic, data, off, len, op);
    link.publish(topic, view.wrap(data, off, len), op);
    return taken;
  }

  /** Throws unless it is a message that can be published. For any thread. */
  void check(String topic, byte[] data, int off, int len, int op) {
    Objects.checkFromIndexSize(off, len, data.length);
    TopicRules.checkTopic(topic);
    SendRules.checkPublished(op, data, off, len);
    if (len > maxSendBytes - FrameWriter.MAX_BYTES) {
      throw new MgException(
          "a message of %d bytes does not fit into maxSendBytes %d: raise that, or publish parts"
              .formatted(len, maxSendBytes));
    }
  }

  /** As {@link #publish(String, byte[], int, int, int)}, with all of an array. */
  public int publish(String topic, byte[] data, int op) {
    return publish(topic, data, 0, data.length, op);
  }

  /** As {@link #publish(String, byte[], int, int, int)}, with the bytes of a slice. */
  public int publish(String topic, MgStr data, int op) {
    return publish(topic, data.buf(), data.off(), data.len(), op);
  }

  /** As {@link #publish(String, byte[], int, int, int)}, with text in UTF-8. */
  public int publish(String topic, String data, int op) {
    checkOwner();
    text.clear();
    text.add(data);
    int taken = publish(topic, text.buf(), text.head(), text.len(), op);
    if (text.capacity() > SharedFrame.KEPT_BYTES) {
      text.free();
    }
    return taken;
  }

  /** To the subscribers of this manager alone. */
  int deliver(String topic, byte[] data, int off, int len, int op) {
    int taken = delivery.run(tree, topic, data, off, len, op);
    Subscriber gone = delivery.gone();
    if (gone != null) {
      end(gone);
    }
    return taken;
  }

  // ---- what was lost ----

  /** Messages that subscribers of this manager have missed so far, each counted for each. */
  public long missed() {
    checkOwner();
    return delivery.missed();
  }

  /**
   * What to do when the backplane has lost messages, in place of a line in the log: it gets the
   * reason and their number, 0 if that is not known.
   */
  public void onBackplaneLost(ObjLongConsumer<String> action) {
    checkOwner();
    inbox.onLost = action;
  }

  // ---- the rest ----

  /** Shows each pattern that has a subscriber. */
  void patterns(Consumer<String> each) {
    tree.forEach(
        node -> {
          if (node.size() > 0) {
            each.accept(node.pattern());
          }
        });
  }

  /** How many nodes the patterns take. */
  int nodes() {
    int[] n = {0};
    tree.forEach(node -> n[0]++);
    return n[0];
  }

  /** The manager refuses another thread in each of its calls; this one does nothing else. */
  private void checkOwner() {
    mgr.connections();
  }
}
