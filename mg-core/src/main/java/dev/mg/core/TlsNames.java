package dev.mg.core;

import dev.mg.MgAddr;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds by the name a client asks for: exactly, then by a wildcard for its first label. */
final class TlsNames<T> {
  private final Map<String, T> exact = new HashMap<>();

  /** By what stands behind the star, its dot included. */
  private final Map<String, T> wildcards = new HashMap<>();

  /** Whether this is an address, which is no name to ask for (RFC 6066 section 3). */
  static boolean isIp(String host) {
    return MgAddr.parse(host, 0) != null;
  }

  /** {@code value} under these names, in lower case; where one has a value already it stays. */
  void add(List<String> names, T value) {
    for (String name : names) {
      if (name.startsWith("*.")) {
        wildcards.putIfAbsent(name.substring(1), value);
      } else {
        exact.putIfAbsent(name, value);
      }
    }
  }

  @Nullable T get(String asked) {
    String name = asked.toLowerCase(Locale.ROOT);
    T found = exact.get(name);
    int dot = name.indexOf('.');
    // One label, and not an empty one (RFC 9525 section 6.3).
    return found == null && dot > 0 ? wildcards.get(name.substring(dot)) : found;
  }
}
