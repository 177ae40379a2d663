package dev.mg.core;

import dev.mg.MgLog;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A few descriptors that a process with listeners keeps for the day it runs out: to say what
 * happened takes some, since loggers open files when they write their first line. Any thread.
 */
final class SpareDescriptors {
  private static final int SPARES = 4;
  private static final List<SocketChannel> HELD = new ArrayList<>();

  private SpareDescriptors() {}

  /** Sets them aside, before a listener starts. */
  static synchronized void hold() {
    if (!HELD.isEmpty()) {
      return;
    }
    try {
      // The JDK opens a pair of sockets at the first close of a process, and never closes any if
      // it cannot: done here, while it can.
      SocketChannel.open().close();
      while (HELD.size() < SPARES) {
        HELD.add(SocketChannel.open());
      }
    } catch (IOException e) {
      MgLog.debug(() -> "no descriptors can be set aside: " + e.getMessage());
    }
  }

  /** Runs {@code task} with the spares free, and takes them back as far as they are still there. */
  static synchronized void lend(Runnable task) {
    for (SocketChannel spare : HELD) {
      try {
        spare.close();
      } catch (IOException e) {
        MgLog.debug(() -> "a spare descriptor cannot be closed: " + e.getMessage());
      }
    }
    HELD.clear();
    task.run();
    hold();
  }
}
