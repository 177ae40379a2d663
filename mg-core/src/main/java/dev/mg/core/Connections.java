package dev.mg.core;

import dev.mg.MgConnection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a manager: a list linked through them, newest first, and an open-addressing
 * table by id. An idle connection costs two links, and its place in the table if there is one.
 */
final class Connections implements Iterable<MgConnection> {
  @Nullable CoreConnection newest;

  /** Null until somebody asks by id, which most managers' programs never do. */
  private CoreConnection @Nullable [] table;

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
    size++;
    CoreConnection[] t = table;
    if (t != null) {
      if (size > t.length / 2) {
        table = tableOf(2 * t.length);
      } else {
        put(t, c);
      }
    }
  }

  @Nullable CoreConnection get(long id) {
    CoreConnection[] t = table;
    if (t == null) {
      t = tableOf(Integer.highestOneBit(Math.max(size, 8)) * 4);
      table = t;
    }
    for (int i = slot(t, id); ; i = i + 1 & t.length - 1) {
      CoreConnection c = t[i];
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
    CoreConnection[] t = table;
    if (t != null) {
      int i = slot(t, c.id);
      while (t[i] != c) {
        i = i + 1 & t.length - 1;
      }
      close(t, i);
    }
  }

  /** Empties place i and moves up what was pushed behind it, so that no tombstones are needed. */
  private static void close(CoreConnection[] table, int i) {
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
        home = slot(table, c.id);
      } while (i <= j ? i < home && home <= j : i < home || home <= j);
      table[i] = c;
      i = j;
    }
  }

  /** A table of that length, a power of two, with all of the list in it. */
  private CoreConnection[] tableOf(int length) {
    CoreConnection[] made = new CoreConnection[length];
    for (CoreConnection c = newest; c != null; c = c.older) {
      put(made, c);
    }
    return made;
  }

  private static void put(CoreConnection[] table, CoreConnection c) {
    int i = slot(table, c.id);
    while (table[i] != null) {
      i = i + 1 & table.length - 1;
    }
    table[i] = c;
  }

  /** Ids are consecutive: their low bits spread them best. */
  private static int slot(CoreConnection[] table, long id) {
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
