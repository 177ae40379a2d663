package dev.mg.ws;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both sides have settled about permessage-deflate (RFC 7692 section 7.1).
 *
 * <p>Any window of the peer's can be read, since ours for inflation is the largest; and any window
 * asked of us can be kept to, see {@link Deflation}. So only what breaks the syntax is declined.
 *
 * @param serverKeeps whether the server's messages may refer to those before them
 * @param clientKeeps the same for the client's
 * @param serverBits the server's window as the exponent of two
 * @param clientBits the client's
 */
record DeflateTerms(boolean serverKeeps, boolean clientKeeps, int serverBits, int clientBits) {
  static final String NAME = "permessage-deflate";

  private static final String SERVER_KEEPS_NOT = "server_no_context_takeover";
  private static final String CLIENT_KEEPS_NOT = "client_no_context_takeover";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";
  private static final int MIN_BITS = 8;

  /**
   * The server's choice: the first offer that can be accepted.
   *
   * @param keeps whether the server is willing to keep a window for each side
   * @return null if no offer can
   */
  static @Nullable DeflateTerms accept(List<WsExtension> offers, boolean keeps) {
    for (WsExtension offer : offers) {
      DeflateTerms terms = offer.name().equals(NAME) ? read(offer, true) : null;
      if (terms != null) {
        return new DeflateTerms(
            keeps && terms.serverKeeps, keeps && terms.clientKeeps, terms.serverBits, MAX_BITS);
      }
    }
    return null;
  }

  /** The server's answer, with all that it holds itself and the client to. */
  String answer() {
    return NAME
        + (serverKeeps ? "" : "; " + SERVER_KEEPS_NOT)
        + (clientKeeps ? "" : "; " + CLIENT_KEEPS_NOT)
        + (serverBits == MAX_BITS ? "" : "; " + SERVER_BITS + "=" + serverBits);
  }

  /** The client's offer; it can keep to any window that the server asks it for. */
  static String offer(boolean keeps) {
    return NAME
        + "; "
        + CLIENT_BITS
        + (keeps ? "" : "; " + SERVER_KEEPS_NOT + "; " + CLIENT_KEEPS_NOT);
  }

  /**
   * What the server has answered to {@link #offer}.
   *
   * @return null if it is nothing that such an offer may be answered with
   */
  static @Nullable DeflateTerms agreed(WsExtension answer, boolean keeps) {
    DeflateTerms terms = answer.name().equals(NAME) ? read(answer, false) : null;
    if (terms == null || (!keeps && terms.serverKeeps)) {
      // Section 7.1.1.1: who is asked not to keep a window has to say that it does not.
      return null;
    }
    return new DeflateTerms(
        terms.serverKeeps, keeps && terms.clientKeeps, terms.serverBits, terms.clientBits);
  }

  private static final int MAX_BITS = Deflation.MAX_BITS;

  /** Null if a parameter is unknown, given twice, or has a value that it cannot have. */
  private static @Nullable DeflateTerms read(WsExtension from, boolean isOffer) {
    boolean serverKeeps = true;
    boolean clientKeeps = true;
    int serverBits = 0;
    int clientBits = 0;
    for (WsExtension.Parameter p : from.parameters()) {
      String value = p.value();
      switch (p.name()) {
        case SERVER_KEEPS_NOT -> {
          if (value != null || !serverKeeps) {
            return null;
          }
          serverKeeps = false;
        }
        case CLIENT_KEEPS_NOT -> {
          if (value != null || !clientKeeps) {
            return null;
          }
          clientKeeps = false;
        }
        case SERVER_BITS -> {
          if (serverBits != 0 || (serverBits = bits(value)) < MIN_BITS) {
            return null;
          }
        }
        case CLIENT_BITS -> {
          // In an offer it may stand alone: the client says that it understands it.
          int bits = value == null && isOffer ? MAX_BITS : bits(value);
          if (clientBits != 0 || bits < MIN_BITS) {
            return null;
          }
          clientBits = bits;
        }
        default -> {
          return null;
        }
      }
    }
    return new DeflateTerms(
        serverKeeps,
        clientKeeps,
        serverBits == 0 ? MAX_BITS : serverBits,
        clientBits == 0 ? MAX_BITS : clientBits);
  }

  /** 8 to 15 without leading zeros; 0 for all else. */
  private static int bits(@Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > 2 || value.charAt(0) == '0') {
      return 0;
    }
    int bits = 0;
    for (int i = 0; i < value.length(); i++) {
      char ch = value.charAt(i);
      if (ch < '0' || ch > '9') {
        return 0;
      }
      bits = 10 * bits + ch - '0';
    }
    return bits >= MIN_BITS && bits <= MAX_BITS ? bits : 0;
  }
}
