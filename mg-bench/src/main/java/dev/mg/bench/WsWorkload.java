package dev.mg.bench;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/**
 * A load of WebSocket messages that are all of one size.
 *
 * @param path what the connections open
 * @param connections open all the time
 * @param depth messages in one write, each connection's next write following when all have come
 *     back
 * @param bytes of a message
 * @param toAll whether one connection sends and all get it, the next message following when all
 *     have
 */
record WsWorkload(String name, String path, int connections, int depth, int bytes, boolean toAll) {
  /** What {@link #of} knows, in the order of the reports. */
  static final List<String> NAMES = List.of("ping-pong", "in-flight-16", "echo-16k", "publish");

  private static final int SMALL_BYTES = 32;
  private static final int LARGE_BYTES = 16 * 1024;
  private static final int IN_FLIGHT = 16;
  private static final int SUBSCRIBERS = 1_000;

  private static final int FIN_BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int SHORT = 125;
  private static final int IN_TWO_OCTETS = 126;
  private static final int KEY_OCTETS = 4;

  /** The one of that name, which is one of {@link #NAMES}. */
  static WsWorkload of(String name, int connections) {
    return switch (name) {
      case "in-flight-16" ->
          new WsWorkload(name, "/ws", connections, IN_FLIGHT, SMALL_BYTES, false);
      case "echo-16k" -> new WsWorkload(name, "/ws", connections, 1, LARGE_BYTES, false);
      case "publish" -> new WsWorkload(name, "/topic", SUBSCRIBERS, 1, SMALL_BYTES, true);
      default -> new WsWorkload(name, "/ws", connections, 1, SMALL_BYTES, false);
    };
  }

  /** Messages after which a JVM has compiled what one needs. */
  int warmMessages() {
    return bytes > SMALL_BYTES ? 100_000 : 200_000;
  }

  /** What the report calls it. */
  String title() {
    String messages = name + ": messages of " + bytes + " bytes, ";
    return toAll
        ? messages + "each to " + connections + " subscribers"
        : messages + connections + " connections, " + depth + " outstanding on each";
  }

  /** One write: whole binary messages, each with a mask of its own (RFC 6455 section 5.2). */
  byte[] request() {
    return frames(true);
  }

  /** What comes back for it. */
  byte[] answer() {
    return frames(false);
  }

  private byte[] frames(boolean masked) {
    Random random = new Random(1);
    byte[] key = new byte[KEY_OCTETS];
    byte[] payload = new byte[bytes];
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    for (int i = 0; i < depth; i++) {
      random.nextBytes(key);
      random.nextBytes(payload);
      to.write(FIN_BINARY);
      int flag = masked ? MASKED : 0;
      if (bytes <= SHORT) {
        to.write(flag | bytes);
      } else {
        to.write(flag | IN_TWO_OCTETS);
        to.write(bytes >>> 8);
        to.write(bytes);
      }
      if (masked) {
        to.writeBytes(key);
        for (int at = 0; at < bytes; at++) {
          payload[at] ^= key[at % KEY_OCTETS];
        }
      }
      to.writeBytes(payload);
    }
    return to.toByteArray();
  }
}
