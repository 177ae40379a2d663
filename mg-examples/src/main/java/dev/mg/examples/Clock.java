package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgTimer;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** A timer writes the time to every connection each second: {@code nc 127.0.0.1 8002}. */
public final class Clock {
  private Clock() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    MgHandler silent = (c, ev, evData, fnData) -> c.recv.clear();
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8002);
      Examples.announce(mgr.listen("tcp://127.0.0.1:" + port, silent, null));
      mgr.timerAdd(1000, MgTimer.REPEAT, () -> tick(mgr));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private static void tick(MgManager mgr) {
    String line = LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
    for (MgConnection c : mgr.connections()) {
      // A peer that does not read gets no more lines than fit; they would only grow old.
      if (c.isAccepted() && !c.isSendFull()) {
        c.send(line);
      }
    }
  }
}
