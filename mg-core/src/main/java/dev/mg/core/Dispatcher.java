package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgEvent;
import dev.mg.MgEventType;
import dev.mg.MgHandler;
import dev.mg.MgLog;
import dev.mg.MgLong;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one place where code of users and protocols is called. What it throws ends here: a handler's
 * exception costs its connection the life, a task's nobody anything. Only OutOfMemoryError goes up.
 */
final class Dispatcher {
  /** Events below are counted one by one, the others together in the last place. */
  private static final int COUNTED = 128;

  private static final MgLong NO_BYTES = new MgLong(0);

  private final long[] counts = new long[COUNTED];

  /** One reused number a depth of dispatch, since a handler may cause another event with one. */
  private MgLong[] numbers = {};

  private int depth;

  /** Fires an event: pfn first, then fn. */
  void fire(CoreConnection c, int ev, @Nullable Object evData) {
    invoke(c, ev, evData, false);
  }

  /** Fires an event whose data is a number. */
  void fireNumber(CoreConnection c, int ev, long number) {
    if (depth >= numbers.length) {
      int from = numbers.length;
      numbers = Arrays.copyOf(numbers, depth + 4);
      for (int i = from; i < numbers.length; i++) {
        numbers[i] = new MgLong(0);
      }
    }
    MgLong data = numbers[depth];
    data.set(number);
    invoke(c, ev, data, false);
  }

  /** One READ without new bytes, for the protocol; for the user where there is none. */
  void fireAgain(CoreConnection c) {
    invoke(c, MgEvent.READ, NO_BYTES, c.pfn != null);
  }

  private void invoke(CoreConnection c, int ev, @Nullable Object evData, boolean protocolOnly) {
    depth++;
    counts[Math.min(ev, COUNTED - 1)]++;
    boolean isUsersTurn = false;
    try {
      MgHandler pfn = c.pfn;
      if (pfn != null) {
        pfn.onEvent(c, ev, evData, c.pfnData);
      }
      isUsersTurn = true;
      if (!protocolOnly) {
        c.fn.onEvent(c, ev, evData, c.fnData);
      }
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable t) {
      thrown(c, ev, t);
      if (ev == MgEvent.CLOSE && !isUsersTurn) {
        closeUser(c);
      }
    } finally {
      depth--;
    }
  }

  /** Whatever the protocol does, its user hears of the end, which frees what there was. */
  private void closeUser(CoreConnection c) {
    try {
      c.fn.onEvent(c, MgEvent.CLOSE, null, c.fnData);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable t) {
      thrown(c, MgEvent.CLOSE, t);
    }
  }

  private void thrown(CoreConnection c, int ev, Throwable t) {
    MgLog.error(c + ": its handler threw in " + MgEventType.nameOf(ev), t);
    boolean wasDraining = c.isDraining();
    if (ev != MgEvent.ERROR && ev != MgEvent.CLOSE && !c.state.isOver()) {
      fire(c, MgEvent.ERROR, t);
    }
    c.endAfterError(MgCloseReason.ERROR, wasDraining);
  }

  /** Runs what is no connection's. */
  void run(Runnable task, String what) {
    try {
      task.run();
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable t) {
      MgLog.error("a " + what + " threw", t);
    }
  }

  /** Events fired so far, by name. */
  Map<String, Long> counts() {
    Map<String, Long> out = new TreeMap<>();
    for (int ev = 0; ev < COUNTED; ev++) {
      if (counts[ev] > 0) {
        out.put(ev == COUNTED - 1 ? "others" : MgEventType.nameOf(ev), counts[ev]);
      }
    }
    return out;
  }
}
