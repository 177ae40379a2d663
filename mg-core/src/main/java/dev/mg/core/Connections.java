package dev.mg.core;

import dev.mg.MgConnection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a manager: a list linked through them, newest first, and an open-addressing
 * table by id. An idle connection costs two links and its place in the table.
 */
final class Connections implements Iterable<MgConnection> {
  @Nullable CoreConnection newest;
  private CoreConnection @Nullable [] table = new CoreConnection[16];
  private int size;

  int size() {
    return size;
  }

  void add(CoreConnection c) {
    c.older = newest;
    if (newest != null) {
      newest.newer = c;
    }
    newest = c;
    if (++size > table.length / 2) {
      grow();
    }
    table[freeSlot(c.id)] = c;
  }

  @Nullable CoreConnection get(long id) {
    for (int i = slot(id); ; i = i + 1 & table.length - 1) {
      CoreConnection c = table[i];
      if (c == null || c.id == id) {
        return c;
      }
    }
  }

  void remove(CoreConnection c) {
    if (c.newer != null) {
      c.newer.older = c.older;
    } else {
      newest = c.older;
    }
    if (c.older != null) {
      c.older.newer = c.newer;
    }
    // No links out of a closed one: whoever keeps it must not keep its neighbours alive.
    c.newer = null;
    c.older = null;
    size--;
    int i = slot(c.id);
    while (table[i] != c) {
      i = i + 1 & table.length - 1;
    }
    close(i);
  }

  /** Empties place i and moves up what was pushed behind it, so that no tombstones are needed. */
  private void close(int i) {
    int mask = table.length - 1;
    int j = i;
    while (true) {
      table[i] = null;
      CoreConnection c;
      int home;
      do {
        j = j + 1 & mask;
        c = table[j];
        if (c == null) {
          return;
        }
        home = slot(c.id);
      } while (i <= j ? i < home && home <= j : i < home || home <= j);
      table[i] = c;
      i = j;
    }
  }

  private void grow() {
    table = new CoreConnection[table.length * 2];
    // Size counts the newest already, which is in the list but gets its place later.
    for (CoreConnection c = newest == null ? null : newest.older; c != null; c = c.older) {
      table[freeSlot(c.id)] = c;
    }
  }

  private int freeSlot(long id) {
    int i = slot(id);
    while (table[i] != null) {
      i = i + 1 & table.length - 1;
    }
    return i;
  }

  /** Ids are consecutive: their low bits spread them best. */
  private int slot(long id) {
    return (int) id & table.length - 1;
  }

  @Override
  public Iterator<MgConnection> iterator() {
    return new Iterator<>() {
      private @Nullable CoreConnection next = newest;

      @Override
      public boolean hasNext() {
        while (next != null && next.state == ConnState.CLOSED) {
          next = next.older;
        }
        return next != null;
      }

      @Override
      public MgConnection next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException();
        }
        CoreConnection c = next;
        next = c.older;
        return c;
      }
    };
  }
}
