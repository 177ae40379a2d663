package dev.mg.examples.demo;

import static dev.mg.examples.demo.DevTools.params;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * One tab of a browser. Expressions are JavaScript; in them {@code $(selector)} is the first
 * element of the page that matches.
 */
final class Tab implements AutoCloseable {
  private static final int WAIT_MS = 20_000;
  private static final int FIRST_ERROR_STATUS = 400;

  /**
   * Looks again every 20 ms, inside the page: the answer comes when the condition holds, and is
   * empty then. A condition that throws does not hold yet: the page may be half there.
   */
  private static final String UNTIL =
      """
      new Promise(done => {
        const end = performance.now() + %d;
        const look = () => {
          let why = '';
          try {
            if (%s) return done('');
          } catch (e) {
            why = e + ', ';
          }
          if (performance.now() < end) setTimeout(look, 20);
          else done(why + 'in this page:\\n' + document.body?.innerText);
        };
        look();
      })""";

  private final DevTools tools;
  private final String target;
  private final String session;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Map<String, String> urls = new HashMap<>();

  Tab(DevTools tools, String target, String session) {
    this.tools = tools;
    this.target = target;
    this.session = session;
    tools.listen(session, this::event);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", params());
    }
    // A page that is not in front draws nothing and has slow timers; several are looked at here.
    call("Emulation.setFocusEmulationEnabled", params().put("enabled", true));
    call(
        "Emulation.setDeviceMetricsOverride",
        params()
            .put("width", 1280)
            .put("height", 900)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  /** Goes to a page, and waits until all of it is loaded. */
  void go(String url) {
    // The answer may come before the new page does; the old one is complete, too.
    eval("self.isLeft = true");
    JsonNode answer = call("Page.navigate", params().put("url", url));
    if (answer.has("errorText")) {
      throw new AssertionError(url + ": " + answer.get("errorText").asText());
    }
    until("!self.isLeft && document.readyState === 'complete'");
  }

  /**
   * What an expression amounts to; a promise is waited for.
   *
   * @throws DevTools.PageGoneError if the page is left before that: nothing is evaluated twice
   */
  JsonNode eval(String expression) {
    String script =
        "(async () => { const $ = s => document.querySelector(s); return " + expression + "; })()";
    JsonNode answer =
        call(
            "Runtime.evaluate",
            params()
                .put("expression", script)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /**
   * Waits until a condition holds in the page, or in the one that a navigation under way puts in
   * its place.
   *
   * @throws AssertionError with the text of the page, if it does not in 20 s
   */
  void until(String condition) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
    String why = "";
    for (long left = WAIT_MS; left > 0; left = left(end)) {
      try {
        why = eval(UNTIL.formatted(left, condition)).asText();
        if (why.isEmpty()) {
          return;
        }
      } catch (DevTools.PageGoneError e) {
        why = e.getMessage();
      }
    }
    throw new AssertionError("waited 20 s for " + condition + ": " + why);
  }

  private static long left(long end) {
    return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
  }

  /** The text of the first element that matches. */
  String text(String selector) {
    return eval("$('" + selector + "').textContent").asText();
  }

  /** Presses the left button in the middle of an element, and whatever covers it gets that. */
  void click(String selector) {
    JsonNode at =
        eval(
            """
            (e => { e.scrollIntoView({block: 'center', behavior: 'instant'});
              const r = e.getBoundingClientRect();
              return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })($('%s'))"""
                .formatted(selector));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          params()
              .put("type", type)
              .put("button", "left")
              .put("clickCount", 1)
              .put("x", at.get("x").asDouble())
              .put("y", at.get("y").asDouble()));
    }
  }

  /** Replaces what an input field holds, as a person who types. */
  void type(String selector, String text) {
    click(selector);
    eval("$('" + selector + "').select()");
    call("Input.insertText", params().put("text", text));
  }

  void pressEnter() {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          params()
              .put("type", type)
              .put("key", "Enter")
              .put("code", "Enter")
              .put("windowsVirtualKeyCode", 13)
              .put("text", "\r"));
    }
  }

  /** Nothing that goes over the network is told any more, nor complained of. */
  void ignoreNetwork() {
    call("Network.disable", params());
  }

  /** Errors and warnings on the console, exceptions nobody caught, requests that failed. */
  List<String> complaints() {
    // Events come in order: with this answer all earlier ones have come.
    eval("true");
    return complaints;
  }

  /** What is seen of the page, as a PNG file. */
  void screenshot(Path file) throws IOException {
    String data = call("Page.captureScreenshot", params()).get("data").asText();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  @Override
  public void close() {
    tools.forget(session);
    tools.call(null, "Target.closeTarget", params().put("targetId", target));
  }

  private JsonNode call(String method, ObjectNode params) {
    return tools.call(session, method, params);
  }

  /** In the one thread that reads what the browser says. */
  private void event(String method, JsonNode params) {
    String request = params.path("requestId").asText();
    if (method.equals("Network.requestWillBeSent")) {
      urls.put(request, params.at("/request/url").asText());
    }
    boolean bad =
        switch (method) {
          case "Runtime.exceptionThrown", "Network.loadingFailed", "Network.webSocketFrameError" ->
              true;
          case "Runtime.consoleAPICalled" ->
              List.of("error", "warning", "assert").contains(params.path("type").asText());
          case "Log.entryAdded" ->
              List.of("error", "warning").contains(params.at("/entry/level").asText());
          case "Network.responseReceived" ->
              params.at("/response/status").asInt() >= FIRST_ERROR_STATUS;
          default -> false;
        };
    if (bad) {
      // A request that fails is told of by its number alone.
      complaints.add(method + " " + urls.getOrDefault(request, "") + " " + params);
    }
  }
}
