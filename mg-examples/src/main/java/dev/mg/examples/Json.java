package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgJson;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;

/**
 * JSON in, JSON out: {@code curl -d '{"text":"hi","times":2}' http://127.0.0.1:8007}.
 *
 * <p>Values are picked out of the body by path, and the answer is formatted in place; there is no
 * tree of objects.
 */
public final class Json {
  private static final String TYPE = "Content-Type: application/json\r\n";
  private static final int MOST = 100;

  private Json() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8007);
      Examples.announce(
          MgHttp.listen(mgr, "http://127.0.0.1:" + port, MgOn.on(MgHttp.MSG, Json::request), null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private static void request(MgConnection c, MgHttpMessage hm) {
    int wrongAt = MgJson.validate(hm.body);
    String text = MgJson.getStr(hm.body, "$.text");
    long times = MgJson.getLong(hm.body, "$.times", 1);
    if (!hm.method.is("POST")) {
      MgHttp.reply(c, 405, "Allow: POST\r\n", "");
    } else if (wrongAt >= 0) {
      error(c, "the body is not JSON from byte " + wrongAt + " on");
    } else if (text == null) {
      error(c, "text must be a string");
    } else if (times < 0 || times > MOST) {
      error(c, "times must be within 0.." + MOST);
    } else {
      // %Q is a JSON string, quoted and escaped.
      MgHttp.replyf(
          c, 200, TYPE, "{%Q:%Q,%Q:%d}\n", "text", text.repeat((int) times), "times", times);
    }
  }

  private static void error(MgConnection c, String what) {
    MgHttp.replyf(c, 400, TYPE, "{%Q:%Q}\n", "error", what);
  }
}
