package dev.mg.examples;

import dev.mg.MgManager;
import dev.mg.http.MgHttp;

/** The shortest HTTP server: {@code curl http://127.0.0.1:8000}. */
public final class Hello {
  private Hello() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8000);
      Examples.announce(
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:" + port,
              (c, ev, evData, fnData) -> {
                if (ev == MgHttp.EV_MSG) {
                  MgHttp.reply(c, 200, "", "hi\n");
                }
              },
              null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }
}
