package dev.mg.core;

import jdk.jfr.FlightRecorder;

/**
 * Flight recorder events while somebody records, where the JDK has a flight recorder; else nothing.
 */
final class Recorder {
  private static final boolean IS_THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Recorder() {}

  /**
   * Asked before any event class is touched: loading one starts the recorder, which takes tens of
   * milliseconds and opens files, and has no business on a loop that nobody records.
   */
  private static boolean isOn() {
    return IS_THERE && FlightRecorder.isInitialized();
  }

  static void accepted(CoreConnection c) {
    if (isOn()) {
      RecorderEvents.accepted(c);
    }
  }

  static void connected(CoreConnection c) {
    if (isOn()) {
      RecorderEvents.connected(c);
    }
  }

  static void closed(CoreConnection c) {
    if (isOn()) {
      RecorderEvents.closed(c);
    }
  }

  static void slow(CoreConnection c, long ms) {
    if (isOn()) {
      RecorderEvents.slow(c, ms);
    }
  }

  /** A poll that served something. */
  static void polled(int served, long busyNs) {
    if (isOn()) {
      RecorderEvents.polled(served, busyNs);
    }
  }
}
