package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgUrl;
import java.nio.charset.StandardCharsets;

/** Host and port as in Host fields and targets: RFC 3986 section 3.2, without user. Stateless. */
final class Host {
  private Host() {}

  /**
   * The value of Host for requests to {@code url}: brackets around an IPv6 address, whose zone
   * means nothing elsewhere, and no port if it is that of the scheme.
   *
   * @throws MgException if the host could not be sent
   */
  static String field(String url) {
    String scheme = MgUrl.scheme(url);
    if (scheme.equals("unix")) {
      return "localhost";
    }
    int port = MgUrl.port(url);
    int usual = MgUrl.port((MgUrl.isSsl(url) ? "https" : "http") + "://a");
    return port == usual ? name(url) : name(url) + ":" + port;
  }

  /** Host and port of {@code url}, as the target of CONNECT has them. */
  static String authority(String url) {
    return name(url) + ":" + MgUrl.port(url);
  }

  private static String name(String url) {
    String host = MgUrl.host(url);
    int zone = host.indexOf('%');
    String name =
        host.indexOf(':') < 0 ? host : "[" + (zone < 0 ? host : host.substring(0, zone)) + "]";
    byte[] b = name.getBytes(StandardCharsets.UTF_8);
    if (!isValid(b, 0, b.length, false)) {
      throw new MgException(
          "host '" + host + "' of " + url + " cannot be sent: write a name in ASCII (xn--...)");
    }
    return name;
  }

  /**
   * Whether {@code b[from..end)} is a host with an optional port.
   *
   * @param withPort whether a port must be there
   */
  static boolean isValid(byte[] b, int from, int end, boolean withPort) {
    int p = from < end && b[from] == '[' ? endOfLiteral(b, from + 1, end) : endOfName(b, from, end);
    if (p <= from) {
      return false;
    }
    return p == end ? !withPort : b[p] == ':' && isPort(b, p + 1, end, withPort);
  }

  /** The index after the last byte of the name, or -1 if an escape in it is broken. */
  private static int endOfName(byte[] b, int from, int end) {
    int p = from;
    while (p < end && HttpChars.is(HttpChars.HOST, b[p])) {
      if (b[p] == '%'
          && (p + 2 >= end || HttpChars.hex(b[p + 1]) < 0 || HttpChars.hex(b[p + 2]) < 0)) {
        return -1;
      }
      p++;
    }
    return p;
  }

  private static boolean isPort(byte[] b, int from, int end, boolean needed) {
    int port = 0;
    for (int i = from; i < end; i++) {
      port = HttpChars.is(HttpChars.DIGIT, b[i]) ? port * 10 + b[i] - '0' : 65_536;
      if (port > 65_535) {
        return false;
      }
    }
    return from < end || !needed;
  }

  /** The index after the bracket that ends an IPv6 address, or -1 if it is none. */
  private static int endOfLiteral(byte[] b, int from, int end) {
    int groups = 0;
    boolean gap = false;
    int p = from;
    while (p < end && b[p] != ']') {
      if (b[p] == ':') {
        // Two colons, once; they may start the address.
        if (p + 1 >= end || b[p + 1] != ':' || gap) {
          return -1;
        }
        gap = true;
        p += 2;
        continue;
      }
      int start = p;
      while (p < end && p < start + 4 && HttpChars.hex(b[p]) >= 0) {
        p++;
      }
      if (p < end && b[p] == '.') {
        p = endOfIp4(b, start, end);
        groups++;
        if (p < 0 || p == end || b[p] != ']') {
          return -1;
        }
      }
      if (p == start) {
        return -1;
      }
      groups++;
      if (p == end || b[p] != ':' && b[p] != ']') {
        return -1;
      }
      if (b[p] == ':' && p + 1 < end && b[p + 1] != ':') {
        p++;
        if (b[p] == ']') {
          return -1;
        }
      }
    }
    return p < end && (gap ? groups <= 7 : groups == 8) ? p + 1 : -1;
  }

  private static int endOfIp4(byte[] b, int from, int end) {
    int p = from;
    for (int part = 0; part < 4; part++) {
      int start = p;
      int v = 0;
      while (p < end && p < start + 3 && HttpChars.is(HttpChars.DIGIT, b[p])) {
        v = v * 10 + b[p++] - '0';
      }
      if (p == start || v > 255 || part < 3 && (p == end || b[p++] != '.')) {
        return -1;
      }
    }
    return p;
  }
}
