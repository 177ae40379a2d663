package dev.mg.examples;

import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.http.MgHttp;
import dev.mg.ws.MgWs;

/** WebSocket echo on /ws, and a word to everybody else. */
public final class WsEcho {
  private WsEcho() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    MgHandler handler =
        MgOn.on(
                MgHttp.MSG,
                (c, hm) -> {
                  if (hm.uri.is("/ws")) {
                    MgWs.upgrade(c, hm, "");
                  } else {
                    MgHttp.reply(c, 200, "", "connect a WebSocket to /ws\n");
                  }
                })
            .on(MgWs.MSG, (c, wm) -> MgWs.send(c, wm.data, wm.op()));
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8000);
      Examples.announce(MgHttp.listen(mgr, "http://127.0.0.1:" + port, handler, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }
}
