package dev.mg.examples;

import dev.mg.MgEventType;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;
import java.nio.file.Path;

/** Sends back what comes, over a unix-domain socket: {@code nc -U /tmp/mg-echo.sock}. */
public final class UnixEcho {
  private UnixEcho() {}

  /** Serves until it is killed; the argument is the path of the socket. */
  public static void main(String[] args) {
    MgHandler echo =
        MgOn.on(
                MgEventType.READ,
                (c, n) -> {
                  c.send(c.recv);
                  c.recv.clear();
                  c.full(c.isSendFull());
                })
            .on(MgEventType.WRITE, (c, n) -> c.full(false));
    Path standard = Path.of(System.getProperty("java.io.tmpdir"), "mg-echo.sock");
    try (MgManager mgr = MgManager.create()) {
      // A file that a killed server has left behind does not keep the next one from listening.
      String path = args.length == 0 ? standard.toString() : args[0];
      Examples.announce(mgr.listen("unix:" + path, echo, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }
}
