package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpFields;
import dev.mg.http.MgHttpMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The server's side of the opening handshake (RFC 6455 section 4.2). Stateless. */
final class Handshake {
  /** What the key is hashed with, RFC 6455 section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int KEY_CHARS = 24;

  private static final String PROTOCOL = "sec-websocket-protocol";

  /** Fields that are ours to set. */
  private static final Set<String> OURS =
      Set.of("upgrade", "connection", "sec-websocket-accept", "sec-websocket-extensions");

  private Handshake() {}

  /** What {@link MgWs#upgrade} does. */
  static boolean accept(MgConnection c, MgHttpMessage hm, String extraHeaders) {
    WsShared shared = WsShared.of(c.mgr());
    HandshakeRefusal refusal = check(hm);
    if (refusal != null) {
      MgHttp.reply(c, refusal.status, refusal.headers, refusal.text + "\n");
      return false;
    }
    checkExtra(extraHeaders, hm);
    if (c.mgr().isStopping()) {
      // It would miss the STOP that the others got, and be cut when the time is over.
      MgHttp.reply(c, 503, "Connection: close\r\n", "this server is stopping\n");
      return false;
    }
    String headers =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + answerTo(hm.headers.value(hm.headers.find("Sec-WebSocket-Key", 0)).latin1())
            + "\r\n"
            + extraHeaders;
    if (!MgHttp.switchProtocol(c, headers, WsProtocol.INSTANCE, new WsConn(shared))) {
      return false;
    }
    c.websocket(true);
    c.call(MgWs.EV_OPEN, hm);
    return true;
  }

  /** Null if the request is a handshake as it has to be. */
  static @Nullable HandshakeRefusal check(MgHttpMessage hm) {
    if (!hm.method.is("GET")) {
      return HandshakeRefusal.METHOD;
    }
    if (!hm.proto.is("HTTP/1.1")) {
      return HandshakeRefusal.HTTP_VERSION;
    }
    MgStr length = hm.header("Content-Length");
    if ((length != null && !length.is("0")) || hm.header("Transfer-Encoding") != null) {
      return HandshakeRefusal.BODY;
    }
    MgHttpFields fields = hm.headers;
    if (fields.get("Host") == null) {
      return HandshakeRefusal.HOST;
    }
    if (!lists(fields, "Upgrade", "websocket", true)) {
      return HandshakeRefusal.UPGRADE;
    }
    if (!lists(fields, "Connection", "upgrade", true)) {
      return HandshakeRefusal.CONNECTION;
    }
    MgStr version = only(fields, "Sec-WebSocket-Version");
    if (version == null || !version.is("13")) {
      return HandshakeRefusal.WS_VERSION;
    }
    MgStr key = only(fields, "Sec-WebSocket-Key");
    return key == null || !isKey(key) ? HandshakeRefusal.KEY : null;
  }

  /** The value of the one field of that name; null if there is none, or another one. */
  private static @Nullable MgStr only(MgHttpFields fields, String name) {
    int i = fields.find(name, 0);
    return i < 0 || fields.find(name, i + 1) >= 0 ? null : fields.value(i);
  }

  /** Whether the fields of that name, lists all of them, have {@code member} among theirs. */
  private static boolean lists(
      MgHttpFields fields, String name, String member, boolean ignoreCase) {
    for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1)) {
      MgStr list = fields.value(i);
      int from = 0;
      while (from <= list.len()) {
        int comma = list.indexOf(',', from);
        int to = comma < 0 ? list.len() : comma;
        MgStr one = list.slice(from, to).strip();
        if (ignoreCase ? one.isIgnoreCase(member) : one.is(member)) {
          return true;
        }
        from = to + 1;
      }
    }
    return false;
  }

  /** Whether it is what 16 bytes look like in base64. */
  private static boolean isKey(MgStr key) {
    if (key.len() != KEY_CHARS || key.at(KEY_CHARS - 1) != '=' || key.at(KEY_CHARS - 2) != '=') {
      return false;
    }
    for (int i = 0; i < KEY_CHARS - 2; i++) {
      int b = key.at(i);
      boolean letter = (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
      if (!letter && !(b >= '0' && b <= '9') && b != '+' && b != '/') {
        return false;
      }
    }
    return true;
  }

  /** Sec-WebSocket-Accept for a key. */
  static String answerTo(String key) {
    try {
      byte[] both = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java platform without SHA-1", e);
    }
  }

  /** Throws for a field that would break the handshake; all else about them HTTP checks. */
  private static void checkExtra(String extraHeaders, MgHttpMessage hm) {
    boolean chosen = false;
    for (String line : extraHeaders.split("\r\n")) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      if (OURS.contains(name)) {
        throw new MgException(
            "the header '" + line + "' is set by the handshake itself: leave it out");
      }
      if (name.equals(PROTOCOL)) {
        String value = line.substring(colon + 1).strip();
        if (chosen || value.isEmpty() || !lists(hm.headers, PROTOCOL, value, false)) {
          throw new MgException(
              "the header '" + line + "' is not one of the subprotocols that the client offers");
        }
        chosen = true;
      }
    }
  }
}
