package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOn;
import dev.mg.MgStr;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which answer a request gets, by its method and path; a handler to listen with.
 *
 * <pre>{@code
 * MgHttp.listen(mgr, url, new MgHttpRoutes()
 *     .on("GET", "/", (c, hm) -> MgHttp.reply(c, 200, "", "home\n"))
 *     .on("GET, POST", "/api/items/*", (c, hm, captures) -> item(c, hm, captures[0])), null);
 * }</pre>
 *
 * <p>The first route that has both the path and the method is taken. A path that has routes, but
 * none for the method, is answered by 405 (Method Not Allowed) with Allow (RFC 9110 section
 * 15.5.6), one without by {@link #otherwise}. HEAD goes where GET goes, and OPTIONS is answered by
 * Allow, unless {@link #exact} says otherwise.
 *
 * <p><b>One manager's thread</b> while it serves: captures are kept in it. Choosing a route without
 * wildcards, or with one, allocates nothing.
 */
public final class MgHttpRoutes implements MgHandler {
  /** Answers one request, with what the wildcards of its route stand for. */
  @FunctionalInterface
  public interface Action {
    /**
     * One whole request.
     *
     * @param hm borrowed until this call returns
     * @param captures one for each wildcard of the route's pattern, in their order, not decoded;
     *     borrowed like the message
     */
    void on(MgConnection c, MgHttpMessage hm, MgStr[] captures);
  }

  private record Route(String pattern, String[] methods, MgStr[] captures, Action action) {
    boolean has(MgStr method, boolean andHead) {
      for (String each : methods) {
        if (method.is(each) || andHead && each.equals("GET") && method.is("HEAD")) {
          return true;
        }
      }
      return false;
    }
  }

  private static final String TEXT = "Content-Type: text/plain\r\n";

  private Route[] routes = new Route[0];
  private boolean exact;
  private MgOn.Action<? super MgHttpMessage> otherwise =
      (c, hm) -> MgHttp.reply(c, 404, TEXT, "404 Not Found\n");

  /** Without routes: everything is 404. */
  public MgHttpRoutes() {}

  /**
   * One route more; returns this.
   *
   * @param methods those it takes, separated by commas, as in {@code "GET, POST"}
   * @param pattern of the path as it was sent, not decoded: {@link MgStr#match} has it
   * @throws MgException if a method is no token, or no path could match
   */
  public MgHttpRoutes on(String methods, String pattern, Action action) {
    Objects.requireNonNull(action, "action");
    if (pattern.isEmpty() || "/*?#".indexOf(pattern.charAt(0)) < 0) {
      throw new MgException("no path matches '" + pattern + "': start it with a slash");
    }
    String[] each = methods.split(",", -1);
    for (int i = 0; i < each.length; i++) {
      each[i] = each[i].strip();
      if (each[i].isEmpty() || !each[i].chars().allMatch(MgHttpRoutes::isToken)) {
        throw new MgException(
            "'" + each[i] + "' in the methods '" + methods + "' is none: write \"GET, POST\"");
      }
    }
    int wildcards = (int) pattern.chars().filter(ch -> "*?#".indexOf(ch) >= 0).count();
    MgStr[] captures = new MgStr[wildcards];
    Arrays.setAll(captures, i -> new MgStr(MgStr.EMPTY.buf(), 0, 0));
    Route[] more = Arrays.copyOf(routes, routes.length + 1);
    more[routes.length] = new Route(pattern, each, captures, action);
    routes = more;
    return this;
  }

  private static boolean isToken(int ch) {
    return ch < 0x80 && HttpChars.is(HttpChars.TOKEN, ch);
  }

  /** As {@link #on(String, String, Action)}, where nobody asks what the wildcards stand for. */
  public MgHttpRoutes on(
      String methods, String pattern, MgOn.Action<? super MgHttpMessage> action) {
    Objects.requireNonNull(action, "action");
    return on(methods, pattern, (c, hm, captures) -> action.on(c, hm));
  }

  /** What is done with a path that no route has, in place of 404; returns this. */
  public MgHttpRoutes otherwise(MgOn.Action<? super MgHttpMessage> action) {
    otherwise = action;
    return this;
  }

  /** Routes take the methods they name and no other, HEAD and OPTIONS included; returns this. */
  public MgHttpRoutes exact() {
    exact = true;
    return this;
  }

  @Override
  public boolean wants(int ev) {
    return ev != MgEvent.POLL;
  }

  /** Serves each whole request; other events pass. */
  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
      serve(c, hm);
    }
  }

  /** Answers a request of {@link MgHttp#EV_MSG}; for a handler that does more than this. */
  public void serve(MgConnection c, MgHttpMessage hm) {
    boolean known = false;
    for (Route route : routes) {
      if (hm.uri.match(route.pattern, route.captures)) {
        known = true;
        if (route.has(hm.method, !exact)) {
          route.action.on(c, hm, route.captures);
          return;
        }
      }
    }
    boolean isOptions = !exact && hm.method.is("OPTIONS");
    if (known || isOptions && hm.uri.is("*")) {
      String allow = "Allow: " + String.join(", ", allowed(hm)) + "\r\n";
      if (isOptions) {
        MgHttp.reply(c, 204, allow, "");
      } else {
        MgHttp.reply(c, 405, allow + TEXT, "405 Method Not Allowed\n");
      }
    } else {
      otherwise.on(c, hm);
    }
  }

  /** The methods of all routes for that path; of all there are for an asterisk. */
  private Set<String> allowed(MgHttpMessage hm) {
    Set<String> out = new LinkedHashSet<>();
    for (Route route : routes) {
      if (hm.uri.is("*") || hm.uri.match(route.pattern)) {
        for (String method : route.methods) {
          out.add(method);
          if (!exact && method.equals("GET")) {
            out.add("HEAD");
          }
        }
      }
    }
    if (!exact) {
      out.add("OPTIONS");
    }
    return out;
  }
}
