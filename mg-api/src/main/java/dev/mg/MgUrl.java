package dev.mg;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL as Mongoose takes them: {@code [scheme://][user[:pass]@]host[:port][/uri]}.
 * Immutable parts, for any thread. A URL without scheme is tcp; the scheme's case does not matter;
 * the host ends at {@code / ? #}; IPv6 literals stand in brackets.
 */
public final class MgUrl {
  private static final Map<String, Integer> PORTS =
      Map.of("http", 80, "https", 443, "ws", 80, "wss", 443, "mqtt", 1883, "mqtts", 8883);

  private MgUrl() {}

  /** The scheme in lower case, "tcp" if there is none. */
  public static String scheme(String url) {
    int end = url.indexOf("://");
    if (end >= 0) {
      return url.substring(0, end).toLowerCase(Locale.ROOT);
    }
    return url.startsWith("unix:") ? "unix" : "tcp";
  }

  /** Whether the scheme asks for TLS: https, wss, mqtts, ssl, tls. */
  public static boolean isSsl(String url) {
    return switch (scheme(url)) {
      case "https", "wss", "mqtts", "ssl", "tls" -> true;
      default -> false;
    };
  }

  /**
   * The port, or the scheme's own, or 0 where the scheme has none.
   *
   * @throws MgException if it is not a number within 0..65535; 0, meant for listeners, is any port
   */
  public static int port(String url) {
    String authority = authority(url);
    int colon = portColon(authority);
    if (colon < 0) {
      return PORTS.getOrDefault(scheme(url), 0);
    }
    String digits = authority.substring(colon + 1);
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char ch = digits.charAt(i);
      port = ch < '0' || ch > '9' || port > 65535 ? 65536 : port * 10 + ch - '0';
    }
    if (digits.isEmpty() || port > 65535) {
      throw new MgException("port '" + digits + "' of " + url + " is not a number up to 65535");
    }
    return port;
  }

  /**
   * The host without port and brackets.
   *
   * @throws MgException if there is none, or a bracket is not closed
   */
  public static String host(String url) {
    String authority = authority(url);
    int colon = portColon(authority);
    String host = colon < 0 ? authority : authority.substring(0, colon);
    boolean open = host.startsWith("[");
    if (open != host.endsWith("]") || host.isEmpty()) {
      throw new MgException("no host in '" + url + "': write scheme://host:port, IPv6 as [::1]");
    }
    return open ? host.substring(1, host.length() - 1) : host;
  }

  /** The user before the host, as written; null if there is none. */
  public static @Nullable String user(String url) {
    String info = userInfo(url);
    return info == null || info.indexOf(':') < 0 ? info : info.substring(0, info.indexOf(':'));
  }

  /** The password before the host, as written; null if there is none. */
  public static @Nullable String pass(String url) {
    String info = userInfo(url);
    return info == null || info.indexOf(':') < 0 ? null : info.substring(info.indexOf(':') + 1);
  }

  /** Path and query, "/" if there is none; a fragment is left out, since it is not sent. */
  public static String uri(String url) {
    int from = authorityEnd(url, authorityStart(url));
    int hash = url.indexOf('#', from);
    String uri = url.substring(from, hash < 0 ? url.length() : hash);
    return uri.startsWith("/") ? uri : "/" + uri;
  }

  /**
   * The path of a unix-domain socket, {@code unix:/path} or {@code unix:///path}.
   *
   * @throws MgException if it is no unix URL or has no path
   */
  public static String path(String url) {
    String path = "";
    if (scheme(url).equals("unix")) {
      path = url.substring(url.indexOf(':') + 1);
      path = path.startsWith("//") ? path.substring(2) : path;
    }
    if (path.isEmpty()) {
      throw new MgException("no path in '" + url + "': write unix:/path/of/the/socket");
    }
    return path;
  }

  private static int authorityStart(String url) {
    int end = url.indexOf("://");
    return end < 0 ? 0 : end + 3;
  }

  private static int authorityEnd(String url, int from) {
    for (int i = from; i < url.length(); i++) {
      char ch = url.charAt(i);
      if (ch == '/' || ch == '?' || ch == '#') {
        return i;
      }
    }
    return url.length();
  }

  private static String authority(String url) {
    int from = authorityStart(url);
    String all = url.substring(from, authorityEnd(url, from));
    return all.substring(all.lastIndexOf('@') + 1);
  }

  private static @Nullable String userInfo(String url) {
    int from = authorityStart(url);
    String all = url.substring(from, authorityEnd(url, from));
    int at = all.lastIndexOf('@');
    return at < 0 ? null : all.substring(0, at);
  }

  private static int portColon(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : -1;
  }
}
