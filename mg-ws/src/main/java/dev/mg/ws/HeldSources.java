package dev.mg.ws;

import dev.mg.MgConnection;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections whose messages are not read until another one, the sink, has taken what it was sent.
 * <b>Manager's thread only.</b>
 */
final class HeldSources {
  private record Held(MgConnection source, MgConnection sink) {}

  private final List<Held> all = new ArrayList<>();

  /** False if the source is held for that sink already. */
  boolean add(MgConnection source, MgConnection sink) {
    Held one = new Held(source, sink);
    return !all.contains(one) && all.add(one);
  }

  /** The sink takes more, or is gone: its sources go on, each in its own turn. */
  void release(MgConnection sink) {
    for (int i = all.size() - 1; i >= 0; i--) {
      Held one = all.get(i);
      if (one.sink == sink) {
        all.remove(i);
        if (one.source.pfnData() instanceof WsConn ws) {
          ws.holds--;
          one.source.again();
        }
      }
    }
  }

  /** The source is gone. */
  void forget(MgConnection source) {
    if (!all.isEmpty()) {
      all.removeIf(one -> one.source == source);
    }
  }

  /** How many holds there are. */
  int count() {
    return all.size();
  }
}
