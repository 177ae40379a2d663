package dev.mg.core;

import dev.mg.MgException;
import dev.mg.MgUrl;
import java.util.Set;

/** The URL schemes there are: transports, and the protocols that run on them. */
final class Schemes {
  private static final Set<String> ALL =
      Set.of("tcp", "udp", "unix", "http", "ws", "mqtt", "tls", "ssl", "https", "wss", "mqtts");

  private Schemes() {}

  /**
   * Refuses what is none of them.
   *
   * @throws MgException with the scheme, and those there are
   */
  static void check(String url) {
    String scheme = MgUrl.scheme(url);
    if (!ALL.contains(scheme)) {
      throw new MgException(
          "scheme '" + scheme + "' of " + url + " is not one of " + ALL.stream().sorted().toList());
    }
  }
}
