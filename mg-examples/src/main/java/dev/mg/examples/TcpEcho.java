package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;

/** Plain TCP: sends back what comes, and reads no further while the peer does not. */
public final class TcpEcho {
  private TcpEcho() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    MgHandler echo =
        MgOn.on(MgEventType.READ, (c, n) -> echo(c)).on(MgEventType.WRITE, (c, n) -> c.full(false));
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8001);
      Examples.announce(mgr.listen("tcp://127.0.0.1:" + port, echo, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private static void echo(MgConnection c) {
    c.send(c.recv);
    c.recv.clear();
    c.full(c.isSendFull());
  }
}
