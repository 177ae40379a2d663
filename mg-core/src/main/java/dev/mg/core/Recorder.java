package dev.mg.core;

/** Flight recorder events, where the JDK has a flight recorder; else nothing. */
final class Recorder {
  private static final boolean ON = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Recorder() {}

  static void accepted(CoreConnection c) {
    if (ON) {
      RecorderEvents.accepted(c);
    }
  }

  static void connected(CoreConnection c) {
    if (ON) {
      RecorderEvents.connected(c);
    }
  }

  static void closed(CoreConnection c) {
    if (ON) {
      RecorderEvents.closed(c);
    }
  }

  static void slow(CoreConnection c, long ms) {
    if (ON) {
      RecorderEvents.slow(c, ms);
    }
  }

  /** A poll that served something. */
  static void polled(int served, long busyNs) {
    if (ON) {
      RecorderEvents.polled(served, busyNs);
    }
  }
}
