package dev.mg.spi;

import dev.mg.MgNetException;
import org.jspecify.annotations.Nullable;

/**
 * Implemented by the core; called by a transport inside {@link MgTransport#poll} only. It takes
 * notes, never throws, and never calls back into the transport except {@link MgChannel#attach}.
 */
public interface MgTransportEvents {
  /** {@code child} is connected, non-blocking, its options set as the listener's, paused. */
  void accepted(MgChannel listener, MgStream child);

  /** The one outcome of a connect; a failed channel is still to be closed by the core. */
  void connected(MgStream channel, @Nullable MgNetException failure);

  /**
   * At most once a channel a poll. Any failure or end counts as READ if wanted: the next call
   * tells.
   */
  void ready(MgChannel channel, int ops);

  /**
   * accept failed (TOO_MANY_FILES, ...): the transport has dropped READ interest; the core logs
   * once and sets it again by a timer.
   */
  void acceptFailed(MgChannel listener, MgNetException why);
}
