package dev.mg.bench;

import dev.mg.MgConnection;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import java.util.Arrays;

/**
 * Which answer a request gets by its method and path; another method on a known path gets 405 with
 * Allow, an unknown path 404. Immutable once serving; choosing allocates nothing.
 */
final class Routes {
  /** Answers one request; the message is borrowed during the call. */
  interface Answer {
    void answer(MgConnection c, MgHttpMessage hm);
  }

  /** A path that ends in a slash stands for all that start with it. */
  private record Route(String path, String[] methods, Answer answer) {
    boolean matches(MgStr uri) {
      return path.endsWith("/") ? uri.startsWith(path) : uri.is(path);
    }
  }

  private Route[] routes = new Route[0];

  /**
   * One route more; the first that matches is taken.
   *
   * @param methods those allowed, separated by commas and spaces, as Allow lists them
   * @param path the whole path, or with a slash at its end the start of it
   */
  Routes add(String methods, String path, Answer answer) {
    routes = Arrays.copyOf(routes, routes.length + 1);
    routes[routes.length - 1] = new Route(path, methods.split(", "), answer);
    return this;
  }

  /** Answers a request. */
  void serve(MgConnection c, MgHttpMessage hm) {
    for (Route route : routes) {
      if (route.matches(hm.uri)) {
        serve(route, c, hm);
        return;
      }
    }
    MgHttp.reply(c, 404, TargetServer.TEXT, "no such route\n");
  }

  private static void serve(Route route, MgConnection c, MgHttpMessage hm) {
    for (String method : route.methods) {
      if (hm.method.is(method)) {
        route.answer.answer(c, hm);
        return;
      }
    }
    String allow = "Allow: " + String.join(", ", route.methods) + "\r\n" + TargetServer.TEXT;
    MgHttp.reply(c, 405, allow, "not with this method\n");
  }
}
