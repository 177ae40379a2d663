package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgStr;
import dev.mg.MgTimer;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.http.MgSse;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page that shows the time as the server tells it, each second, by server-sent events: look at
 * http://127.0.0.1:8011 or {@code curl -N http://127.0.0.1:8011/events}.
 */
public final class Sse {
  private static final String PAGE =
      """
      <!doctype html>
      <meta charset="utf-8">
      <title>Events</title>
      <p>The server's time: <b id="time">?</b>, event <b id="event">?</b>
      <script>
        new EventSource("/events").addEventListener("tick", e => {
          document.getElementById("time").textContent = e.data;
          document.getElementById("event").textContent = e.lastEventId;
        });
      </script>
      """;

  private final Set<MgConnection> streams = new HashSet<>();
  private long ticks;

  private Sse() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    Sse clock = new Sse();
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8011);
      Examples.announce(MgHttp.listen(mgr, "http://127.0.0.1:" + port, clock::onEvent, null));
      mgr.timerAdd(1000, MgTimer.REPEAT, clock::tick);
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    switch (ev) {
      case MgHttp.EV_MSG -> answer(c, (MgHttpMessage) evData);
      case MgEvent.CLOSE -> streams.remove(c);
      default -> {}
    }
  }

  private void answer(MgConnection c, MgHttpMessage hm) {
    if (!hm.uri.is("/events")) {
      MgHttp.reply(c, 200, "Content-Type: text/html; charset=utf-8\r\n", PAGE);
    } else if (MgSse.start(c)) {
      MgStr last = MgSse.lastEventId(hm);
      MgSse.comment(c, last == null ? "welcome" : "welcome back, after event " + last);
      streams.add(c);
    }
  }

  private void tick() {
    String id = Long.toString(++ticks);
    String time = LocalTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
    for (MgConnection c : streams) {
      // A client that does not keep up misses events, which would only grow old.
      MgSse.send(c, "tick", id, time);
    }
  }
}
