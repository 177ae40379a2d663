package dev.mg.ws;

import dev.mg.MgUtil;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes below a node, by the name of their level, which is looked up in a topic without cutting
 * it out: a table with open addressing.
 *
 * <p>Names may be chosen by peers, so the hash is a polynomial modulo a prime at a secret place:
 * whoever does not know it cannot make names collide.
 */
final class TopicLevels {
  private static final int LEAST = 4;

  /** 2^31 - 1, a prime that a shift and an addition reduce by. */
  private static final long PRIME = Integer.MAX_VALUE;

  private static final long SECRET = secret();

  private TopicNode[] table = new TopicNode[LEAST];
  private int size;

  private static long secret() {
    byte[] random = new byte[Long.BYTES];
    MgUtil.random(random);
    // Not a small one, which would leave short names in order.
    return (PRIME >>> 1) + Math.floorMod(ByteBuffer.wrap(random).getLong(), PRIME >>> 1);
  }

  /** Of {@code s[from .. to)}. */
  static int hash(String s, int from, int to) {
    long h = to - from;
    for (int i = from; i < to; i++) {
      long x = h * SECRET + s.charAt(i);
      h = (x & PRIME) + (x >>> 31);
      h = h >= PRIME ? h - PRIME : h;
    }
    return (int) h;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The node of the level {@code s[from .. to)}, or null. */
  @Nullable TopicNode get(String s, int from, int to) {
    int hash = hash(s, from, to);
    int mask = table.length - 1;
    for (int i = hash & mask; ; i = i + 1 & mask) {
      TopicNode node = table[i];
      if (node == null || (node.hash == hash && node.isLevel(s, from, to))) {
        return node;
      }
    }
  }

  /** Adds a node whose level is not there. */
  void add(TopicNode node) {
    if (++size > table.length / 2) {
      resize(table.length * 2);
    }
    put(node);
  }

  /** Removes a node that is there. */
  void remove(TopicNode node) {
    int mask = table.length - 1;
    int i = node.hash & mask;
    while (table[i] != node) {
      i = i + 1 & mask;
    }
    table[i] = null;
    // Those pushed behind it are put anew, so that no tombstones are needed.
    for (int j = i + 1 & mask; table[j] != null; j = j + 1 & mask) {
      TopicNode pushed = table[j];
      table[j] = null;
      put(pushed);
    }
    if (--size < table.length / 8 && table.length > LEAST) {
      resize(table.length / 2);
    }
  }

  private void put(TopicNode node) {
    int mask = table.length - 1;
    int i = node.hash & mask;
    while (table[i] != null) {
      i = i + 1 & mask;
    }
    table[i] = node;
  }

  private void resize(int length) {
    TopicNode[] old = table;
    table = new TopicNode[length];
    for (TopicNode node : old) {
      if (node != null) {
        put(node);
      }
    }
  }

  /** Shows every node, in no order. */
  void forEach(TopicTree.Visitor visitor) {
    for (TopicNode node : table) {
      if (node != null) {
        visitor.visit(node);
      }
    }
  }
}
