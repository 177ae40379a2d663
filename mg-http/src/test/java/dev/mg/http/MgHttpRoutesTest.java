package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgOn;
import org.junit.jupiter.api.Test;

/** Which answer a request gets. */
class MgHttpRoutesTest {
  private static MgHttpRoutes routes() {
    return new MgHttpRoutes()
        .on("GET", "/", (c, hm) -> MgHttp.reply(c, 200, "", "home"))
        .on("GET", "/items/*", (c, hm, at) -> MgHttp.reply(c, 200, "", "get " + at[0]))
        .on("PUT, DELETE", "/items/*", (c, hm, at) -> MgHttp.reply(c, 200, "", "put " + at[0]))
        .on(
            "POST",
            "/a/?/*.#",
            (c, hm, at) -> MgHttp.reply(c, 200, "", at[0] + "|" + at[1] + "|" + at[2]))
        .on("HEAD", "/head", (c, hm) -> MgHttp.reply(c, 200, "X: own\r\n", "x"))
        .on("GET", "/head", (c, hm) -> MgHttp.reply(c, 200, "", "x"));
  }

  private static String ask(HttpRig rig, String line) throws Exception {
    return rig.exchange(line + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  }

  private static String refused(int status, String reason, String allow) {
    String text = status + " " + reason + "\n";
    return "HTTP/1.1 "
        + status
        + " "
        + reason
        + "\r\n"
        + allow
        + "Content-Type: text/plain\r\nContent-Length: "
        + text.length()
        + "\r\n\r\n"
        + text;
  }

  @Test
  void pathAndMethod_chooseTheFirstRouteThatHasBoth() throws Exception {
    try (HttpRig rig = new HttpRig(routes())) {
      assertThat(ask(rig, "GET /")).isEqualTo(HttpRig.ok("home"));
      assertThat(ask(rig, "GET /?a=b")).isEqualTo(HttpRig.ok("home"));
      assertThat(ask(rig, "GET /items/7")).isEqualTo(HttpRig.ok("get 7"));
      assertThat(ask(rig, "DELETE /items/a%2Fb")).isEqualTo(HttpRig.ok("put a%2Fb"));
      assertThat(ask(rig, "PUT /items/")).isEqualTo(HttpRig.ok("put "));
      assertThat(ask(rig, "POST /a/x/y.z/1")).isEqualTo(HttpRig.ok("x|y|z/1"));
    }
  }

  @Test
  void head_goesWhereGetGoes_unlessItHasARouteOfItsOwn() throws Exception {
    try (HttpRig rig = new HttpRig(routes())) {
      assertThat(ask(rig, "HEAD /items/7"))
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
      assertThat(ask(rig, "HEAD /head"))
          .isEqualTo("HTTP/1.1 200 OK\r\nX: own\r\nContent-Length: 1\r\n\r\n");
    }
  }

  @Test
  void anotherMethod_gets405WithAllOfThePath_andAnotherPath404() throws Exception {
    try (HttpRig rig = new HttpRig(routes())) {
      assertThat(ask(rig, "POST /items/7"))
          .isEqualTo(
              refused(405, "Method Not Allowed", "Allow: GET, HEAD, PUT, DELETE, OPTIONS\r\n"));
      assertThat(ask(rig, "get /"))
          .isEqualTo(refused(405, "Method Not Allowed", "Allow: GET, HEAD, OPTIONS\r\n"));
      for (String path : new String[] {"/items", "/items/1/2", "/x", "//", "/ITEMS/1"}) {
        assertThat(ask(rig, "GET " + path)).isEqualTo(refused(404, "Not Found", ""));
      }
      assertThat(ask(rig, "OPTIONS /x")).isEqualTo(refused(404, "Not Found", ""));
    }
  }

  @Test
  void options_isAnsweredByAllow() throws Exception {
    try (HttpRig rig = new HttpRig(routes())) {
      assertThat(ask(rig, "OPTIONS /"))
          .isEqualTo("HTTP/1.1 204 No Content\r\nAllow: GET, HEAD, OPTIONS\r\n\r\n");
      assertThat(ask(rig, "OPTIONS *"))
          .isEqualTo(
              "HTTP/1.1 204 No Content\r\nAllow: GET, HEAD, PUT, DELETE, POST, OPTIONS\r\n\r\n");
    }
  }

  @Test
  void exactRoutes_takeWhatTheyName_andNoOther() throws Exception {
    try (HttpRig rig = new HttpRig(routes().exact())) {
      assertThat(ask(rig, "GET /")).isEqualTo(HttpRig.ok("home"));
      assertThat(ask(rig, "HEAD /"))
          .startsWith("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\n");
      assertThat(ask(rig, "OPTIONS /items/1"))
          .isEqualTo(refused(405, "Method Not Allowed", "Allow: GET, PUT, DELETE\r\n"));
      assertThat(ask(rig, "OPTIONS *")).isEqualTo(refused(404, "Not Found", ""));
    }
  }

  @Test
  void otherwise_isForPathsThatNoRouteHas() throws Exception {
    MgHttpRoutes routes =
        routes().otherwise((c, hm) -> MgHttp.reply(c, 200, "", "other " + hm.uri));
    try (HttpRig rig = new HttpRig(MgOn.on(MgHttp.MSG, routes::serve))) {
      assertThat(ask(rig, "GET /x")).isEqualTo(HttpRig.ok("other /x"));
      assertThat(ask(rig, "GET /items/1")).isEqualTo(HttpRig.ok("get 1"));
      assertThat(ask(rig, "POST /")).startsWith("HTTP/1.1 405 ");
    }
  }

  @Test
  void methods_areTokens() {
    for (String methods : new String[] {"", "GET,", "GET POST", "G\u00c9T", "GET;POST"}) {
      assertThatThrownBy(() -> new MgHttpRoutes().on(methods, "/", (c, hm) -> {}))
          .as(methods)
          .isInstanceOf(MgException.class)
          .hasMessageContaining("\"GET, POST\"");
    }
  }

  @Test
  void aPatternThatNoPathMatches_isRefused() {
    for (String pattern : new String[] {"", "notes", "notes/*", " /"}) {
      assertThatThrownBy(() -> new MgHttpRoutes().on("GET", pattern, (c, hm) -> {}))
          .isInstanceOf(MgException.class)
          .hasMessageContainingAll("'" + pattern + "'", "slash");
    }
    assertThatNoException()
        .isThrownBy(
            () ->
                new MgHttpRoutes()
                    .on("OPTIONS", "*", (c, hm) -> {})
                    .on("GET", "#.html", (c, hm) -> {})
                    .on("GET", "?a", (c, hm) -> {}));
  }
}
