package dev.mg.http;

import dev.mg.MgAddr;
import dev.mg.MgUtil;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of the PROXY protocol, versions 1 and 2 (HAProxy's {@code proxy-protocol.txt}), which
 * a proxy sends before the first byte of its client.
 *
 * <p>Pure. It is asked again, with all that has come so far, until it answers: a header is short
 * enough to be looked at from its start each time.
 */
final class ProxyHeader {
  static final int MORE = StartLine.MORE;
  static final int REFUSED = StartLine.REFUSED;

  /** Of version 1, with its line end. */
  static final int MAX_LINE_BYTES = 107;

  /** Of version 2, with all it tells beside addresses; that is as much as certificates take. */
  static final int MAX_BYTES = 16 + 4_096;

  private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNATURE =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final int UNIX_BYTES = 108;

  /** Who connected to the proxy; null = nobody but the proxy itself, or it is not known. */
  @Nullable MgAddr source;

  /** Where that one connected to; null with {@link #source}. */
  @Nullable MgAddr destination;

  /** The bytes of the header that {@code b[from..end)} starts with, MORE, or REFUSED. */
  int parse(byte[] b, int from, int end) {
    source = null;
    destination = null;
    if (from == end) {
      return MORE;
    }
    boolean isLine = b[from] == 'P';
    byte[] start = isLine ? LINE : SIGNATURE;
    int n = Math.min(start.length, end - from);
    for (int i = 0; i < n; i++) {
      if (b[from + i] != start[i]) {
        return REFUSED;
      }
    }
    if (n < start.length) {
      return MORE;
    }
    return isLine ? line(b, from, end) : binary(b, from, end);
  }

  // ---- version 1 ----

  private int line(byte[] b, int from, int end) {
    int stop = Math.min(end, from + MAX_LINE_BYTES);
    int p = from;
    while (p < stop && b[p] >= ' ' && b[p] < 0x7F) {
      p++;
    }
    if (p == stop || b[p] == '\r' && p + 1 == stop) {
      return stop - from == MAX_LINE_BYTES ? REFUSED : MORE;
    }
    if (b[p] != '\r' || b[p + 1] != '\n') {
      return REFUSED;
    }
    String line = new String(b, from, p - from, StandardCharsets.US_ASCII);
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      return p + 2 - from;
    }
    return words.length == 6 && addresses(words) ? p + 2 - from : REFUSED;
  }

  private boolean addresses(String[] words) {
    boolean is4 = words[1].equals("TCP4");
    if (!is4 && !words[1].equals("TCP6")) {
      return false;
    }
    source = address(words[2], words[4], is4);
    destination = address(words[3], words[5], is4);
    return source != null && destination != null;
  }

  private static @Nullable MgAddr address(String ip, String port, boolean is4) {
    boolean hasColon = ip.indexOf(':') >= 0;
    // Brackets and zones belong to URLs, and a name is nothing to look up here.
    if (hasColon == is4 || ip.startsWith("[") || ip.indexOf('%') >= 0) {
      return null;
    }
    boolean isPort = PORT.matcher(port).matches() && Integer.parseInt(port) <= 0xFFFF;
    return isPort ? MgAddr.parse(ip, Integer.parseInt(port)) : null;
  }

  // ---- version 2 ----

  private int binary(byte[] b, int from, int end) {
    if (end - from < 16) {
      return MORE;
    }
    int command = b[from + 12] & 0xFF;
    int len = MgUtil.ntohs(b, from + 14);
    if ((command & 0xF0) != 0x20 || (command & 0x0F) > 1 || 16 + len > MAX_BYTES) {
      return REFUSED;
    }
    if (end - from < 16 + len) {
      return MORE;
    }
    boolean isLocal = command == 0x20;
    int family = b[from + 13] & 0xFF;
    int at = from + 16;
    // What LOCAL says of addresses is to be discarded.
    int addressBytes = isLocal ? len : addresses(b, at, len, family);
    boolean isWhole = addressBytes >= 0 && areValues(b, at + addressBytes, at + len);
    return isWhole ? 16 + len : REFUSED;
  }

  /** Reads the addresses of a family; their bytes, or -1. */
  private int addresses(byte[] b, int at, int len, int family) {
    int size =
        switch (family) {
          case 0x00 -> 0;
          case 0x11 -> 4;
          case 0x21 -> 16;
          case 0x31 -> UNIX_BYTES;
          // Datagrams cannot have come over this connection, and the others are not defined.
          default -> -1;
        };
    int bytes = size <= 0 || size == UNIX_BYTES ? 2 * size : 2 * size + 4;
    if (size < 0 || len < bytes) {
      return -1;
    }
    if (size == UNIX_BYTES) {
      source = path(b, at);
      destination = path(b, at + size);
    } else if (size > 0) {
      source = ip(b, at, size, MgUtil.ntohs(b, at + 2 * size));
      destination = ip(b, at + size, size, MgUtil.ntohs(b, at + 2 * size + 2));
    }
    // Without a family nothing says where addresses end and values begin.
    return size == 0 ? len : bytes;
  }

  private static MgAddr ip(byte[] b, int at, int size, int port) {
    if (size == 4) {
      return MgAddr.ip4((int) MgUtil.ntohl(b, at), port);
    }
    return new MgAddr(eight(b, at), eight(b, at + 8), port, 0, null);
  }

  private static long eight(byte[] b, int at) {
    return MgUtil.ntohl(b, at) << 32 | MgUtil.ntohl(b, at + 4);
  }

  private static MgAddr path(byte[] b, int at) {
    int n = 0;
    while (n < UNIX_BYTES && b[at + n] != 0) {
      n++;
    }
    return new MgAddr(0, 0, 0, 0, new String(b, at, n, StandardCharsets.UTF_8));
  }

  /** Whether there are types with a length and a value each, none of them cut. */
  private static boolean areValues(byte[] b, int from, int end) {
    int at = from;
    while (end - at >= 3) {
      at += 3 + MgUtil.ntohs(b, at + 1);
    }
    return at == end;
  }
}
