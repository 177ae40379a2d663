package dev.mg.core;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * DNS on the wire (RFC 1035 section 4): a query out of a name, and an answer out of bytes that
 * anybody may have sent. Pure: no sockets, and nothing is thrown for bad bytes.
 */
final class DnsMessage {
  static final int TYPE_A = 1;
  static final int TYPE_AAAA = 28;
  static final int NAME_ERROR = 3;

  private static final int TYPE_CNAME = 5;
  private static final int TYPE_SOA = 6;
  private static final int CLASS_IN = 1;
  private static final int HEADER_BYTES = 12;
  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_LABEL_BYTES = 63;
  private static final int MAX_ALIASES = 16;

  /**
   * What an answer says about the name that was asked for.
   *
   * @param code 0 = no error, 3 = no such name, others are failures of the server
   * @param truncated whether it was cut, so that TCP has to be asked
   * @param addresses those of the name, behind its aliases
   * @param alias where the aliases lead to, if the answer has no address of that
   * @param ttlSeconds how long all this holds
   */
  record Answer(
      int code,
      boolean truncated,
      List<InetAddress> addresses,
      @Nullable String alias,
      long ttlSeconds) {}

  private record Alias(String from, String to) {}

  private record Found(String name, InetAddress address) {}

  private final byte[] buf;
  private final int from;
  private final int end;
  private int at;

  private DnsMessage(byte[] buf, int off, int len) {
    this.buf = buf;
    from = off;
    end = off + len;
    at = off;
  }

  /** Whether {@code name} can be asked for: labels of 1 to 63 bytes, 253 in all, ASCII. */
  static boolean isName(String name) {
    String bare = bare(name);
    if (bare.isEmpty() || bare.length() > MAX_NAME_BYTES - 2) {
      return false;
    }
    int label = 0;
    for (int i = 0; i < bare.length(); i++) {
      char ch = bare.charAt(i);
      label = ch == '.' ? 0 : label + 1;
      if (ch <= ' ' || ch >= 0x7F || label > MAX_LABEL_BYTES || (ch == '.' && dotAt(bare, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean dotAt(String bare, int i) {
    return i == 0 || i == bare.length() - 1 || bare.charAt(i - 1) == '.';
  }

  /** Without the dot of the root, in lower case: how names are compared. */
  static String bare(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** A recursive query for one type of {@code name}, see {@link #isName}. */
  static byte[] query(int id, String name, int type) {
    byte[] ascii = bare(name).getBytes(StandardCharsets.US_ASCII);
    byte[] out = new byte[HEADER_BYTES + ascii.length + 2 + 4];
    put16(out, 0, id);
    out[2] = 1; // recursion desired
    out[5] = 1; // one question
    int length = HEADER_BYTES;
    for (int i = 0; i < ascii.length; i++) {
      int to = HEADER_BYTES + 1 + i;
      if (ascii[i] == '.') {
        length = to;
      } else {
        out[to] = ascii[i];
        out[length]++;
      }
    }
    put16(out, out.length - 4, type);
    put16(out, out.length - 2, CLASS_IN);
    return out;
  }

  private static void put16(byte[] out, int i, int v) {
    out[i] = (byte) (v >> 8);
    out[i + 1] = (byte) v;
  }

  /** The answer to {@code query}, or null if these bytes are not: they are to be ignored. */
  static @Nullable Answer answer(byte[] query, byte[] buf, int off, int len) {
    if (len < query.length) {
      return null;
    }
    DnsMessage m = new DnsMessage(buf, off, len);
    boolean isOurs = m.u16(off) == m.pair(query, 0) && (buf[off + 2] & 0xF8) == 0x80;
    return isOurs && m.u16(off + 4) == 1 && m.echoes(query) ? m.read(query) : null;
  }

  private int pair(byte[] b, int i) {
    return (b[i] & 0xFF) << 8 | b[i + 1] & 0xFF;
  }

  private int u16(int i) {
    return pair(buf, i);
  }

  /** Whether the question came back as it was, the case of letters aside (RFC 5452 section 9.1). */
  private boolean echoes(byte[] query) {
    for (int i = HEADER_BYTES; i < query.length; i++) {
      int b = buf[from + i];
      if (query[i] != (b >= 'A' && b <= 'Z' ? b + 32 : b)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Answer read(byte[] query) {
    int code = buf[from + 3] & 0x0F;
    boolean truncated = (buf[from + 2] & 2) != 0;
    if (truncated) {
      return new Answer(code, true, List.of(), null, 0);
    }
    int type = pair(query, query.length - 4);
    at = from + HEADER_BYTES;
    String asked = name();
    at = from + query.length;
    List<Alias> aliases = new ArrayList<>();
    List<Found> found = new ArrayList<>();
    long ttl = Long.MAX_VALUE;
    int answers = u16(from + 6);
    int records = answers + u16(from + 8);
    for (int i = 0; i < records; i++) {
      String owner = name();
      if (owner == null || end - at < 10) {
        return null;
      }
      int rrType = u16(at);
      boolean in = u16(at + 2) == CLASS_IN;
      long rrTtl = (long) u16(at + 4) << 16 | u16(at + 6);
      int n = u16(at + 8);
      at += 10;
      if (n > end - at) {
        return null;
      }
      int next = at + n;
      if (in && i < answers && rrType == TYPE_CNAME) {
        String to = name();
        if (to == null || at != next) {
          return null;
        }
        aliases.add(new Alias(owner, to));
        ttl = Math.min(ttl, rrTtl);
      } else if (in && i < answers && rrType == type) {
        InetAddress address = address(n, type);
        if (address == null) {
          return null;
        }
        found.add(new Found(owner, address));
        ttl = Math.min(ttl, rrTtl);
      } else if (in && rrType == TYPE_SOA && n >= 4) {
        // What is not there is not there for the lesser of both (RFC 2308 section 5).
        long minimum = (long) u16(next - 4) << 16 | u16(next - 2);
        ttl = Math.min(ttl, Math.min(rrTtl, minimum));
      }
      at = next;
    }
    return asked == null ? null : follow(code, asked, aliases, found, ttl);
  }

  private static Answer follow(
      int code, String asked, List<Alias> aliases, List<Found> found, long ttl) {
    String name = asked;
    for (int hop = 0; hop < MAX_ALIASES; hop++) {
      String target = target(aliases, name);
      if (target == null) {
        break;
      }
      name = target;
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (Found f : found) {
      if (f.name().equals(name)) {
        addresses.add(f.address());
      }
    }
    String alias = addresses.isEmpty() && !name.equals(asked) ? name : null;
    return new Answer(code, false, addresses, alias, ttl == Long.MAX_VALUE ? 0 : ttl);
  }

  private static @Nullable String target(List<Alias> aliases, String name) {
    for (Alias a : aliases) {
      if (a.from().equals(name)) {
        return a.to();
      }
    }
    return null;
  }

  private @Nullable InetAddress address(int n, int type) {
    if (n != (type == TYPE_A ? 4 : 16)) {
      return null;
    }
    byte[] ip = new byte[n];
    System.arraycopy(buf, at, ip, 0, n);
    try {
      return InetAddress.getByAddress(ip);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are addresses", e);
    }
  }

  /**
   * The name at {@code at}, which is moved behind it; null if it is malformed. A pointer has to
   * lead backwards, so that no chain of them is endless (RFC 1035 section 4.1.4).
   */
  private @Nullable String name() {
    StringBuilder out = new StringBuilder();
    int i = at;
    int behind = -1;
    int limit = at;
    while (true) {
      if (i >= end) {
        return null;
      }
      int n = buf[i] & 0xFF;
      if (n == 0) {
        at = behind < 0 ? i + 1 : behind;
        return out.toString();
      }
      if ((n & 0xC0) == 0xC0) {
        int to = i + 1 < end ? from + (u16(i) & 0x3FFF) : end;
        if (to >= limit) {
          return null;
        }
        behind = behind < 0 ? i + 2 : behind;
        limit = to;
        i = to;
        continue;
      }
      if (n > MAX_LABEL_BYTES || n >= end - i || out.length() + n + 1 > MAX_NAME_BYTES) {
        return null;
      }
      if (out.length() > 0) {
        out.append('.');
      }
      for (int k = i + 1; k <= i + n; k++) {
        int b = buf[k] & 0xFF;
        out.append((char) (b >= 'A' && b <= 'Z' ? b + 32 : b));
      }
      i += n + 1;
    }
  }
}
