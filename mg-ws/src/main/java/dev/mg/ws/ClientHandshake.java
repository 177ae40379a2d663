package dev.mg.ws;

import dev.mg.MgException;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpFields;
import dev.mg.http.MgHttpMessage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One opening handshake of a client (RFC 6455 section 4.1): what it asks, and whether the answer
 * goes with it. Pure but for the random key.
 */
final class ClientHandshake {
  private static final int KEY_BYTES = 16;

  /** Fields that are ours to set. */
  private static final Set<String> OURS =
      Set.of(
          "upgrade",
          "connection",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-accept",
          "sec-websocket-extensions");

  /** The fields to send. */
  final String headers;

  /** What both sides have agreed on; null if that is nothing, or not known yet. */
  @Nullable DeflateTerms terms;

  private final String accept;
  private final boolean deflates;
  private final boolean keepsWindows;
  private final List<String> protocols;

  /**
   * A request.
   *
   * @param extraHeaders field lines, each ended by CRLF; HTTP checks them further
   * @throws MgException if there is a line that is ours to send, or no list of subprotocols
   */
  ClientHandshake(String extraHeaders, boolean deflates, boolean keepsWindows) {
    this.deflates = deflates;
    this.keepsWindows = keepsWindows;
    protocols = protocols(extraHeaders);
    byte[] random = new byte[KEY_BYTES];
    MgUtil.random(random);
    String key = Base64.getEncoder().encodeToString(random);
    accept = Handshake.answerTo(key);
    headers =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
            + key
            + "\r\nSec-WebSocket-Version: 13\r\n"
            + (deflates ? WsFields.EXTENSIONS + ": " + offer() + "\r\n" : "")
            + extraHeaders;
  }

  private String offer() {
    return DeflateTerms.offer(keepsWindows);
  }

  private static List<String> protocols(String extraHeaders) {
    List<String> all = new ArrayList<>();
    for (String line : extraHeaders.split("\r\n")) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      if (OURS.contains(name)) {
        throw new MgException(
            "the header '" + line + "' is set by the handshake itself: leave it out");
      }
      if (name.equalsIgnoreCase(WsFields.PROTOCOL)) {
        for (String one : line.substring(colon + 1).split(",", -1)) {
          String protocol = one.strip();
          if (!WsFields.isToken(protocol) || all.contains(protocol)) {
            throw new MgException("the header '" + line + "' is no list of different tokens");
          }
          all.add(protocol);
        }
      }
    }
    return all;
  }

  /**
   * Checks the answer.
   *
   * @return null if the connection speaks WebSocket now, else why not
   */
  @Nullable String check(MgHttpMessage hm) {
    if (MgHttp.status(hm) != 101) {
      return "the server answers " + MgHttp.status(hm) + " instead of 101" + location(hm);
    }
    if (!hm.method.is("HTTP/1.1")) {
      return "the server answers in " + hm.method + " instead of HTTP/1.1";
    }
    MgHttpFields fields = hm.headers;
    MgStr upgrade = WsFields.only(fields, WsFields.UPGRADE);
    if (upgrade == null || !upgrade.isIgnoreCase("websocket")) {
      return "the server upgrades to something else than websocket";
    }
    if (!WsFields.lists(fields, WsFields.CONNECTION, "upgrade", true)) {
      return "Connection of the answer does not hold Upgrade";
    }
    MgStr given = WsFields.only(fields, WsFields.ACCEPT);
    if (given == null || !given.is(accept)) {
      return "Sec-WebSocket-Accept is not the answer to our key";
    }
    String wrong = checkProtocol(fields);
    return wrong != null ? wrong : checkExtensions(fields);
  }

  private static String location(MgHttpMessage hm) {
    return MgHttp.status(hm) / 100 == 3 ? ": redirects are not followed" : "";
  }

  private @Nullable String checkProtocol(MgHttpFields fields) {
    if (fields.find(WsFields.PROTOCOL, 0) < 0) {
      return null;
    }
    MgStr chosen = WsFields.only(fields, WsFields.PROTOCOL);
    return chosen != null && protocols.contains(chosen.latin1())
        ? null
        : "the server chooses a subprotocol that was not offered";
  }

  private @Nullable String checkExtensions(MgHttpFields fields) {
    List<WsExtension> all = WsFields.extensions(fields);
    if (all == null) {
      return "Sec-WebSocket-Extensions of the answer is malformed";
    }
    if (all.isEmpty()) {
      return null;
    }
    if (!deflates || all.size() > 1 || !all.get(0).name().equals(DeflateTerms.NAME)) {
      return "the server uses an extension that was not offered";
    }
    terms = DeflateTerms.agreed(all.get(0), keepsWindows);
    return terms != null ? null : "the server's terms for permessage-deflate are not ours";
  }
}
