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
    int start = authorityStart(url);
    if (start > 0) {
      return url.substring(0, start - "://".length()).toLowerCase(Locale.ROOT);
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
   * @throws MgException if there is none, a bracket is not closed, an IPv6 address has none, or it
   *     holds blanks, control characters or backslashes
   */
  public static String host(String url) {
    String authority = authority(url);
    int colon = portColon(authority);
    String host = colon < 0 ? authority : authority.substring(0, colon);
    boolean open = host.startsWith("[");
    boolean wrong = open ? !host.endsWith("]") : host.indexOf(':') >= 0;
    String bare = open && !wrong ? host.substring(1, host.length() - 1) : host;
    if (wrong || bare.isEmpty() || bare.indexOf('[') >= 0 || bare.indexOf(']') >= 0) {
      throw new MgException("no host in '" + url + "': write scheme://host:port, IPv6 as [::1]");
    }
    return bare;
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

  /**
   * Path and query, "/" if there is none; a fragment is left out, since it is not sent.
   *
   * @throws MgException if it holds blanks or control characters, which would end up in requests
   */
  public static String uri(String url) {
    int from = authorityEnd(url, authorityStart(url));
    int hash = url.indexOf('#', from);
    String uri = url.substring(from, hash < 0 ? url.length() : hash);
    if (hasBlank(uri)) {
      throw new MgException(
          "'" + url + "' holds a blank or a control character: escape it, a space as %20");
    }
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

  private static boolean hasBlank(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (s.charAt(i) <= ' ' || s.charAt(i) == 0x7F) {
        return true;
      }
    }
    return false;
  }

  /** Index behind "scheme://", 0 if what is before it is no scheme (RFC 3986 section 3.1). */
  private static int authorityStart(String url) {
    int end = url.indexOf("://");
    for (int i = 0; i < end; i++) {
      char ch = url.charAt(i);
      boolean letter = ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z';
      boolean later = ch >= '0' && ch <= '9' || ch == '+' || ch == '-' || ch == '.';
      if (!letter && (i == 0 || !later)) {
        return 0;
      }
    }
    return end <= 0 ? 0 : end + "://".length();
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
    // Others read a backslash as the slash that ends the host: no two may disagree on who is
    // called.
    if (hasBlank(all) || all.indexOf('\\') >= 0) {
      throw new MgException(
          "'" + url + "' has a blank, control character or backslash at its host");
    }
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
