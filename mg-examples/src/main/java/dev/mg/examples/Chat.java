package dev.mg.examples;

import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.http.MgHttp;
import dev.mg.ws.MgTopics;
import dev.mg.ws.MgWs;

/** Chat rooms: open http://127.0.0.1:8011/lobby in two tabs; each path is a room, and a topic. */
public final class Chat {
  private static final String HTML = "Content-Type: text/html; charset=utf-8\r\n";
  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>chat</title>
      <form><input size="60" autofocus placeholder="say something"></form><ul></ul>
      <script>
        const [form, input, ul] = ['form', 'input', 'ul'].map(s => document.querySelector(s));
        const ws = new WebSocket('ws://' + location.host + location.pathname);
        ws.onmessage = e => ul.appendChild(document.createElement('li')).textContent = e.data;
        form.onsubmit = () => { ws.send(input.value); input.value = ''; return false; };
      </script>
      """;

  private Chat() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    try (MgManager mgr = MgManager.create()) {
      MgTopics rooms = MgTopics.of(mgr);
      MgHandler handler =
          MgOn.on(
                  MgHttp.MSG,
                  (c, hm) -> {
                    if (hm.header("Upgrade") != null) {
                      MgWs.upgrade(c, hm, "");
                    } else {
                      MgHttp.reply(c, 200, HTML, PAGE);
                    }
                  })
              .on(
                  MgWs.OPEN,
                  (c, hm) -> {
                    // A plus would be a wildcard: whoever asks for /+ would hear every room.
                    c.label("room" + hm.uri.toString().replace('+', '-'));
                    rooms.subscribe(c, c.label());
                  })
              .on(MgWs.MSG, (c, wm) -> rooms.publish(c.label(), wm.data, wm.op()));
      int port = Examples.port(args, 8011);
      Examples.announce(MgHttp.listen(mgr, "http://127.0.0.1:" + port, handler, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }
}
