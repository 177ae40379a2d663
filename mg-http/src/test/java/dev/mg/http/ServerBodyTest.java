package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies: their limit, 100 (Continue), trailers, and the answers that come before their end. */
class ServerBodyTest {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private static String post(long length, String... lines) {
    String more = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n" + more + "\r\n";
  }

  private static MgOptions maxBody(int bytes) {
    return new MgOptions().httpMaxBodyBytes(bytes);
  }

  /** Replies in EV_HDRS. */
  private static MgHandler early() {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_HDRS) {
        MgHttp.reply(c, 403, "", "no");
      }
    };
  }

  @Test
  void theLimitItself_isTaken_oneMoreIs413() throws Exception {
    try (HttpRig rig = new HttpRig(maxBody(10), HttpRig.echo())) {
      assertThat(rig.exchange(post(10) + "0123456789")).isEqualTo(HttpRig.ok("POST:0123456789"));
      assertThat(rig.exchange(post(11) + "0123456789x")).startsWith("HTTP/1.1 413 ");
      assertThat(rig.exchange(CHUNKED + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n"))
          .isEqualTo(HttpRig.ok("POST:0123456789"));
      assertThat(rig.exchange(CHUNKED + "5\r\n01234\r\n6\r\n")).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void tooLong_isRefusedAtTheHead_andWhatStillComesIsDropped() throws Exception {
    try (HttpRig rig = new HttpRig(maxBody(10), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, post(1 << 20)))
          .startsWith("HTTP/1.1 413 ")
          .contains("Connection: close");
      for (int i = 0; i < 16; i++) {
        peer.write(new byte[65_536], 0, 65_536);
        rig.poll();
      }
      assertThat(peer.isReset()).isFalse();
      peer.shutdownOutput();
      rig.poll();
      assertThat(rig.log.has("CLOSE DRAINED")).isTrue();
      assertThat(rig.log.has("HTTP_MSG")).isFalse();
    }
  }

  @Test
  void maxRecvBytes_mustHoldWhatIsAllowed() {
    MgOptions options = new MgOptions().httpMaxBodyBytes(16 << 20);
    assertThatThrownBy(() -> new HttpRig(options, HttpRig.echo()))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("maxRecvBytes 3145728")
        .hasMessageContaining("httpMaxBodyBytes 16777216");
  }

  @Test
  void expectContinue_isAnsweredWhenTheBodyIsNeeded() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, post(5, "Expect: 100-continue"))).isEqualTo(CONTINUE);
      assertThat(rig.send(peer, "he")).isEmpty();
      assertThat(rig.send(peer, "llo" + GET))
          .isEqualTo(HttpRig.ok("POST:hello") + HttpRig.ok("GET:"));
      String chunked = CHUNKED.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
      assertThat(rig.send(peer, chunked)).isEqualTo(CONTINUE);
      assertThat(rig.send(peer, "1\r\nx\r\n0\r\n\r\n")).isEqualTo(HttpRig.ok("POST:x"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "he|llo"})
  void expectContinue_isNotAnsweredToASenderThatDoesNotWait(String body) throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      String[] parts = body.split("\\|");
      String answer = rig.send(peer, post(5, "Expect: 100-continue") + parts[0]);
      for (int i = 1; i < parts.length; i++) {
        answer += rig.send(peer, parts[i]);
      }
      assertThat(answer).isEqualTo(HttpRig.ok("POST:hello"));
    }
  }

  @Test
  void expectContinue_withoutBody_orTooLong_orAnsweredBefore_isNotAnsweredBy100() throws Exception {
    try (HttpRig rig = new HttpRig(maxBody(10), HttpRig.echo())) {
      assertThat(rig.exchange(post(0, "Expect: 100-continue"))).isEqualTo(HttpRig.ok("POST:"));
      assertThat(rig.exchange(post(11, "Expect: 100-continue"))).startsWith("HTTP/1.1 413 ");
    }
    try (HttpRig rig = new HttpRig(early())) {
      assertThat(rig.exchange(post(5, "Expect: 100-continue")))
          .isEqualTo("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
    }
  }

  @Test
  void answeredAtTheHead_theWholeBodyBeingThere_theConnectionStays() throws Exception {
    String no = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
    try (HttpRig rig = new HttpRig(early());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, post(5) + "hello" + GET)).isEqualTo(no + no);
      assertThat(peer.isEof()).isFalse();
      assertThat(rig.log.has("HTTP_MSG")).isFalse();
      assertThat(rig.log.count("HTTP_HDRS")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 5\r\n\r\nhell", "Transfer-Encoding: chunked\r\n\r\n5\r\n"})
  void answeredAtTheHead_theBodyBeingUnderWay_theConnectionCloses(String rest) throws Exception {
    try (HttpRig rig = new HttpRig(early());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, "POST / HTTP/1.1\r\nHost: a\r\n" + rest))
          .isEqualTo("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.send(peer, "o" + GET)).as("answer to what follows").isEmpty();
      assertThat(peer.isReset()).isFalse();
    }
  }

  @Test
  void answeredLater_theBodyBeingUnderWay_theConnectionCloses() throws Exception {
    try (HttpRig rig = new HttpRig((c, ev, evData, fnData) -> {});
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, post(5) + "he");
      MgHttp.reply(rig.log.accepted().get(0), 403, "", "no");
      rig.poll();
      assertThat(rig.received(peer)).contains("Connection: close").endsWith("no");
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.log.has("HTTP_MSG")).isFalse();
    }
  }

  @Test
  void trailers_areReadable_andForbiddenOnesAreNot() throws Exception {
    List<String> seen = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          MgHttpMessage hm =
              ev == MgHttp.EV_MSG || ev == MgHttp.EV_HDRS ? (MgHttpMessage) evData : null;
          if (ev == MgHttp.EV_HDRS) {
            assertThat(hm.trailers.count()).isZero();
          } else if (ev == MgHttp.EV_MSG) {
            for (int i = 0; i < hm.trailers.count(); i++) {
              seen.add(hm.trailers.name(i) + "=" + hm.trailers.value(i));
            }
            seen.add("" + hm.trailers.get("x-SUM") + hm.header("X-Sum"));
            seen.add(hm.body.toString() + hm.message.len());
            MgHttp.reply(c, 200, "", "");
          }
        };
    String request =
        CHUNKED
            + "3\r\nabc\r\n0\r\nX-Sum: 1\r\nHost: evil\r\ncontent-LENGTH: 9\r\nAuthorization: x\r\n"
            + "Transfer-Encoding: chunked\r\nX-More:\r\n\r\n";
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, request + GET)).isEqualTo(HttpRig.ok("").repeat(2));
      assertThat(seen)
          .containsExactly(
              "X-Sum=1",
              "X-More=",
              "1null",
              "abc" + (CHUNKED.length() + 3),
              "nullnull",
              "" + GET.length());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 x\r\n",
        "400 \r\n",
        "400 -1\r\n",
        "400 +5\r\nhello\r\n",
        "400 0x5\r\nhello\r\n",
        "400  5\r\nhello\r\n",
        "400 5 \r\nhello\r\n",
        "400 5\nhello\r\n",
        "400 5\rhello\r\n",
        "400 5\r\nhelloX\r\n",
        "400 5\r\nhello\n",
        "400 5\r\nhello\rX",
        "400 5\r\nhello0\r\n\r\n",
        "400 5;\r\n",
        "400 5;=x\r\n",
        "400 5;a=\r\n",
        "400 5;a=\"b\r\n",
        "400 5;a=b c\r\n",
        "400 5;a\nb\r\n",
        "400 5;a=\u0001\r\n",
        "400 5;a=\"\u0001\"\r\n",
        "400 5;a b\r\n",
        "400 5 a\r\n",
        "400 10000000000000000\r\n",
        "400 8000000000000000\r\n",
        "400 00000000000000000000000000000000000000000000000000000000000000000\r\n",
        "413 7fffffffffffffff\r\n",
        "413 0007fffffffffffffff\r\n",
        "413 fffffffffffffff\r\n",
        "413 7fffffff\r\n",
        "400 0_5\r\n",
        "400 5,5\r\n",
        "400 0\r\nX\r\n\r\n",
        "400 0\r\nX : y\r\n\r\n",
        "400 0\r\n X: y\r\n\r\n",
        "400 0\r\nX: \u0000\r\n\r\n",
        "400 0\r\nX: y\n\r\n",
        "400 0\r\n\n",
        "400 0\n\r\n",
        "400 5;a=\"b\"c\r\n",
        "400 \u0665\r\n",
        "400 ;a\r\n",
      })
  void badChunks_areRefused_wholeAndByteByByte(String statusAndBody) throws Exception {
    String status = statusAndBody.substring(0, 3);
    String wire = CHUNKED + "3\r\nabc\r\n" + statusAndBody.substring(4);
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer slow = rig.connect()) {
      assertThat(rig.exchange(wire + GET)).startsWith("HTTP/1.1 " + status + " ");
      slow.dribble(
          wire.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), () -> rig.mgr.poll(0));
      assertThat(rig.received(slow)).startsWith("HTTP/1.1 " + status + " ");
      assertThat(slow.isEof()).isTrue();
      assertThat(rig.log.has("HTTP_MSG")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5;a",
        "5;a=b",
        "5;a=\"b\\\"c\"",
        "5 ; a",
        "5;a;b=c;d=\"\"",
        "5\t;\ta\t=\tb",
        "5;a ;b",
        "00005",
        "0000000000000000000000000000000000000000000000000000000000000005"
      })
  void extensions_arePassedOver(String sizeLine) throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo())) {
      assertThat(rig.exchange(CHUNKED + sizeLine + "\r\nhello\r\n0;x=y\r\n\r\n"))
          .isEqualTo(HttpRig.ok("POST:hello"));
    }
  }

  @Test
  void extensions_areBounded_oneAndAllTogether() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo())) {
      String one = "1;" + "a".repeat(5_000) + "\r\nx\r\n";
      assertThat(rig.exchange(CHUNKED + one)).startsWith("HTTP/1.1 400 ");
      String many = ("1;" + "a".repeat(1_000) + "\r\nx\r\n").repeat(20);
      assertThat(rig.exchange(CHUNKED + many)).startsWith("HTTP/1.1 400 ");
      String data = "x".repeat(1_000);
      String paid = ("3e8;" + "a".repeat(900) + "\r\n" + data + "\r\n").repeat(40);
      assertThat(rig.exchange(CHUNKED + paid + "0\r\n\r\n"))
          .isEqualTo(HttpRig.ok("POST:" + data.repeat(40)));
    }
  }

  @Test
  void tooManyTrailers_are431() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo())) {
      assertThat(rig.exchange(CHUNKED + "0\r\n" + "X: y\r\n".repeat(101) + "\r\n"))
          .startsWith("HTTP/1.1 431 ");
      assertThat(rig.exchange(CHUNKED + "0\r\nX: " + "y".repeat(70_000) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void aRefusalOfHead_hasNoBody() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo())) {
      assertThat(rig.exchange("HEAD / HTTP/1.1\r\nX : y\r\n\r\n"))
          .startsWith("HTTP/1.1 400 ")
          .endsWith("\r\n\r\n");
      assertThat(rig.exchange("HEAD / HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 400 ")
          .endsWith("\r\n\r\n");
      assertThat(rig.exchange("GET / HTTP/1.1\r\n\r\n")).endsWith("HTTP/1.1 needs a Host field\n");
    }
  }
}
