package dev.mg.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.ws.MgWs;
import dev.mg.ws.MgWsMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real browser's WebSocket, with TLS too: messages of all sizes, fragments, and how each side
 * sees the end.
 */
class BrowserWsTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final long WAIT_S = 20;
  private static final int MAX_BYTES = 16 << 20;

  /** What is left of {@code recv} beside the largest message. */
  private static final int ROOM_BYTES = 1 << 20;

  /** {@code talk}: a socket that is open, with the next message, and how it ended. */
  private static final String PAGE =
      """
      <!doctype html><title>test</title><link rel=icon href='data:,'>
      <script>
      const talk = protocols => new Promise((open, fail) => {
        const ws = new WebSocket(location.origin.replace('http', 'ws') + '/ws', protocols);
        const came = [], wanted = [];
        ws.binaryType = 'arraybuffer';
        ws.next = () => new Promise(take => came.length ? take(came.shift()) : wanted.push(take));
        ws.ask = message => { ws.send(message); return ws.next(); };
        ws.onmessage = e => wanted.length ? wanted.shift()(e.data) : came.push(e.data);
        ws.end = new Promise(done => {
          ws.onclose = e => done(e.code + ' ' + e.reason + ' ' + e.wasClean);
        });
        ws.end.then(fail);
        ws.onopen = () => open(ws);
      });
      // Half of it can be compressed.
      const bytes = n => {
        const all = new Uint8Array(n);
        for (let i = 0, x = 1; i < n / 2; i++) {
          x = Math.imul(x, 1103515245) + 12345;
          all[i] = x >>> 16;
        }
        return all;
      };
      const same = (a, buffer) => {
        const b = new Uint8Array(buffer);
        return a.length === b.length && a.every((x, i) => x === b[i]);
      };
      </script>""";

  private static @Nullable Browser browser;

  /** How the server's WebSockets ended. */
  private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();

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
    switch (ev) {
      case MgHttp.EV_MSG -> {
        MgHttpMessage hm = (MgHttpMessage) evData;
        if (hm.uri.is("/ws")) {
          MgWs.upgrade(c, hm, MgWs.protocol(hm, "three", "two"));
        } else {
          MgHttp.reply(c, 200, "Content-Type: text/html\r\n", PAGE);
        }
      }
      case MgWs.EV_MSG -> answer(c, (MgWsMessage) evData);
      case MgEvent.CLOSE -> {
        if (c.isWebsocket()) {
          ends.add(MgWs.closeCode(c) + " " + MgWs.closeText(c));
        }
      }
      default -> {}
    }
  }

  /** An echo, but for those that ask for something. */
  private static void answer(MgConnection c, MgWsMessage wm) {
    String[] words = wm.data.len() > 100 ? new String[0] : wm.data.toString().split(" ", 3);
    switch (words.length == 0 ? "" : words[0]) {
      case "parts" -> {
        MgWs.sendPart(c, MgStr.of("gr\u00fc"), wm.op(), false);
        MgWs.send(c, "between", MgWs.OP_PING);
        MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_CONTINUE, false);
        MgWs.sendPart(c, MgStr.of("n".repeat(70_000)), MgWs.OP_CONTINUE, false);
        MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_CONTINUE, true);
      }
      case "close" -> MgWs.close(c, Integer.parseInt(words[1]), words[2]);
      case "abort" -> c.close();
      default -> MgWs.send(c, wm.data, wm.op());
    }
  }

  private ServerThread serve(String transport, boolean deflate) {
    return serve(transport, deflate, "");
  }

  private ServerThread serve(String transport, boolean deflate, String engine) {
    return new ServerThread(
        new MgOptions()
            .transport(transport)
            .wsMaxMessageBytes(MAX_BYTES)
            .maxRecvBytes(MAX_BYTES + ROOM_BYTES)
            .wsDeflateLevel(deflate ? 1 : 0),
        this::onEvent,
        engine);
  }

  private static Tab open(ServerThread server) {
    Tab tab = browser.open(server.url() + "/");
    // What goes over its sockets would all be told to us, too.
    tab.ignoreNetwork();
    return tab;
  }

  @ParameterizedTest
  @CsvSource({
    "nio,false,''",
    "nio,true,''",
    "netty,false,''",
    "netty,true,''",
    "netty-epoll,false,''",
    "netty-epoll,true,''",
    "nio,false,openssl",
    "netty-epoll,true,jdk",
  })
  void messages_comeBackWhole(String transport, boolean deflate, String engine) throws Exception {
    try (ServerThread server = serve(transport, deflate, engine);
        Tab tab = open(server)) {
      tab.eval("talk().then(ws => { self.ws = ws; })");
      assertThat(tab.eval("ws.extensions.split(';')[0]").asText())
          .isEqualTo(deflate ? "permessage-deflate" : "");
      assertThat(tab.eval("ws.ask('gr\u00fc\u00df dich \ud83d\ude00')").asText())
          .isEqualTo("gr\u00fc\u00df dich \ud83d\ude00");
      assertThat(tab.eval("ws.ask('')").asText()).isEmpty();
      assertThat(tab.eval("ws.ask(new Uint8Array(0)).then(b => b.byteLength)").asInt()).isZero();
      assertThat(tab.eval("ws.ask('\u20ac'.repeat(100_000)).then(t => t.length)").asInt())
          .isEqualTo(100_000);
      int most = FULL || !deflate || transport.equals("nio") ? MAX_BYTES : MAX_BYTES / 16;
      for (int n : new int[] {125, 126, 65_535, 65_536, most}) {
        String sent = "(all => ws.ask(all).then(b => same(all, b)))(bytes(" + n + "))";
        assertThat(tab.eval(sent).asBoolean()).as("%d bytes", n).isTrue();
      }
      assertThat(tab.eval("ws.ask('parts').then(t => t === 'gr\u00fc' + 'n'.repeat(70_000))"))
          .hasToString("true");
      tab.eval("ws.close(1000)");
      assertThat(tab.eval("ws.end").asText()).isEqualTo("1000  true");
      assertThat(ends.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("1000 ");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"nio,''", "netty,''", "netty-epoll,''", "netty,openssl"})
  void thePage_seesHowWeEnd(String transport, String engine) throws Exception {
    try (ServerThread server = serve(transport, false, engine);
        Tab tab = open(server)) {
      String ended = "talk().then(ws => { ws.send(%s); return ws.end; })";
      for (String end : new String[] {"1000 done", "1001 ", "1013 later", "4000 eigen \u00fc"}) {
        assertThat(tab.eval(ended.formatted("'close " + end + "'")).asText())
            .isEqualTo(end + " true");
      }
      assertThat(tab.eval(ended.formatted("new Uint8Array(" + (MAX_BYTES + 1) + ")")).asText())
          .startsWith("1009 ");
      assertThat(tab.eval(ended.formatted("'abort'")).asText()).isEqualTo("1006  false");
      assertThat(tab.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"nio,''", "netty,''", "netty-epoll,''", "nio,jdk"})
  void weSee_howThePageEnds(String transport, String engine) throws Exception {
    try (ServerThread server = serve(transport, false, engine)) {
      try (Tab tab = open(server)) {
        String closed = "talk().then(ws => { ws.close(%s); return ws.end; })";
        assertThat(tab.eval(closed.formatted("")).asText()).isEqualTo("1005  true");
        assertThat(ends.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("1005 ");
        assertThat(tab.eval(closed.formatted("3000, 'gr\u00fcn'")).asText())
            .isEqualTo("3000 gr\u00fcn true");
        assertThat(ends.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("3000 gr\u00fcn");
        assertThat(tab.eval(closed.formatted("4999")).asText()).isEqualTo("4999  true");
        assertThat(ends.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("4999 ");
        assertThat(tab.complaints()).isEmpty();
        // The tab is closed with this one open.
        tab.eval("talk().then(() => true)");
      }
      assertThat(ends.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("1001 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aSubprotocol_isOneThatThePageSpeaks(String transport) throws Exception {
    try (ServerThread server = serve(transport, false);
        Tab tab = open(server)) {
      assertThat(tab.eval("talk(['one', 'two']).then(ws => ws.protocol)").asText())
          .isEqualTo("two");
      assertThat(tab.eval("talk().then(ws => ws.protocol)").asText()).isEmpty();
      assertThat(tab.complaints()).isEmpty();
    }
  }
}
