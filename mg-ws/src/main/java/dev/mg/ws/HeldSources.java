package dev.mg.ws;

import dev.mg.MgConnection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Connections whose messages are not read until another one, the sink, has taken what it was sent.
 * <b>Manager's thread only.</b>
 */
final class HeldSources {
  /** By the sink, which is asked for with each of its WRITE events. */
  private final Map<MgConnection, Set<MgConnection>> bySink = new HashMap<>();

  /** False if the source is held for that sink already. */
  boolean add(MgConnection source, MgConnection sink) {
    return bySink.computeIfAbsent(sink, key -> new LinkedHashSet<>()).add(source);
  }

  /** The sink takes more, or is gone: its sources go on, each in its own turn. */
  void release(MgConnection sink) {
    Set<MgConnection> sources = bySink.remove(sink);
    if (sources == null) {
      return;
    }
    for (MgConnection source : sources) {
      if (source.pfnData() instanceof WsConn ws) {
        ws.holds--;
        source.again();
      }
    }
  }

  /** The source is gone. */
  void forget(MgConnection source) {
    bySink.values().removeIf(sources -> sources.remove(source) && sources.isEmpty());
  }

  /** How many holds there are. */
  int count() {
    return bySink.values().stream().mapToInt(Set::size).sum();
  }
}
