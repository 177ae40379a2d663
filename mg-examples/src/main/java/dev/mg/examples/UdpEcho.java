package dev.mg.examples;

import dev.mg.MgEventType;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;

/** Sends each datagram back to whom it came from: {@code nc -u 127.0.0.1 8005}. */
public final class UdpEcho {
  private UdpEcho() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    // recv holds one datagram, the one just read; what is sent in its READ goes to its sender.
    MgHandler echo = MgOn.on(MgEventType.READ, (c, n) -> c.send(c.recv));
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8005);
      Examples.announce(mgr.listen("udp://127.0.0.1:" + port, echo, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }
}
