package dev.mg.bench;

import java.util.List;

/**
 * The name of a benchmark's method: whose code it runs, and which step. Those of the same step, and
 * the same parameters, do the same work on the same input.
 *
 * @param who mg, a peer, or "" for what is nobody's: a bound, or a part of the work
 */
record MicroName(String who, String step) {
  static final String OURS = "mg";

  private static final List<String> ALL =
      List.of(OURS, "netty", "jdk", "jackson", "regex", "microhttp", "javaWebSocket");

  /** Of a method: {@code nettyRoundTrip} is Netty's {@code roundTrip}. */
  static MicroName of(String method) {
    for (String who : ALL) {
      if (method.equals(who)) {
        return new MicroName(who, "");
      }
      if (method.startsWith(who) && Character.isUpperCase(method.charAt(who.length()))) {
        String step = method.substring(who.length());
        return new MicroName(who, Character.toLowerCase(step.charAt(0)) + step.substring(1));
      }
    }
    return new MicroName("", method);
  }

  boolean isOurs() {
    return who.equals(OURS);
  }

  /** Whether it is another project's that does the work as a whole. */
  boolean isPeers() {
    return !who.isEmpty() && !isOurs();
  }

  /** For people, with values of parameters behind it. */
  String with(String params) {
    return String.join(" ", List.of(who, step, params)).replaceAll(" +", " ").strip();
  }
}
