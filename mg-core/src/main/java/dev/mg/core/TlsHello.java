package dev.mg.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A ClientHello as its bytes come (RFC 8446 section 4.1.2): the name it asks for and the protocols
 * it offers, which decide about the engine. All else is for the engine to judge, which gets the
 * same bytes afterwards. Pure: bytes in, answer out.
 */
final class TlsHello {
  /** A hello and the headers of its records are no longer; the largest seen have a few thousand. */
  static final int MAX_BYTES = 64 * 1024;

  /** What is known after some bytes. */
  enum State {
    MORE,
    WHOLE,
    /** Its first bytes are a request of HTTP. */
    PLAIN_HTTP,
    /** It does not begin as TLS does. */
    NOT_TLS,
    /** It begins as TLS does, and is no ClientHello. */
    BROKEN
  }

  private static final int HEADER_BYTES = 4;
  private static final int CLIENT_HELLO = 1;
  private static final int VERSION_AND_RANDOM_BYTES = 34;
  private static final int SERVER_NAME = 0;
  private static final int ALPN = 16;
  private static final int LONGEST_NAME = 255;

  private static final List<String> METHODS =
      List.of("GET ", "HEAD", "POST", "PUT ", "DELE", "OPTI", "PATC", "CONN", "TRAC", "PRI ");

  /** Where the next record begins, and how much of the message is in those before. */
  private int at;

  private int have;

  /** Bytes of the message; 0 = not known yet. */
  private int need;

  private @Nullable String sni;
  private @Nullable List<String> alpn;

  /**
   * Looks at what has come.
   *
   * @param buf holds all bytes since the beginning in {@code [off .. off + len)}
   */
  State look(byte[] buf, int off, int len) {
    while (need == 0 || have < need) {
      State header = header(buf, off, len);
      if (header != State.WHOLE) {
        return header;
      }
      int n = u16(buf, off + at + 3);
      if (len - at < TlsInput.HEADER_BYTES + n) {
        return len < MAX_BYTES ? State.MORE : State.BROKEN;
      }
      at += TlsInput.HEADER_BYTES + n;
      have += n;
      if (need == 0 && have >= HEADER_BYTES) {
        byte[] head = message(buf, off, HEADER_BYTES);
        need = HEADER_BYTES + ((head[1] & 0xff) << 16 | u16(head, 2));
        if (head[0] != CLIENT_HELLO || need > MAX_BYTES) {
          return State.BROKEN;
        }
      }
    }
    return parse(message(buf, off, need)) ? State.WHOLE : State.BROKEN;
  }

  /** Whether the header of the next record is there, and a handshake's. */
  private State header(byte[] buf, int off, int len) {
    if (len > at && buf[off + at] != TlsInput.HANDSHAKE) {
      return at > 0 ? State.BROKEN : other(buf, off, len);
    }
    if (len > at + 1 && buf[off + at + 1] != TlsInput.MAJOR) {
      return at > 0 ? State.BROKEN : State.NOT_TLS;
    }
    if (len < at + TlsInput.HEADER_BYTES) {
      return len < MAX_BYTES ? State.MORE : State.BROKEN;
    }
    int n = u16(buf, off + at + 3);
    return n == 0 || n > TlsInput.PLAIN_BYTES ? State.BROKEN : State.WHOLE;
  }

  private static State other(byte[] buf, int off, int len) {
    int n = Math.min(len, HEADER_BYTES);
    String begin = new String(buf, off, n, StandardCharsets.ISO_8859_1);
    if (METHODS.stream().noneMatch(m -> m.startsWith(begin))) {
      return State.NOT_TLS;
    }
    return n < HEADER_BYTES ? State.MORE : State.PLAIN_HTTP;
  }

  /** The first {@code n} bytes of the message, without the headers of its records. */
  private static byte[] message(byte[] buf, int off, int n) {
    byte[] message = new byte[n];
    int from = off;
    for (int got = 0; got < n; ) {
      int part = Math.min(u16(buf, from + 3), n - got);
      System.arraycopy(buf, from + TlsInput.HEADER_BYTES, message, got, part);
      got += part;
      from += TlsInput.HEADER_BYTES + part;
    }
    return message;
  }

  private boolean parse(byte[] message) {
    TlsVector hello = new TlsVector(message, HEADER_BYTES, message.length);
    hello.skip(VERSION_AND_RANDOM_BYTES);
    hello.skip(hello.u8());
    hello.skip(hello.u16());
    hello.skip(hello.u8());
    if (hello.isEmpty()) {
      return !hello.isBroken();
    }
    TlsVector extensions = hello.vector16();
    while (!extensions.isEmpty()) {
      int type = extensions.u16();
      TlsVector data = extensions.vector16();
      boolean fine =
          switch (type) {
            case SERVER_NAME -> sni == null && name(data);
            case ALPN -> alpn == null && protocols(data);
            default -> true;
          };
      if (!fine) {
        return false;
      }
    }
    return hello.isEmpty() && !hello.isBroken() && !extensions.isBroken();
  }

  /** RFC 6066 section 3. */
  private boolean name(TlsVector data) {
    TlsVector names = data.vector16();
    int type = names.u8();
    String name = names.vector16().latin1();
    if (type == 0 && isName(name)) {
      sni = name.toLowerCase(Locale.ROOT);
    }
    return !data.isBroken() && data.isEmpty() && !names.isBroken();
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && name.chars()
            .allMatch(
                ch ->
                    ch >= 'a' && ch <= 'z'
                        || ch >= 'A' && ch <= 'Z'
                        || ch >= '0' && ch <= '9'
                        || ch == '-'
                        || ch == '.'
                        || ch == '_');
  }

  /** RFC 7301 section 3.1. */
  private boolean protocols(TlsVector data) {
    TlsVector names = data.vector16();
    List<String> found = new ArrayList<>();
    while (!names.isEmpty()) {
      String name = names.vector8().latin1();
      if (name.isEmpty()) {
        return false;
      }
      found.add(name);
    }
    alpn = found;
    return !data.isBroken() && data.isEmpty() && !names.isBroken() && !found.isEmpty();
  }

  private static int u16(byte[] buf, int at) {
    return (buf[at] & 0xff) << 8 | buf[at + 1] & 0xff;
  }

  /** The host name asked for, in lower case; null if none, or none that can be one. */
  @Nullable String sni() {
    return sni;
  }

  /** The protocols offered, best first; null if the extension is not there. */
  @Nullable List<String> alpn() {
    return alpn;
  }
}
