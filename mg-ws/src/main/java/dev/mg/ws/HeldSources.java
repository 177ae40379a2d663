package dev.mg.ws;

import dev.mg.MgConnection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Connections whose messages are not read until others, their sinks, have taken what they were
 * sent. <b>Manager's thread only.</b>
 */
final class HeldSources {
  /** By the sink, which is asked for with each of its WRITE events. */
  private final Map<MgConnection, Set<MgConnection>> bySink = new HashMap<>();

  /** The same holds by the source. */
  private final Map<MgConnection, Set<MgConnection>> bySource = new HashMap<>();

  /** False if the source is held for that sink already. */
  boolean add(MgConnection source, MgConnection sink) {
    bySource.computeIfAbsent(source, key -> new LinkedHashSet<>()).add(sink);
    return bySink.computeIfAbsent(sink, key -> new LinkedHashSet<>()).add(source);
  }

  /** The sink takes more, or is gone: its sources go on, each in its own turn. */
  void release(MgConnection sink) {
    if (bySink.isEmpty()) {
      // Asked with each write of each connection, which then need not be looked up.
      return;
    }
    Set<MgConnection> sources = bySink.remove(sink);
    if (sources == null) {
      return;
    }
    for (MgConnection source : sources) {
      boolean isLast = remove(bySource, source, sink);
      if (source.pfnData() instanceof WsConn ws) {
        ws.holds = !isLast;
        source.again();
      }
    }
  }

  /** The source is gone. */
  void forget(MgConnection source) {
    Set<MgConnection> sinks = bySource.remove(source);
    if (sinks != null) {
      sinks.forEach(sink -> remove(bySink, sink, source));
    }
  }

  /** Whether that was the last one under {@code key}. */
  private static boolean remove(
      Map<MgConnection, Set<MgConnection>> from, MgConnection key, MgConnection one) {
    Set<MgConnection> all = from.get(key);
    boolean isLast = all == null || all.remove(one) && all.isEmpty();
    if (isLast) {
      from.remove(key);
    }
    return isLast;
  }

  /** How many holds there are. */
  int count() {
    return count(bySink);
  }

  /** The same, counted by their sources. */
  int countBySource() {
    return count(bySource);
  }

  private static int count(Map<MgConnection, Set<MgConnection>> all) {
    return all.values().stream().mapToInt(Set::size).sum();
  }
}
