package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgUtil;
import dev.mg.http.MgCookie;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpCreds;
import dev.mg.http.MgHttpMessage;
import dev.mg.http.MgHttpRoutes;

/**
 * A password once, a cookie from then on: {@code curl -u joe:secret -c jar
 * http://127.0.0.1:8000/login}, then {@code curl -b jar http://127.0.0.1:8000/}.
 */
public final class Login {
  private static final String ASK = "WWW-Authenticate: Basic realm=\"mg\"\r\n";

  private final String token = MgUtil.randomStr(32);

  private Login() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    Login own = new Login();
    MgHttpRoutes routes =
        new MgHttpRoutes().on("GET", "/login", own::login).on("GET", "/", own::home);
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8000);
      Examples.announce(MgHttp.listen(mgr, "http://127.0.0.1:" + port, routes, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private void login(MgConnection c, MgHttpMessage hm) {
    MgHttpCreds creds = MgHttp.creds(hm);
    if (creds != null && creds.matches("joe", "secret")) {
      MgCookie cookie =
          new MgCookie("access_token", token)
              .path("/")
              .httpOnly()
              .sameSite(MgCookie.SameSite.STRICT);
      MgHttp.reply(c, 303, cookie.line() + "Location: /\r\n", "");
    } else {
      MgHttp.reply(c, 401, ASK, "user and password, please\n");
    }
  }

  /** The cookie is called as {@link MgHttp#creds} looks for it. */
  private void home(MgConnection c, MgHttpMessage hm) {
    MgHttpCreds creds = MgHttp.creds(hm);
    boolean in = creds != null && creds.matches("", token);
    MgHttp.reply(c, in ? 200 : 401, in ? "" : ASK, in ? "welcome\n" : "log in at /login\n");
  }
}
