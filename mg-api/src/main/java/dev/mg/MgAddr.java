package dev.mg;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A socket address: IPv6, IPv4 (kept as its IPv4-mapped form, RFC 4291 section 2.5.5.2), or the
 * path of a unix-domain socket. Immutable, for any thread.
 *
 * @param hi the first 8 bytes of the IPv6 form, big-endian
 * @param lo the last 8 bytes of it
 * @param port in host order, 0 to 65535
 * @param scope IPv6 scope id, 0 for none
 * @param path of a unix-domain socket, empty for an unnamed one; null for IP
 */
public record MgAddr(long hi, long lo, int port, int scope, @Nullable String path) {
  /** 0.0.0.0 port 0: the address of what has none yet. */
  public static final MgAddr NONE = ip4(0, 0);

  private static final long MAPPED = 0xFFFF_0000_0000L;
  private static final Pattern IP4 =
      Pattern.compile("(PART)\\.(PART)\\.(PART)\\.(PART)".replace("PART", "0|[1-9][0-9]{0,2}"));

  /** An IPv4 address from its 32 bits, first byte highest. */
  public static MgAddr ip4(int bits, int port) {
    return new MgAddr(0, MAPPED | (bits & 0xFFFF_FFFFL), port, 0, null);
  }

  /** The address of a resolved java.net one. */
  public static MgAddr of(@Nullable SocketAddress from) {
    if (from instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return of(inet.getAddress(), inet.getPort());
    }
    if (from instanceof UnixDomainSocketAddress unix) {
      return new MgAddr(0, 0, 0, 0, unix.getPath().toString());
    }
    return NONE;
  }

  private static MgAddr of(InetAddress ip, int port) {
    byte[] b = ip.getAddress();
    if (b.length == 4) {
      return ip4((int) bits(b, 0, 4), port);
    }
    return new MgAddr(bits(b, 0, 8), bits(b, 8, 8), port, ((Inet6Address) ip).getScopeId(), null);
  }

  private static long bits(byte[] b, int at, int n) {
    long v = 0;
    for (int i = at; i < at + n; i++) {
      v = v << 8 | b[i] & 0xFF;
    }
    return v;
  }

  /**
   * The address written as an IP literal, IPv6 with or without brackets; null for anything else,
   * names and decimals with leading zeros included. Nothing is looked up.
   */
  public static @Nullable MgAddr parse(String literal, int port) {
    Matcher m = IP4.matcher(literal);
    if (m.matches()) {
      int bits = 0;
      for (int i = 1; i <= 4; i++) {
        int part = Integer.parseInt(m.group(i));
        if (part > 255) {
          return null;
        }
        bits = bits << 8 | part;
      }
      return ip4(bits, port);
    }
    String bare =
        literal.startsWith("[") && literal.endsWith("]")
            ? literal.substring(1, literal.length() - 1)
            : literal;
    if (!looksLikeIp6(bare)) {
      return null;
    }
    try {
      return of(InetAddress.getByName(bare), port);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Whether the JDK takes it for a literal, right or wrong, and not for a name to look up. */
  private static boolean looksLikeIp6(String s) {
    int zone = s.indexOf('%');
    int end = zone < 0 ? s.length() : zone;
    for (int i = 0; i < end; i++) {
      char ch = s.charAt(i);
      if (ch != ':' && MgDigits.hexValue(ch) < 0 && (ch != '.' || i == 0)) {
        return false;
      }
    }
    return s.lastIndexOf(':', end) >= 0;
  }

  /** Whether it is IPv4, mapped or not. */
  public boolean isIp4() {
    return path == null && hi == 0 && (lo & ~0xFFFF_FFFFL) == MAPPED;
  }

  /** The same address with another port. */
  public MgAddr withPort(int newPort) {
    return new MgAddr(hi, lo, newPort, scope, path);
  }

  /** As java.net has it, resolved. */
  public SocketAddress toSocketAddress() {
    return path != null
        ? UnixDomainSocketAddress.of(path)
        : new InetSocketAddress(inetAddress(), port);
  }

  private InetAddress inetAddress() {
    try {
      if (isIp4()) {
        return InetAddress.getByAddress(bytes(lo, 4));
      }
      byte[] b = new byte[16];
      System.arraycopy(bytes(hi, 8), 0, b, 0, 8);
      System.arraycopy(bytes(lo, 8), 0, b, 8, 8);
      return Inet6Address.getByAddress(null, b, scope == 0 ? -1 : scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are addresses", e);
    }
  }

  private static byte[] bytes(long v, int n) {
    byte[] b = new byte[n];
    for (int i = n - 1; i >= 0; i--) {
      b[i] = (byte) v;
      v >>>= 8;
    }
    return b;
  }

  /** {@code 1.2.3.4:80}, {@code [::1]:80}, or {@code unix:/path}. */
  @Override
  public String toString() {
    if (path != null) {
      return "unix:" + path;
    }
    return (isIp4() ? ip() : "[" + ip() + "]") + ":" + port;
  }

  /** The IP address alone, without brackets; {@code unix:/path} for a unix-domain socket. */
  String ip() {
    if (path != null) {
      return toString();
    }
    String ip = inetAddress().getHostAddress();
    return isIp4() ? ip : shorten(ip);
  }

  /** The longest run of zero groups as "::", as RFC 5952 section 4.2 wants it. */
  private static String shorten(String ip) {
    String zone = ip.indexOf('%') < 0 ? "" : ip.substring(ip.indexOf('%'));
    String[] groups = ip.substring(0, ip.length() - zone.length()).split(":");
    int from = 0;
    int run = 1;
    for (int i = 0; i < groups.length; i++) {
      int j = i;
      while (j < groups.length && groups[j].equals("0")) {
        j++;
      }
      if (j - i > run) {
        from = i;
        run = j - i;
      }
    }
    if (run < 2) {
      return String.join(":", groups) + zone;
    }
    String left = String.join(":", Arrays.copyOfRange(groups, 0, from));
    String right = String.join(":", Arrays.copyOfRange(groups, from + run, groups.length));
    return left + "::" + right + zone;
  }
}
