package dev.mg.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.MgTimer;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.http.MgSse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a real browser makes of the server, with TLS too: fetch both ways, streams, server-sent
 * events.
 */
class BrowserHttpTest {
  private static final long WAIT_S = 20;
  private static final int PIECES = 3;
  private static final String PAGE =
      "<!doctype html><title>test</title><link rel=icon href='data:,'>";
  private static final String TEXT = "All work and no play. ".repeat(5_000);

  private static @Nullable Browser browser;

  /** Who gets the pieces, one each time the page has seen one; the server's thread only. */
  private @Nullable MgConnection inPieces;

  private int piece;

  /** Counted down when the client of /endless has left. */
  private final CountDownLatch left = new CountDownLatch(1);

  @BeforeAll
  static void startBrowser(@TempDir Path profile) throws IOException {
    Path program = Browser.find().orElse(null);
    assumeTrue(program != null, "no chromium on the PATH: on Debian, apt-get install chromium");
    browser = Browser.start(program, profile);
  }

  @AfterAll
  static void endBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (ev == MgHttp.EV_MSG) {
      answer(c, (MgHttpMessage) evData);
    } else if (ev == MgEvent.CLOSE && "endless".equals(c.data())) {
      left.countDown();
    }
  }

  private void answer(MgConnection c, MgHttpMessage hm) {
    switch (hm.uri.toString()) {
      case "/" -> MgHttp.reply(c, 200, "Content-Type: text/html\r\n", PAGE);
      case "/echo" -> MgHttp.reply(c, 200, "X-Method: " + hm.method + "\r\n", hm.body);
      case "/gzip" -> MgHttp.reply(c, 200, "Content-Type: text/plain\r\n", TEXT);
      case "/none" -> MgHttp.reply(c, 204, "", "");
      case "/pieces" -> {
        MgHttp.replyChunked(c, 200, "");
        inPieces = c;
        nextPiece();
      }
      case "/next" -> {
        nextPiece();
        MgHttp.reply(c, 204, "", "");
      }
      case "/endless" -> {
        c.data("endless");
        MgHttp.replyChunked(c, 200, "");
        tick(c.mgr(), c.id());
      }
      case "/events" -> events(c, MgSse.lastEventId(hm));
      default -> MgHttp.reply(c, 404, "", "");
    }
  }

  /** A piece of what /pieces gets, or the end of it. */
  private void nextPiece() {
    MgConnection to = Objects.requireNonNull(inPieces);
    if (++piece <= PIECES) {
      MgHttp.printfChunk(to, "piece %d;", piece);
    } else {
      MgHttp.endResponse(to);
    }
  }

  /** Writes on and on, until there is no connection any more. */
  private static void tick(MgManager mgr, long id) {
    MgConnection c = mgr.connection(id);
    if (c != null) {
      MgHttp.printfChunk(c, "tick");
      mgr.timerAdd(20, MgTimer.ONCE, () -> tick(mgr, id));
    }
  }

  /** Two events a time, numbered on from the last one the browser has seen. */
  private static void events(MgConnection c, @Nullable MgStr last) {
    int from = last == null ? 0 : Integer.parseInt(last.toString());
    if (MgSse.start(c)) {
      MgSse.retry(c, 20);
      for (int i = from + 1; i <= from + 2; i++) {
        MgSse.send(c, "tick", Integer.toString(i), "line one\nline " + i);
      }
      MgSse.end(c);
    }
  }

  @ParameterizedTest
  @CsvSource({"nio, ''", "netty, ''", "netty-epoll, ''", "nio, openssl", "netty-epoll, jdk"})
  void fetchAndEventSource(String transport, String engine) throws Exception {
    MgOptions options = new MgOptions().transport(transport).httpGzipMinBytes(1_000);
    try (ServerThread server = new ServerThread(options, this::onEvent, engine);
        Tab tab = browser.open(server.url() + "/")) {
      assertThat(tab.eval("location.protocol").asText())
          .isEqualTo(engine.isEmpty() ? "http:" : "https:");
      look(tab);
      assertThat(left.await(WAIT_S, TimeUnit.SECONDS)).as("CLOSE of the aborted").isTrue();
      assertThat(tab.complaints()).filteredOn(s -> !s.contains("\"canceled\":true")).isEmpty();
    }
  }

  private static void look(Tab tab) {
    assertThat(
            tab.eval(
                    "fetch('/echo', {method: 'POST', body: 'x'.repeat(1 << 20)})"
                        + ".then(r => r.text()).then(t => t.length)")
                .asInt())
        .isEqualTo(1 << 20);
    assertThat(
            tab.eval(
                    "fetch('/echo', {method: 'PUT', body: 'p\u00e9'})"
                        + ".then(async r => r.headers.get('X-Method') + await r.text())")
                .asText())
        .isEqualTo("PUTp\u00e9");
    assertThat(
            tab.eval(
                    "fetch('/gzip').then(async r =>"
                        + " r.headers.get('Content-Encoding') + (await r.text()).length)")
                .asText())
        .isEqualTo("gzip" + TEXT.length());
    assertThat(
            tab.eval("fetch('/none', {method: 'HEAD'}).then(async r => r.status + await r.text())")
                .asText())
        .isEqualTo("204");
    assertThat(
            tab.eval(
                    """
                    fetch('/pieces').then(async r => {
                      const reader = r.body.getReader();
                      let got = '', reads = 0;
                      for (;;) {
                        const {done, value} = await reader.read();
                        if (done) return got + reads;
                        got += new TextDecoder().decode(value);
                        reads++;
                        await fetch('/next');
                      }
                    })""")
                .asText())
        .isEqualTo("piece 1;piece 2;piece 3;3");
    assertThat(
            tab.eval(
                    """
                    new Promise(done => {
                      const source = new EventSource('/events');
                      const got = [];
                      source.addEventListener('tick', e => {
                        got.push(e.lastEventId + '=' + e.data);
                        if (got.length === 5) { source.close(); done(got.join('|')); }
                      });
                    })""")
                .asText())
        .isEqualTo(
            "1=line one\nline 1|2=line one\nline 2|3=line one\nline 3|4=line one\nline 4"
                + "|5=line one\nline 5");
    assertThat(
            tab.eval(
                    """
                    (async () => {
                      const stop = new AbortController();
                      const r = await fetch('/endless', {signal: stop.signal});
                      await r.body.getReader().read();
                      stop.abort();
                      return 'aborted';
                    })()""")
                .asText())
        .isEqualTo("aborted");
  }
}
