package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgJson;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgOn;
import java.time.Duration;

/** What {@link MgHttp#hello} serves. */
final class HelloServer {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int POLL_MS = 1_000;

  private HelloServer() {}

  /** Serves until somebody asks for /quit. */
  static void run(MgManager mgr, String url) {
    MgHttp.listen(mgr, url, MgOn.on(MgHttp.MSG, HelloServer::answer), null);
    while (mgr.poll(POLL_MS)) {
      // Until the manager has stopped.
    }
  }

  private static void answer(MgConnection c, MgHttpMessage hm) {
    if (hm.uri.is("/quit")) {
      // It serves on until this reply has been sent, which then says close.
      c.mgr().stop(PATIENCE);
      MgHttp.reply(c, 200, "", "bye\n");
    } else if (hm.uri.is("/debug")) {
      debug(c, MgJson.getLong(hm.body, "$.level", -1));
    } else {
      MgHttp.reply(c, 200, "", "hi\n");
    }
  }

  private static void debug(MgConnection c, long level) {
    if (level < MgLog.NONE || level > MgLog.VERBOSE) {
      MgHttp.reply(c, 400, "", "send {\"level\": 0} to {\"level\": 4}\n");
    } else {
      MgLog.set((int) level);
      MgHttp.reply(c, 200, "", "log level " + level + "\n");
    }
  }
}
