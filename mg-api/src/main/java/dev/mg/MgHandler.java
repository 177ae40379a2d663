package dev.mg;

import org.jspecify.annotations.Nullable;

/**
 * <b>Called on the manager's thread only, inside {@link MgManager#poll}</b> (and, for {@link
 * MgEvent#OPEN}, inside the call that creates the connection).
 *
 * <p>A connection has two: the protocol's {@code pfn}, which runs first, and the user's {@code fn}.
 * An exception that leaves a handler is logged, becomes {@link MgEvent#ERROR} and closes that one
 * connection; the protocol may drain it in that ERROR, to tell the peer.
 */
@FunctionalInterface
public interface MgHandler {
  /**
   * One event of one connection.
   *
   * @param c the connection; after {@link MgEvent#CLOSE} it must not be used
   * @param ev the event's number, see {@link MgEvent}
   * @param evData the event's data, borrowed: valid until this call returns
   * @param fnData what was given with the handler, or set later by {@link MgConnection#fnData}
   */
  void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData);

  /**
   * False lets the core leave an event out for this handler. Asked when the handler is set, not for
   * each event, and only for {@link MgEvent#POLL}, whose rounds cost time for every connection.
   */
  default boolean wants(int ev) {
    return true;
  }
}
