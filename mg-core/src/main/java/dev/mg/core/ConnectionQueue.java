package dev.mg.core;

import java.util.Arrays;

/**
 * Connections waiting for one step of the loop. Taking a snapshot is swapping two arrays: what is
 * added while the snapshot is worked off waits for the next one.
 */
final class ConnectionQueue {
  private CoreConnection[] items = new CoreConnection[16];
  private CoreConnection[] taken = new CoreConnection[16];
  private int size;

  void add(CoreConnection c) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size++] = c;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Empties the queue; {@link #taken} of 0 to before the result are what was in it. */
  int take() {
    CoreConnection[] full = items;
    items = taken;
    taken = full;
    int n = size;
    size = 0;
    return n;
  }

  CoreConnection taken(int i) {
    return taken[i];
  }

  /** Lets go of the first n taken ones, so that the array keeps no closed connection alive. */
  void release(int n) {
    Arrays.fill(taken, 0, n, null);
  }
}
