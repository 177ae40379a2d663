package dev.mg.testkit;

/**
 * Bytes on their way from one end to the other: a ring that grows to its limit and then has no
 * room. <b>Under the network's lock.</b>
 */
final class MemoryPipe {
  private static final int FIRST_BYTES = 1024;

  private final int limit;
  private byte[] ring = new byte[0];
  private int head;
  private int len;

  /** The writing end has ended: after the bytes held comes the end. */
  boolean fin;

  MemoryPipe(int limit) {
    this.limit = limit;
  }

  int len() {
    return len;
  }

  int room() {
    return limit - len;
  }

  /** Takes what there is room for; returns how much that was. */
  int write(byte[] src, int off, int n) {
    int take = Math.min(n, room());
    if (take > ring.length - len) {
      grow(len + take);
    }
    int at = len == 0 ? head = 0 : (head + len) % ring.length;
    int first = Math.min(take, ring.length - at);
    System.arraycopy(src, off, ring, at, first);
    System.arraycopy(src, off + first, ring, 0, take - first);
    len += take;
    return take;
  }

  /** Gives up to {@code n} bytes; returns how many. */
  int read(byte[] dst, int off, int n) {
    int give = Math.min(n, len);
    int first = Math.min(give, ring.length - head);
    System.arraycopy(ring, head, dst, off, first);
    System.arraycopy(ring, 0, dst, off + first, give - first);
    len -= give;
    head = len == 0 ? 0 : (head + give) % ring.length;
    return give;
  }

  private void grow(int need) {
    int size = Math.max(need, Math.min(limit, Math.max(FIRST_BYTES, 2 * ring.length)));
    byte[] bigger = new byte[size];
    int held = len;
    read(bigger, 0, held);
    ring = bigger;
    head = 0;
    len = held;
  }
}
