package dev.mg.ws;

import java.util.ArrayList;
import java.util.List;

/**
 * What a peer sends, and what a side that echoes messages must make of it.
 *
 * @param name clause of RFC 6455 and the rule
 * @param deflate whether the handshake agrees on compression, without windows that are kept
 * @param in what the peer sends after the handshake
 * @param events what the handler is told, {@code MSG} and {@code CTL} with what {@link
 *     Frames#describe(int, byte[])} says
 * @param out the frames sent
 * @param ends whether we end the connection after them
 */
record WsCase(
    String name, boolean deflate, byte[] in, List<String> events, List<String> out, boolean ends) {
  /**
   * A case by what happens, in order: {@code echo FRAME}, {@code zecho FRAME} (compressed), {@code
   * ping X}, {@code pong X}, {@code close CODE} (the peer's, answered), {@code fail CODE} (ours).
   */
  static WsCase of(String name, boolean deflate, byte[] in, String... happens) {
    List<String> events = new ArrayList<>();
    List<String> out = new ArrayList<>();
    boolean ends = false;
    for (String one : happens) {
      int space = one.indexOf(' ');
      String verb = space < 0 ? one : one.substring(0, space);
      String rest = space < 0 ? "" : one.substring(space);
      switch (verb) {
        case "echo" -> {
          events.add("MSG" + rest);
          out.add(rest.substring(1));
        }
        case "zecho" -> {
          events.add("MSG" + rest);
          out.add("z" + rest.substring(1));
        }
        case "ping" -> {
          events.add("CTL PING" + rest);
          out.add("PONG" + rest);
        }
        case "pong" -> events.add("CTL PONG" + rest);
        case "close" -> {
          events.add("CTL CLOSE" + rest);
          out.add("CLOSE" + rest);
          ends = true;
        }
        case "fail" -> {
          out.add("CLOSE" + rest);
          ends = true;
        }
        default -> throw new IllegalArgumentException(one);
      }
    }
    return new WsCase(name, deflate, in, events, out, ends);
  }

  @Override
  public String toString() {
    return name;
  }
}
