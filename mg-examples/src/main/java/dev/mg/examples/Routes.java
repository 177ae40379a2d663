package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.http.MgHttpRoutes;
import java.util.Map;
import java.util.TreeMap;

/** Notes kept by name: {@code curl -X PUT -d hello http://127.0.0.1:8000/notes/first}. */
public final class Routes {
  private final Map<String, String> notes = new TreeMap<>();

  private Routes() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    Routes own = new Routes();
    MgHttpRoutes routes =
        new MgHttpRoutes()
            .on("GET", "/notes", (c, hm) -> MgHttp.reply(c, 200, "", own.notes + "\n"))
            .on("GET", "/notes/*", (c, hm, captures) -> own.get(c, captures[0]))
            .on("PUT", "/notes/*", (c, hm, captures) -> own.put(c, hm, captures[0]));
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8000);
      Examples.announce(MgHttp.listen(mgr, "http://127.0.0.1:" + port, routes, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private void get(MgConnection c, MgStr name) {
    String note = notes.get(name.toString());
    MgHttp.reply(c, note == null ? 404 : 200, "", note == null ? "no such note\n" : note + "\n");
  }

  private void put(MgConnection c, MgHttpMessage hm, MgStr name) {
    notes.put(name.toString(), hm.body.toString());
    MgHttp.reply(c, 204, "", "");
  }
}
