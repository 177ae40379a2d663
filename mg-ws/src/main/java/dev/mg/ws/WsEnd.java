package dev.mg.ws;

import java.nio.charset.StandardCharsets;

/**
 * How a connection ended.
 *
 * @param code of the close frame, or what stands for one
 * @param text the reason that came or went with it
 */
record WsEnd(int code, String text) {
  /** Without a close frame, so far. */
  static final WsEnd NONE = new WsEnd(CloseCodes.ABNORMAL, "");

  /** What the payload of a close frame says, which was checked. */
  static WsEnd of(byte[] payload, int off, int len) {
    int code = len == 0 ? CloseCodes.NO_STATUS : CloseCodes.at(payload, off);
    String text = len <= 2 ? "" : new String(payload, off + 2, len - 2, StandardCharsets.UTF_8);
    return new WsEnd(code, text);
  }
}
