package dev.mg.core;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What names stand for, also that there is no such name, for as long as the answers said. */
final class DnsCache {
  private static final int MAX_ENTRIES = 1_024;
  private static final long MAX_TTL_S = 24 * 3_600;

  /** No such name: not longer than this, whatever the answer says (RFC 2308 section 5). */
  private static final long MAX_NEGATIVE_TTL_S = 3_600;

  private record Key(String name, int type) {}

  private record Held(List<InetAddress> addresses, long untilNs) {}

  private final Map<Key, Held> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Held> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  /** The addresses, none for a name that does not exist; null if nothing is known. */
  @Nullable List<InetAddress> get(String name, int type, long nowNs) {
    Key key = new Key(name, type);
    Held e = entries.get(key);
    if (e != null && e.untilNs <= nowNs) {
      entries.remove(key);
      return null;
    }
    return e == null ? null : e.addresses;
  }

  void put(String name, int type, List<InetAddress> addresses, long ttlSeconds, long nowNs) {
    long ttl = Math.min(ttlSeconds, addresses.isEmpty() ? MAX_NEGATIVE_TTL_S : MAX_TTL_S);
    if (ttl > 0) {
      entries.put(new Key(name, type), new Held(addresses, nowNs + ttl * 1_000_000_000L));
    }
  }

  int size() {
    return entries.size();
  }
}
