package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed responses: when they are, what their heads say, and that they can be read again. */
class GzipTest {
  private static final String TEXT = "Content-Type: text/plain\r\n";
  private static final String VARY = "Vary: Accept-Encoding\r\n";
  private static final String BODY = "All work and no play. ".repeat(50);

  private static String get(String... lines) {
    String more = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    return "GET / HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
  }

  private static String wanting() {
    return get("Accept-Encoding: gzip");
  }

  private static HttpRig rig(Consumer<MgConnection> answer) {
    return new HttpRig(
        new MgOptions().httpGzipMinBytes(100),
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            answer.accept(c);
          }
        });
  }

  private static String answer(String request, Consumer<MgConnection> answer) throws Exception {
    try (HttpRig rig = rig(answer)) {
      return rig.exchange(request);
    }
  }

  private static String unzip(String packed) throws IOException {
    byte[] bytes = packed.getBytes(StandardCharsets.ISO_8859_1);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String body(String wire) {
    return wire.substring(wire.indexOf("\r\n\r\n") + 4);
  }

  private static String dechunk(String chunked) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (; ; ) {
      int eol = chunked.indexOf("\r\n", at);
      int n = Integer.parseInt(chunked.substring(at, eol), 16);
      if (n == 0) {
        assertThat(chunked.substring(eol)).isEqualTo("\r\n\r\n");
        return out.toString();
      }
      out.append(chunked, eol + 2, eol + 2 + n);
      at = eol + 4 + n;
    }
  }

  // ---- whole responses ----

  @Test
  void aWholeResponse_isCompressed_withItsNewLength() throws Exception {
    String wire =
        answer(wanting(), c -> MgHttp.reply(c, 200, TEXT + "ETag: \"a\"\r\nX: y\r\n", BODY));
    String packed = body(wire);
    assertThat(packed.length()).isLessThan(100);
    assertThat(wire)
        .startsWith(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nETag: W/\"a\"\r\nX: y\r\n"
                + "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\nContent-Length: "
                + packed.length()
                + "\r\n\r\n");
    assertThat(unzip(packed)).isEqualTo(BODY);
  }

  @Test
  void aClientThatDoesNotWantIt_isToldThatOthersMay() throws Exception {
    Consumer<MgConnection> reply = c -> MgHttp.reply(c, 200, TEXT + "ETag: \"a\"\r\n", BODY);
    String plain =
        "HTTP/1.1 200 OK\r\n"
            + TEXT
            + "ETag: \"a\"\r\n"
            + VARY
            + "Content-Length: 1100\r\n\r\n"
            + BODY;
    assertThat(answer(get(), reply)).isEqualTo(plain);
    assertThat(answer(get("Accept-Encoding: br, gzip;q=0"), reply)).isEqualTo(plain);
    assertThat(answer(get("Accept-Encoding: gzip;q=0.1, identity"), reply)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Vary: Accept-Encoding", "vary: Origin, accept-encoding ", "Vary: *"})
  void whoSaysItself_thatItVaries_isNotToldSoAgain(String vary) throws Exception {
    for (String request : new String[] {get(), wanting()}) {
      String whole = answer(request, c -> MgHttp.reply(c, 200, TEXT + vary + "\r\n", BODY));
      String pieces =
          answer(
              request,
              c -> {
                MgHttp.replyChunked(c, 200, TEXT + vary + "\r\n");
                MgHttp.endResponse(c);
              });
      for (String wire : new String[] {whole, pieces}) {
        assertThat(wire).containsOnlyOnce("ary: ");
        assertThat(wire.contains("Content-Encoding: gzip")).isEqualTo(request.equals(wanting()));
      }
    }
  }

  @Test
  void whatVariesByMore_isToldBoth() throws Exception {
    assertThat(answer(get(), c -> MgHttp.reply(c, 200, TEXT + "Vary: Origin\r\n", BODY)))
        .contains("\r\nVary: Origin\r\n" + VARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, gzip;q=0.2", "*", "GZip", "x-gzip", "br;q=0,gzip"})
  void theWaysToWantIt(String accepted) throws Exception {
    assertThat(answer(get("Accept-Encoding: " + accepted), c -> MgHttp.reply(c, 200, TEXT, BODY)))
        .contains("\r\nContent-Encoding: gzip\r\n");
  }

  @Test
  void head_saysWhatGetSays() throws Exception {
    Consumer<MgConnection> reply = c -> MgHttp.replyf(c, 200, TEXT, "%s", BODY);
    String get = answer(wanting(), reply);
    assertThat(answer(wanting().replace("GET", "HEAD"), reply))
        .isEqualTo(get.substring(0, get.indexOf("\r\n\r\n") + 4));
    assertThat(answer(wanting().repeat(3), reply)).isEqualTo(get.repeat(3));
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, false",
    "text/event-stream, false",
    "TEXT/HTML, true",
    "application/json, true",
    "application/problem+json; a=b, true",
    "image/svg+xml, true",
    "video/mp4, false",
    "application/octet-stream, false",
    "font/ttf, true"
  })
  void theTypeDecides(String type, boolean compressed) throws Exception {
    String wire =
        answer(wanting(), c -> MgHttp.reply(c, 200, "Content-Type: " + type + "\r\n", BODY));
    assertThat(wire.contains("Content-Encoding: gzip")).isEqualTo(compressed);
    assertThat(wire.contains(VARY)).isEqualTo(compressed);
    assertThat(wire.endsWith(BODY)).isNotEqualTo(compressed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Type: text/plain\r\nContent-Encoding: br\r\n",
        "Content-Type: text/plain\r\nContent-Range: bytes 0-1099/2000\r\n",
        "Content-Type: text/plain\r\ncache-control: max-age=1, No-Transform\r\n",
        "Content-Type: text/plain\r\nContent-Length: 1100\r\n",
      })
  void whatIsLeftAsItIs(String headers) throws Exception {
    assertThat(answer(wanting(), c -> MgHttp.reply(c, 200, headers, BODY)))
        .doesNotContain("Content-Encoding: gzip", VARY)
        .endsWith("Content-Length: 1100\r\n\r\n" + BODY);
  }

  @Test
  void whatIsTooSmall_partial_orWithoutABody_isLeftAsItIs() throws Exception {
    assertThat(answer(wanting(), c -> MgHttp.reply(c, 200, TEXT, "a".repeat(99))))
        .isEqualTo("HTTP/1.1 200 OK\r\n" + TEXT + "Content-Length: 99\r\n\r\n" + "a".repeat(99));
    assertThat(answer(wanting(), c -> MgHttp.reply(c, 206, TEXT, BODY))).endsWith(BODY);
    assertThat(answer(wanting(), c -> MgHttp.reply(c, 204, TEXT, BODY)))
        .isEqualTo("HTTP/1.1 204 No Content\r\n" + TEXT + "\r\n");
    assertThat(answer(wanting(), c -> MgHttp.reply(c, 304, TEXT, BODY)))
        .isEqualTo("HTTP/1.1 304 Not Modified\r\n" + TEXT + "\r\n");
    byte[] large = new byte[Gzip.MAX_WHOLE_BYTES + 1];
    assertThat(answer(wanting(), c -> MgHttp.reply(c, 200, TEXT, large)))
        .startsWith("HTTP/1.1 200 OK\r\n" + TEXT + "Content-Length: 1048577\r\n\r\n");
  }

  @Test
  void whatDoesNotShrink_goesOutAsItIs() throws Exception {
    byte[] noise = new byte[5_000];
    new Random(7).nextBytes(noise);
    assertThat(answer(wanting(), c -> MgHttp.reply(c, 200, TEXT, noise)))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\n"
                + TEXT
                + VARY
                + "Content-Length: 5000\r\n\r\n"
                + new String(noise, StandardCharsets.ISO_8859_1));
  }

  @Test
  void off_nothingIsCompressed_norToldOf() throws Exception {
    try (HttpRig rig =
        new HttpRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgHttp.EV_MSG) {
                MgHttp.reply(c, 200, TEXT, BODY);
              }
            })) {
      assertThat(rig.exchange(wanting()))
          .isEqualTo("HTTP/1.1 200 OK\r\n" + TEXT + "Content-Length: 1100\r\n\r\n" + BODY);
    }
  }

  @Test
  void aRefusedHeader_leavesNothing_alsoHere() throws Exception {
    assertThat(
            answer(
                wanting(),
                c -> {
                  assertThatThrownBy(() -> MgHttp.reply(c, 200, TEXT + "X: a\nb\r\n", BODY))
                      .isInstanceOf(MgException.class);
                  MgHttp.reply(c, 200, TEXT, BODY);
                }))
        .startsWith("HTTP/1.1 200 OK\r\n" + TEXT + "Content-Encoding: gzip\r\n");
  }

  @Test
  void bodiesOfEveryKindOfLength_canBeReadAgain() throws Exception {
    Random random = new Random(11);
    try (HttpRig rig = rig(c -> MgHttp.reply(c, 200, TEXT, (String) c.mgr().userData()));
        MemoryPeer peer = rig.connect()) {
      for (int n : new int[] {100, 101, 1_000, 16_383, 16_384, 16_385, 100_000, 1 << 20}) {
        StringBuilder text = new StringBuilder();
        while (text.length() < n) {
          text.append((char) ('a' + random.nextInt(8)));
        }
        rig.mgr.userData(text.toString());
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        peer.write(wanting());
        rig.poll();
        got.write(peer.received());
        rig.poll();
        got.write(peer.received());
        String wire = got.toString(StandardCharsets.ISO_8859_1);
        assertThat(wire).as("%d bytes", n).contains("Content-Length: " + body(wire).length());
        assertThat(unzip(body(wire))).isEqualTo(text.toString());
      }
    }
  }

  // ---- chunks ----

  @Test
  void eachChunk_canBeReadWhenItHasCome() throws Exception {
    List<MgConnection> asked = new ArrayList<>();
    try (HttpRig rig =
            rig(
                c -> {
                  asked.add(c);
                  assertThat(MgHttp.replyChunked(c, 200, TEXT + "ETag: \"a\"\r\n")).isTrue();
                });
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, wanting() + get()))
          .isEqualTo(
              "HTTP/1.1 200 OK\r\n"
                  + TEXT
                  + "ETag: W/\"a\"\r\nContent-Encoding: gzip\r\n"
                  + VARY
                  + "Transfer-Encoding: chunked\r\n\r\n");
      MgConnection c = asked.get(0);
      StringBuilder wire = new StringBuilder();
      String sent = "";
      for (int i = 0; i < 3; i++) {
        MgHttp.writeChunk(c, "hello".getBytes(StandardCharsets.US_ASCII));
        MgHttp.printfChunk(c, "-%d;", i);
        sent += "hello-" + i + ";";
        rig.poll();
        wire.append(rig.received(peer));
        assertThat(prefix(dechunk(wire + "0\r\n\r\n"), sent.length())).isEqualTo(sent);
      }
      MgHttp.writeChunk(c, BODY.repeat(1_000).getBytes(StandardCharsets.US_ASCII));
      MgHttp.endResponse(c, "Sum: 1\r\n");
      rig.poll();
      wire.append(rig.received(peer));
      int end = wire.indexOf("0\r\nSum: 1\r\n\r\n");
      assertThat(unzip(dechunk(wire.substring(0, end) + "0\r\n\r\n")))
          .isEqualTo(sent + BODY.repeat(1_000));
      assertThat(wire.substring(end + 13))
          .isEqualTo(
              "HTTP/1.1 200 OK\r\n"
                  + TEXT
                  + "ETag: \"a\"\r\n"
                  + VARY
                  + "Transfer-Encoding: chunked\r\n\r\n");
    }
  }

  /** The first bytes of an unfinished member. */
  private static String prefix(String packed, int n) throws IOException {
    byte[] bytes = packed.getBytes(StandardCharsets.ISO_8859_1);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readNBytes(n), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void chunks_toHttp10_andToHead() throws Exception {
    Consumer<MgConnection> two =
        c -> {
          MgHttp.replyChunked(c, 200, TEXT);
          MgHttp.writeChunk(c, "ab".getBytes(StandardCharsets.US_ASCII));
          MgHttp.printfChunk(c, "%s", "cd");
          MgHttp.endResponse(c);
        };
    String old = answer("GET / HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n", two);
    assertThat(old)
        .startsWith("HTTP/1.1 200 OK\r\n" + TEXT + "Connection: close\r\nContent-Encoding: gzip");
    assertThat(unzip(body(old))).isEqualTo("abcd");
    String head = answer(wanting().replace("GET", "HEAD").repeat(2), two);
    assertThat(head)
        .isEqualTo(
            ("HTTP/1.1 200 OK\r\n"
                    + TEXT
                    + "Content-Encoding: gzip\r\n"
                    + VARY
                    + "Transfer-Encoding: chunked\r\n\r\n")
                .repeat(2));
  }

  @Test
  void refusedTrailers_leaveABodyThatCanBeEnded() throws Exception {
    String wire =
        answer(
            wanting(),
            c -> {
              MgHttp.replyChunked(c, 200, TEXT);
              MgHttp.writeChunk(c, BODY.getBytes(StandardCharsets.ISO_8859_1));
              assertThatThrownBy(() -> MgHttp.endResponse(c, "X: a\nb\r\n"))
                  .isInstanceOf(MgException.class);
              MgHttp.endResponse(c);
            });
    assertThat(unzip(dechunk(body(wire)))).isEqualTo(BODY);
  }

  @Test
  void noChunkAtAll_isAnEmptyMember() throws Exception {
    String wire =
        answer(
            wanting(),
            c -> {
              MgHttp.replyChunked(c, 200, TEXT);
              MgHttp.endResponse(c);
            });
    assertThat(unzip(dechunk(body(wire)))).isEmpty();
  }

  @Test
  void moreStreamsThanThereAreDeflaters_goOutAsTheyAre_andDeflatersComeBack() throws Exception {
    List<MgConnection> asked = new ArrayList<>();
    try (HttpRig rig =
        rig(
            c -> {
              asked.add(c);
              MgHttp.replyChunked(c, 200, TEXT);
            })) {
      List<MemoryPeer> peers = new ArrayList<>();
      for (int i = 0; i <= Gzip.MAX_BODIES; i++) {
        MemoryPeer peer = rig.connect();
        peers.add(peer);
        assertThat(rig.send(peer, wanting()).contains("Content-Encoding: gzip"))
            .isEqualTo(i < Gzip.MAX_BODIES);
      }
      MgHttp.endResponse(asked.get(0));
      peers.get(1).reset();
      rig.poll();
      for (int i = 0; i < 3; i++) {
        assertThat(rig.send(rig.connect(), wanting()).contains("Content-Encoding: gzip"))
            .isEqualTo(i < 2);
      }
    }
  }
}
