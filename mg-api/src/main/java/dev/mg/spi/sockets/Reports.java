package dev.mg.spi.sockets;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransportEvents;
import org.jspecify.annotations.Nullable;

/**
 * The reports of one poll, counted. <b>Owner thread only.</b>
 *
 * <p>What the events throw is kept until all of the batch is served and then thrown out of poll: a
 * selector would drop the rest of its batch, and Netty's loop would swallow it, or stall for a
 * second.
 */
public final class Reports {
  private final MgTransportEvents events;
  private int made;
  private @Nullable Throwable thrown;

  /** Of polls that tell {@code events}. */
  public Reports(MgTransportEvents events) {
    this.events = events;
  }

  /** As {@link MgTransportEvents#accepted}. */
  public void accepted(MgChannel listener, MgStream child) {
    made++;
    try {
      events.accepted(listener, child);
    } catch (Throwable t) {
      keep(t);
    }
  }

  /** As {@link MgTransportEvents#connected}. */
  public void connected(MgStream channel, @Nullable MgNetException failure) {
    made++;
    try {
      events.connected(channel, failure);
    } catch (Throwable t) {
      keep(t);
    }
  }

  /** As {@link MgTransportEvents#ready}. */
  public void ready(MgChannel channel, int ops) {
    made++;
    try {
      events.ready(channel, ops);
    } catch (Throwable t) {
      keep(t);
    }
  }

  /** As {@link MgTransportEvents#acceptFailed}. */
  public void acceptFailed(MgChannel listener, MgNetException why) {
    made++;
    try {
      events.acceptFailed(listener, why);
    } catch (Throwable t) {
      keep(t);
    }
  }

  /** Keeps what a poll is to throw at its end; the first of several. */
  public void keep(Throwable t) {
    if (thrown == null) {
      thrown = t;
    } else if (thrown != t) {
      thrown.addSuppressed(t);
    }
  }

  /** Ends the poll: the number of reports made, or what was {@link #keep kept}. */
  public int end() {
    int n = made;
    made = 0;
    Throwable t = thrown;
    if (t != null) {
      thrown = null;
      throw Reports.<RuntimeException>unchecked(t);
    }
    return n;
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unchecked(Throwable t) throws T {
    throw (T) t;
  }
}
