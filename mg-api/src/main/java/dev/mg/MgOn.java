package dev.mg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The typed way to write a handler: one lambda an event, put together.
 *
 * <pre>{@code
 * MgHandler echo = MgOn.on(MgEventType.READ, (c, n) -> { c.send(c.recv); c.recv.clear(); })
 *                      .on(MgEventType.CLOSE, (c, none) -> count--);
 * }</pre>
 */
public final class MgOn {
  private MgOn() {}

  /** What to do with one kind of event. */
  @FunctionalInterface
  public interface Action<T> {
    /**
     * One event of one connection.
     *
     * @param data the event's data, borrowed until this call returns; null for {@code Void}
     */
    void on(MgConnection c, T data);
  }

  /** A handler with one event; add others with {@link Handler#on}. */
  public static <T> Handler on(MgEventType<T> type, Action<? super T> action) {
    return new Handler(new MgEventType<?>[0], new Action<?>[0]).on(type, action);
  }

  /** A handler put together from actions. Immutable, for any thread. */
  public static final class Handler implements MgHandler {
    private final MgEventType<?>[] types;
    private final Action<?>[] actions;

    /** {@code slots[ev]} is 1 + the index of the action; numbers past its end are searched for. */
    private final byte[] slots = new byte[128];

    private Handler(MgEventType<?>[] types, Action<?>[] actions) {
      this.types = types;
      this.actions = actions;
      for (int i = 0; i < types.length; i++) {
        if (types[i].number() < slots.length) {
          slots[types[i].number()] = (byte) (i + 1);
        }
      }
    }

    /**
     * This handler with one event more.
     *
     * @throws MgException if the event has an action already, since only one of them could run
     */
    public <T> Handler on(MgEventType<T> type, Action<? super T> action) {
      if (indexOf(type.number()) >= 0) {
        throw new MgException(type.name() + " has an action already: put both into one");
      }
      if (types.length == Byte.MAX_VALUE) {
        throw new MgException("more than 127 events in one handler: write an MgHandler instead");
      }
      MgEventType<?>[] moreTypes = Arrays.copyOf(types, types.length + 1);
      Action<?>[] moreActions = Arrays.copyOf(actions, actions.length + 1);
      moreTypes[types.length] = type;
      moreActions[types.length] = action;
      return new Handler(moreTypes, moreActions);
    }

    private int indexOf(int ev) {
      if (ev >= 0 && ev < slots.length) {
        return slots[ev] - 1;
      }
      for (int i = 0; i < types.length; i++) {
        if (types[i].number() == ev) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public boolean wants(int ev) {
      return indexOf(ev) >= 0;
    }

    @Override
    public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
      int i = indexOf(ev);
      if (i >= 0) {
        // Safe: the type and its action were added together, and the type's owner fires it.
        @SuppressWarnings("unchecked")
        Action<Object> action = (Action<Object>) actions[i];
        action.on(c, evData);
      }
    }
  }
}
