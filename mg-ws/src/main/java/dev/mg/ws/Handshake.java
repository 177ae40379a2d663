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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The server's side of the opening handshake (RFC 6455 section 4.2). Stateless. */
final class Handshake {
  /** What the key is hashed with, RFC 6455 section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int KEY_CHARS = 24;

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
    List<WsExtension> offers = WsFields.extensions(hm.headers);
    DeflateTerms terms =
        shared.deflates && offers != null ? DeflateTerms.accept(offers, shared.keepsWindows) : null;
    String headers =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + answerTo(hm.headers.value(hm.headers.find(WsFields.KEY, 0)).latin1())
            + "\r\n"
            + (terms == null ? "" : WsFields.EXTENSIONS + ": " + terms.answer() + "\r\n")
            + extraHeaders;
    WsConn ws = new WsConn(shared, false, terms);
    boolean done = false;
    try {
      done = MgHttp.switchProtocol(c, headers, WsProtocol.INSTANCE, ws);
    } finally {
      if (!done) {
        ws.stop();
      }
    }
    if (!done) {
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
    if (!WsFields.lists(fields, WsFields.UPGRADE, "websocket", true)) {
      return HandshakeRefusal.UPGRADE;
    }
    if (!WsFields.lists(fields, WsFields.CONNECTION, "upgrade", true)) {
      return HandshakeRefusal.CONNECTION;
    }
    MgStr version = WsFields.only(fields, WsFields.VERSION);
    if (version == null || !version.is("13")) {
      return HandshakeRefusal.WS_VERSION;
    }
    MgStr key = WsFields.only(fields, WsFields.KEY);
    if (key == null || !isKey(key)) {
      return HandshakeRefusal.KEY;
    }
    if (!WsFields.areProtocols(fields)) {
      return HandshakeRefusal.PROTOCOLS;
    }
    return WsFields.extensions(fields) == null ? HandshakeRefusal.EXTENSIONS : null;
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
      if (name.equalsIgnoreCase(WsFields.PROTOCOL)) {
        String value = line.substring(colon + 1).strip();
        if (chosen
            || value.isEmpty()
            || !WsFields.lists(hm.headers, WsFields.PROTOCOL, value, false)) {
          throw new MgException(
              "the header '" + line + "' is not one of the subprotocols that the client offers");
        }
        chosen = true;
      }
    }
  }
}
