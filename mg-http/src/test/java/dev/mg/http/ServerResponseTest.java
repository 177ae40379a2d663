package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgStr;
import dev.mg.testkit.MemoryPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the calls that answer write. */
class ServerResponseTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String HEAD = GET.replace("GET", "HEAD");
  private static final String OLD = "GET / HTTP/1.0\r\n\r\n";

  /** What comes back when {@code answer} runs in EV_MSG. */
  private static String answer(String request, Consumer<MgConnection> answer) throws Exception {
    try (HttpRig rig =
        new HttpRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgHttp.EV_MSG) {
                answer.accept(c);
              }
            })) {
      return rig.exchange(request);
    }
  }

  @Test
  void reply_text() throws Exception {
    assertThat(
            answer(GET, c -> MgHttp.reply(c, 200, "Content-Type: text/plain\r\nX:y\r\n", "hi\n")))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX:y\r\nContent-Length: 3\r\n\r\nhi\n");
  }

  @Test
  void reply_textBeyondAscii_isUtf8_andItsLengthIsInBytes() throws Exception {
    assertThat(answer(GET, c -> MgHttp.reply(c, 200, "X: \u00e9\r\n", "\u20ac".repeat(5))))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nX: \u00c3\u00a9\r\nContent-Length: 15\r\n\r\n"
                + "\u00e2\u0082\u00ac".repeat(5));
    assertThat(answer(GET, c -> MgHttp.reply(c, 200, "", "\u00e9".repeat(99))))
        .contains("Content-Length: 198\r\n\r\n\u00c3\u00a9")
        .hasSize("HTTP/1.1 200 OK\r\nContent-Length: 198\r\n\r\n".length() + 198);
  }

  @Test
  void reply_bytesAndSlices_areSentRaw() throws Exception {
    byte[] raw = {0, (byte) 0xFF, '\r', '\n'};
    String expected = HttpRig.ok("\0\u00ff\r\n");
    assertThat(answer(GET, c -> MgHttp.reply(c, 200, "", raw))).isEqualTo(expected);
    assertThat(answer(GET, c -> MgHttp.reply(c, 200, "", MgStr.of(raw)))).isEqualTo(expected);
  }

  @Test
  void replyf_formatsTheBody() throws Exception {
    assertThat(answer(GET, c -> MgHttp.replyf(c, 200, "", "{%Q:%d}", "a\"b", 42)))
        .isEqualTo(HttpRig.ok("{\"a\\\"b\":42}"));
    assertThat(answer(GET, c -> MgHttp.replyf(c, 200, "", "%s", "x".repeat(12_345))))
        .isEqualTo(HttpRig.ok("x".repeat(12_345)));
    assertThat(answer(GET, c -> MgHttp.replyf(c, 200, "", "%s", ""))).isEqualTo(HttpRig.ok(""));
    assertThat(answer(GET, c -> MgHttp.replyf(c, 200, "", "%%".repeat(10))))
        .isEqualTo(HttpRig.ok("%".repeat(10)));
  }

  @Test
  void date_isSent_unlessTheCallerHasOne() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      peer.write(GET);
      rig.poll();
      assertThat(peer.receivedText())
          .matches(
              "(?s)HTTP/1.1 200 OK\r\nDate: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\nContent.*");
    }
    assertThat(answer(GET, c -> MgHttp.reply(c, 200, "daTE: never\r\n", "")))
        .isEqualTo("HTTP/1.1 200 OK\r\ndaTE: never\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void head_hasTheLengthAndNoBody() throws Exception {
    assertThat(answer(HEAD + GET, c -> MgHttp.reply(c, 200, "", "hello")))
        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + HttpRig.ok("hello"));
    assertThat(answer(HEAD, c -> MgHttp.reply(c, 200, "", "\u20ac".repeat(4))))
        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n");
    assertThat(answer(HEAD, c -> MgHttp.reply(c, 200, "Content-Length: 99\r\n", "")))
        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
    assertThat(answer(HEAD, c -> MgHttp.replyf(c, 200, "", "%d", 12345)))
        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  }

  @Test
  void noContentAndNotModified_haveNoBody() throws Exception {
    assertThat(answer(GET, c -> MgHttp.reply(c, 204, "", "x")))
        .isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(answer(GET, c -> MgHttp.reply(c, 204, "Content-Length: 5\r\n", "")))
        .isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(answer(GET, c -> MgHttp.reply(c, 304, "ETag: \"a\"\r\n", "x")))
        .isEqualTo("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
    assertThat(answer(GET, c -> MgHttp.reply(c, 304, "Content-Length: 5\r\n", "")))
        .isEqualTo("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
    assertThat(answer(HEAD, c -> MgHttp.reply(c, 204, "", "")))
        .isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
  }

  @Test
  void resetContent_hasNoBody_andSaysSo() throws Exception {
    String reset = "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n";
    assertThat(answer(GET + HEAD, c -> MgHttp.reply(c, 205, "", "x"))).isEqualTo(reset.repeat(2));
    assertThat(
            answer(
                GET + GET,
                c -> {
                  assertThat(MgHttp.replyChunked(c, 205, "")).isFalse();
                  MgHttp.writeChunk(c, new byte[3]);
                  MgHttp.endResponse(c);
                }))
        .isEqualTo(reset.repeat(2));
    assertThat(
            answer(
                GET + GET,
                c -> {
                  assertThat(MgHttp.replyLength(c, 205, "", 3)).isFalse();
                  MgHttp.writeChunk(c, new byte[3]);
                }))
        .isEqualTo(reset.repeat(2));
  }

  @Test
  void aStatusNobodyKnows_hasNoReason_andOthersAreRefused() throws Exception {
    assertThat(answer(GET, c -> MgHttp.reply(c, 299, "", "")))
        .isEqualTo("HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n");
    for (int bad : new int[] {0, -1, 100, 101, 199, 600, 1000}) {
      refuses(c -> MgHttp.reply(c, bad, "", ""), "status " + bad);
    }
  }

  @Test
  void connectionClose_byTheCaller_closes() throws Exception {
    assertThat(answer(GET + GET, c -> MgHttp.reply(c, 200, "connection: x, Close\r\nX: y\r\n", "")))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nconnection: x, Close\r\nX: y\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assertThat(answer(GET + GET, c -> MgHttp.reply(c, 200, "Connection: close\r\n", "")))
        .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assertThat(answer(OLD, c -> MgHttp.reply(c, 200, "Connection: keep-alive\r\n", "")))
        .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assertThat(answer(GET, c -> MgHttp.reply(c, 426, "Connection: Upgrade\r\n", "")))
        .isEqualTo(
            "HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void contentLength_byTheCaller_mustBeRight() throws Exception {
    assertThat(answer(GET, c -> MgHttp.reply(c, 200, "Content-Length:  2\r\nX: y\r\n", "hi")))
        .isEqualTo("HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 2\r\n\r\nhi");
    refuses(c -> MgHttp.reply(c, 200, "Content-Length: 3\r\n", "hi"), "body has 2 bytes");
    refuses(c -> MgHttp.reply(c, 200, "Content-Length: x\r\n", "hi"), "decimal");
    refuses(c -> MgHttp.replyChunked(c, 200, "Content-Length: 3\r\n"), "Content-Length");
    refuses(c -> MgHttp.reply(c, 200, "Transfer-encoding: chunked\r\n", "hi"), "Transfer-encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y",
        "X: y\n",
        "X: y\r",
        "X: a\r\nb\r\n",
        "X: a\nY: b\r\n",
        "X: a\rb\r\n",
        "X: a\0b\r\n",
        "X: a\u007f\r\n",
        "\r\n",
        "X\r\n",
        ": y\r\n",
        "X : y\r\n",
        "X y: z\r\n",
        " X: y\r\n",
        "X: y\r\n z\r\n",
        "X\u00e9: y\r\n",
        "X: y\r\n\r\n",
        "X: y\r\n\r\nHTTP/1.1 200 OK\r\n",
        "X: \u20ac\n\r\n",
        "X: \u20ac",
        "X: \u010a\u010d",
        "X(: y\r\n",
        "X: \u001b[0m\r\n",
      })
  void malformedHeaders_areRefused_andNothingOfThemIsSent(String headers) throws Exception {
    refuses(c -> MgHttp.reply(c, 200, headers, "hi"), "header line");
    refuses(c -> MgHttp.replyChunked(c, 200, headers), "header line");
  }

  @Test
  void aRefusedHeader_isNamed() throws Exception {
    refuses(
        c -> MgHttp.reply(c, 200, "Good: 1\r\nX-Bad: a\r\nSet-Cookie: b\r\nc: \n\r\n", ""),
        "'c: \\n\\r\\n'");
    refuses(c -> MgHttp.reply(c, 302, "Location: /\r\nno colon\r\n", ""), "'no colon\\r\\n'");
  }

  /** {@code bad} throws with that text, and the request can still be answered as if it was not. */
  private static void refuses(Consumer<MgConnection> bad, String why) throws Exception {
    assertThat(
            answer(
                GET,
                c -> {
                  assertThatThrownBy(() -> bad.accept(c))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining(why);
                  MgHttp.reply(c, 500, "", "");
                }))
        .isEqualTo("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
  }

  // ---- chunks ----

  @Test
  void chunks() throws Exception {
    String wire =
        answer(
            GET + GET,
            c -> {
              MgHttp.replyChunked(c, 200, "X: y\r\n");
              MgHttp.writeChunk(c, "hello".getBytes());
              MgHttp.writeChunk(c, MgStr.of("x".repeat(16)));
              MgHttp.printfChunk(c, "%d-%s", 7, "\u00e9");
              MgHttp.printfChunk(c, "%s", "z".repeat(4096));
              MgHttp.printfChunk(c, "%s", "z".repeat(300));
              MgHttp.printfChunk(c, "");
            });
    String one =
        "HTTP/1.1 200 OK\r\nX: y\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10\r\n"
            + "x".repeat(16)
            + "\r\n4\r\n7-\u00c3\u00a9\r\n1000\r\n"
            + "z".repeat(4096)
            + "\r\n12c\r\n"
            + "z".repeat(300)
            + "\r\n0\r\n\r\n";
    assertThat(wire).isEqualTo(one + one);
  }

  @Test
  void chunks_toHttp10_arePlainBytesThatEndWithTheConnection() throws Exception {
    Consumer<MgConnection> two =
        c -> {
          MgHttp.replyChunked(c, 200, "");
          MgHttp.writeChunk(c, "ab".getBytes());
          MgHttp.printfChunk(c, "%s", "cd");
          MgHttp.writeChunk(c, new byte[0]);
        };
    String expected = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcd";
    assertThat(answer(OLD, two)).isEqualTo(expected);
    String keep = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    assertThat(answer(keep + keep, two)).isEqualTo(expected);
  }

  @Test
  void chunks_whereNoBodyMayBe_areLeftOut() throws Exception {
    BiConsumer<MgConnection, Integer> chunks =
        (c, status) -> {
          MgHttp.replyChunked(c, status, "");
          MgHttp.writeChunk(c, "ab".getBytes());
          MgHttp.printfChunk(c, "%s", "cd");
          MgHttp.endResponse(c);
        };
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(answer(HEAD + HEAD, c -> chunks.accept(c, 200))).isEqualTo(head + head);
    assertThat(answer(GET, c -> chunks.accept(c, 204)))
        .isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(answer(GET, c -> chunks.accept(c, 304)))
        .isEqualTo("HTTP/1.1 304 Not Modified\r\n\r\n");
  }

  @Test
  void chunks_overTime_holdTheNextRequestUntilTheLast() throws Exception {
    List<MgConnection> waiting = new ArrayList<>();
    try (HttpRig rig =
            new HttpRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    waiting.add(c);
                    MgHttp.replyChunked(c, 200, "");
                  }
                });
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET + GET);
      for (int i = 0; i < 3; i++) {
        MgHttp.printfChunk(waiting.get(0), "%d", i);
        rig.poll();
        assertThat(rig.received(peer)).isEqualTo("1\r\n" + i + "\r\n");
        rig.pass(90_000);
      }
      assertThat(waiting).hasSize(1);
      MgHttp.endResponse(waiting.get(0));
      rig.poll();
      assertThat(rig.received(peer))
          .isEqualTo("0\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    }
  }

  // ---- one request, one response ----

  @Test
  void aSecondResponse_isRefused_andASecondEndIsNot() throws Exception {
    assertThat(
            answer(
                GET,
                c -> {
                  MgHttp.reply(c, 200, "", "1");
                  assertThatThrownBy(() -> MgHttp.reply(c, 200, "", "2"))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining("no request to answer");
                  assertThatThrownBy(() -> MgHttp.replyChunked(c, 200, ""))
                      .hasMessageContaining("no request to answer");
                  assertThatThrownBy(() -> MgHttp.writeChunk(c, new byte[1]))
                      .hasMessageContaining("replyChunked");
                  MgHttp.endResponse(c);
                }))
        .isEqualTo(HttpRig.ok("1"));
  }

  @Test
  void chunksWithoutStart_areRefused() throws Exception {
    refuses(c -> MgHttp.writeChunk(c, new byte[1]), "replyChunked");
    refuses(c -> MgHttp.printfChunk(c, "x"), "replyChunked");
  }

  @Test
  void answeringWhatIsNoHttpServer_isRefused() {
    try (HttpRig rig = new HttpRig(HttpRig.echo())) {
      assertThatThrownBy(() -> MgHttp.reply(rig.listener, 200, "", ""))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("does not speak HTTP");
    }
  }

  @Test
  void answeringFromAnotherThread_isRefusedBeforeAnythingIsWritten() throws Exception {
    List<MgConnection> waiting = new ArrayList<>();
    try (HttpRig rig =
            new HttpRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    waiting.add(c);
                  }
                });
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      MgConnection c = waiting.get(0);
      List<Runnable> calls =
          List.of(
              () -> MgHttp.reply(c, 200, "", "no"),
              () -> MgHttp.replyChunked(c, 200, ""),
              () -> MgHttp.writeChunk(c, new byte[1]),
              () -> MgHttp.endResponse(c),
              () -> MgSse.start(c));
      for (Runnable call : calls) {
        FutureTask<IllegalStateException> refused =
            new FutureTask<>(() -> catchThrowableOfType(IllegalStateException.class, call::run));
        new Thread(refused, "elsewhere").start();
        assertThat(refused.get(10, TimeUnit.SECONDS))
            .hasMessageContainingAll("'elsewhere'", "mgr.execute");
      }
      assertThat(c.send.isEmpty()).isTrue();
      MgHttp.reply(c, 200, "", "yes");
      rig.poll();
      assertThat(rig.received(peer)).isEqualTo(HttpRig.ok("yes"));
    }
  }

  @Test
  void answeringWhoHasGone_doesNothing() throws Exception {
    List<MgConnection> waiting = new ArrayList<>();
    try (HttpRig rig =
            new HttpRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    waiting.add(c);
                  }
                });
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      peer.reset();
      rig.poll();
      assertThat(rig.log.has("CLOSE RESET")).isTrue();
      MgConnection c = waiting.get(0);
      MgHttp.reply(c, 200, "", "");
      MgHttp.replyChunked(c, 200, "");
      MgHttp.writeChunk(c, new byte[1]);
      MgHttp.printfChunk(c, "x");
      MgHttp.endResponse(c);
      assertThat(c.send.isEmpty()).isTrue();
    }
  }

  @Test
  void aResponseOfTheProgramsOwn_isEndedByEndResponse() throws Exception {
    assertThat(
            answer(
                GET + GET,
                c -> {
                  c.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                  MgHttp.endResponse(c);
                }))
        .isEqualTo(HttpRig.ok("hi").repeat(2));
  }

  @Test
  void ofTheProgramsOwn_toHttp10_closes() throws Exception {
    try (HttpRig rig =
            new HttpRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    c.send("HTTP/1.0 200 OK\r\n\r\nhi");
                    MgHttp.endResponse(c);
                  }
                });
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, OLD)).isEqualTo("HTTP/1.0 200 OK\r\n\r\nhi");
      assertThat(peer.isEof()).isTrue();
    }
  }
}
