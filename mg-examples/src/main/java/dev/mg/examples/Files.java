package dev.mg.examples;

import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.http.MgHttp;
import dev.mg.http.MgServeOptions;

/** Serves a folder, with lists of what is in it: {@code curl http://127.0.0.1:8000/}. */
public final class Files {
  private Files() {}

  /** Serves until it is killed; the arguments are the port and the folder. */
  public static void main(String[] args) {
    String folder = args.length > 1 ? args[1] : ".";
    MgServeOptions options = new MgServeOptions().rootDir(folder).listing(true);
    try (MgManager mgr = MgManager.create()) {
      String url = "http://127.0.0.1:" + Examples.port(args, 8000);
      Examples.announce(
          MgHttp.listen(
              mgr, url, MgOn.on(MgHttp.MSG, (c, hm) -> MgHttp.serveDir(c, hm, options)), null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }
}
