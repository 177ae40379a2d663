package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgTimer;
import dev.mg.testkit.Dribbler;
import dev.mg.testkit.MemoryPeer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and responses on connections that stay open, or do not. */
class ServerExchangeTest {
  private static final String CLOSE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private static String post(String body) {
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Test
  void events_comeInOrder_headThenMessageThenRead() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, post("hello"));
      peer.shutdownOutput();
      rig.poll();
      rig.log.expect(
          rig.log.accepted().get(0),
          "OPEN",
          "ACCEPT",
          "HTTP_HDRS",
          "HTTP_MSG",
          "READ 52",
          "WRITE",
          "CLOSE EOF");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n|GET:",
        "POST /x?y HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello|POST:hello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n|POST:",
        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n|PUT:hello",
        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2;a=b\r\nhe\r\n3 ; c=\"d\"\r\nllo\r\n00\r\nX: y\r\n\r\n|PUT:hello",
        "POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\na\r\n|POST:a\r\n",
      })
  void anyCut_givesTheSameAnswer(String requestAndBody) {
    int bar = requestAndBody.indexOf('|');
    String body = requestAndBody.substring(bar + 1);
    boolean old = requestAndBody.contains("HTTP/1.0");
    String answer = HttpRig.ok(body);
    if (old) {
      answer = answer.replace("\r\nContent", "\r\nConnection: keep-alive\r\nContent");
    }
    String expected = answer;
    Dribbler.everyWay(
        requestAndBody.substring(0, bar).getBytes(),
        () ->
            new Dribbler.Subject() {
              private final HttpRig rig = new HttpRig(HttpRig.echo());
              private final MemoryPeer peer = connect(rig);

              @Override
              public void feed(byte[] bytes, int off, int len) throws Exception {
                peer.write(bytes, off, len);
                rig.mgr.poll(0);
              }

              @Override
              public void end(int times) {
                rig.poll();
                assertThat(rig.received(peer)).isEqualTo(expected.repeat(times));
                assertThat(rig.log.count("HTTP_HDRS")).isEqualTo(times);
                assertThat(rig.log.count("HTTP_MSG")).isEqualTo(times);
                rig.close();
              }
            });
  }

  private static MemoryPeer connect(HttpRig rig) {
    try {
      return rig.connect();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void pipelined_sixteenInOneSegment_leaveInOneWrite() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.poll();
      assertThat(rig.send(peer, GET.repeat(16))).isEqualTo(HttpRig.ok("GET:").repeat(16));
      assertThat(rig.log.count("WRITE")).isEqualTo(1);
    }
  }

  @Test
  void pipelined_answeredLaterInAnyOrderOfTimers_areAnsweredInOrder() throws Exception {
    List<String> seen = new ArrayList<>();
    MgHandler later =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            String uri = ((MgHttpMessage) evData).uri.toString();
            seen.add(uri);
            c.mgr()
                .timerAdd(
                    uri.equals("/slow") ? 100 : 1,
                    MgTimer.ONCE,
                    () -> MgHttp.reply(c, 200, "", uri));
          }
        };
    try (HttpRig rig = new HttpRig(later);
        MemoryPeer peer = rig.connect()) {
      String both = GET.replace("GET /", "GET /slow") + GET.replace("GET /", "GET /quick");
      assertThat(rig.send(peer, both)).isEmpty();
      assertThat(seen).as("requests told while the first is not answered").containsExactly("/slow");
      rig.clock.advanceMs(100);
      rig.poll();
      assertThat(seen).containsExactly("/slow", "/quick");
      rig.clock.advanceMs(1);
      rig.poll();
      assertThat(rig.received(peer)).isEqualTo(HttpRig.ok("/slow") + HttpRig.ok("/quick"));
    }
  }

  @Test
  void aRequestDuringAResponse_pausesReading_andTheResponseResumesIt() throws Exception {
    List<MgConnection> waiting = new ArrayList<>();
    MgHandler never =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            waiting.add(c);
          }
        };
    try (HttpRig rig = new HttpRig(never);
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      MgConnection c = waiting.get(0);
      assertThat(c.isResp()).isTrue();
      assertThat(c.isFull()).as("paused before anything came").isFalse();
      rig.send(peer, GET);
      assertThat(c.isFull()).isTrue();
      assertThat(waiting).hasSize(1);
      MgHttp.reply(c, 200, "", "1");
      rig.poll();
      assertThat(c.isFull()).isFalse();
      assertThat(waiting).hasSize(2);
      MgHttp.reply(c, 200, "", "2");
      rig.poll();
      assertThat(c.isResp()).isFalse();
      assertThat(rig.received(peer)).isEqualTo(HttpRig.ok("1") + HttpRig.ok("2"));
    }
  }

  @Test
  void answeringFromAnotherConnectionsHandler_parsesNothingInIt() throws Exception {
    List<MgConnection> waiting = new ArrayList<>();
    List<String> order = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev != MgHttp.EV_MSG) {
            return;
          }
          MgHttpMessage hm = (MgHttpMessage) evData;
          order.add("in " + hm.uri);
          if (hm.uri.is("/wait")) {
            waiting.add(c);
          } else if (hm.uri.is("/go")) {
            MgHttp.reply(waiting.get(0), 200, "", "waited");
            MgHttp.reply(c, 200, "", "gone");
          } else {
            MgHttp.reply(c, 200, "", "next");
          }
          order.add("out " + hm.uri);
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer first = rig.connect();
        MemoryPeer second = rig.connect()) {
      rig.send(first, GET.replace("GET /", "GET /wait") + GET.replace("GET /", "GET /next"));
      assertThat(rig.send(second, GET.replace("GET /", "GET /go"))).isEqualTo(HttpRig.ok("gone"));
      assertThat(rig.received(first)).isEqualTo(HttpRig.ok("waited") + HttpRig.ok("next"));
      assertThat(order)
          .containsExactly("in /wait", "out /wait", "in /go", "out /go", "in /next", "out /next");
    }
  }

  @Test
  void http10_closesAfterTheAnswer_andSaysSo() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, "GET / HTTP/1.0\r\n\r\n" + GET))
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nGET:");
      assertThat(peer.isEof()).isTrue();
      peer.shutdownOutput();
      rig.poll();
      assertThat(rig.log.has("CLOSE DRAINED")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "close",
        "Close",
        "keep-alive, close",
        "x, close",
        "close\r\nConnection: keep-alive"
      })
  void connectionClose_closesAfterTheAnswer(String option) throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      String request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: " + option + "\r\n\r\n";
      assertThat(rig.send(peer, request + GET))
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nGET:");
      assertThat(peer.isEof()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.0\r\n\r\n", CLOSE})
  void theLastRequest_withNothingBehindIt_closesAtOnce(String request) throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, request)).endsWith("\r\nGET:");
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.log.has("CLOSE DRAINED")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CLOSE + "more", "no request\r\n\r\n"})
  void aPeerThatDoesNotClose_isLeftAfterTwoSeconds(String wire) throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, wire);
      assertThat(rig.log.has("CLOSE")).isFalse();
      rig.pass(4_000);
      assertThat(rig.log.has("CLOSE DRAINED")).isTrue();
      assertThat(rig.log.has("ERROR")).isFalse();
    }
  }

  @Test
  void endOfThePeer_afterWholeRequests_allAreAnswered() throws Exception {
    List<MgConnection> waiting = new ArrayList<>();
    MgHandler later =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            waiting.add(c);
          }
        };
    try (HttpRig rig = new HttpRig(later);
        MemoryPeer peer = rig.connect()) {
      peer.write(GET.repeat(3));
      peer.shutdownOutput();
      for (int i = 0; i < 3; i++) {
        rig.poll();
        assertThat(waiting).hasSize(i + 1);
        assertThat(peer.isEof()).isFalse();
        MgHttp.reply(waiting.get(i), 200, "", "" + i);
      }
      rig.poll();
      assertThat(rig.received(peer)).isEqualTo(HttpRig.ok("0") + HttpRig.ok("1") + HttpRig.ok("2"));
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.log.has("CLOSE EOF")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G",
        "GET / HTTP/1.1\r\nHost: a\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
      })
  void endOfThePeer_insideARequest_justCloses(String part) throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, part);
      peer.shutdownOutput();
      rig.poll();
      assertThat(rig.received(peer)).isEmpty();
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.log.has("CLOSE EOF")).isTrue();
      assertThat(rig.log.has("HTTP_MSG")).isFalse();
      assertThat(rig.log.has("ERROR")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "close"})
  void drainOrClose_insideAHandler_stopsTheParser(String how) throws Exception {
    MgHandler once =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttp.reply(c, 200, "", "bye");
            if (how.equals("drain")) {
              c.drain();
            } else {
              c.close();
            }
          }
        };
    try (HttpRig rig = new HttpRig(once);
        MemoryPeer peer = rig.connect()) {
      String answer = rig.send(peer, GET.repeat(3));
      assertThat(answer).isEqualTo(how.equals("drain") ? HttpRig.ok("bye") : "");
      assertThat(rig.log.count("HTTP_MSG")).isEqualTo(1);
      assertThat(rig.log.has("CLOSE")).isTrue();
    }
  }

  @Test
  void drainFromOutside_stopsTheParser_whileWhatIsLeftIsSent() throws Exception {
    MgHandler big =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttp.reply(c, 200, "", new byte[3 << 20]);
          }
        };
    try (HttpRig rig = new HttpRig(big);
        MemoryPeer peer = rig.connect()) {
      peer.write(GET);
      rig.poll();
      rig.log.accepted().get(0).drain();
      long got = 0;
      peer.write(GET);
      for (int i = 0; i < 20; i++) {
        got += peer.received().length;
        rig.poll();
      }
      assertThat(got).isBetween(3L << 20, (3L << 20) + 200);
      assertThat(rig.log.count("HTTP_MSG")).isEqualTo(1);
      assertThat(rig.log.has("CLOSE DRAINED")).isTrue();
    }
  }

  @Test
  void drainBeforeReply_isAnnounced() throws Exception {
    MgHandler once =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            c.drain();
            MgHttp.reply(c, 200, "", "bye");
          }
        };
    try (HttpRig rig = new HttpRig(once);
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET)).contains("Connection: close\r\n").endsWith("bye");
      assertThat(peer.isEof()).isTrue();
    }
  }

  @Test
  void drainInTheHeadEvent_theMessageIsNotTold() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            c.drain();
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET)).isEmpty();
      assertThat(rig.log.has("HTTP_MSG")).isFalse();
    }
  }

  @Test
  void aHandlerThatThrows_costsItsConnectionOnly() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            if (((MgHttpMessage) evData).uri.is("/bad")) {
              throw new IllegalStateException("on purpose");
            }
            MgHttp.reply(c, 200, "", "fine");
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer bad = rig.connect();
        MemoryPeer good = rig.connect()) {
      assertThat(rig.send(bad, GET.replace("GET /", "GET /bad") + GET)).isEmpty();
      assertThat(rig.send(good, GET)).isEqualTo(HttpRig.ok("fine"));
      rig.log.expect(
          rig.log.accepted().get(0),
          "OPEN",
          "ACCEPT",
          "HTTP_HDRS",
          "HTTP_MSG",
          "ERROR IllegalStateException",
          "READ",
          "CLOSE ERROR");
    }
  }

  @Test
  void aClientThatPipelinesWithoutReading_isHeldBack_andServedWhenItReads() throws Exception {
    byte[] big = new byte[200_000];
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttp.reply(c, 200, "", big);
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      peer.write(GET.repeat(100));
      rig.poll();
      int told = rig.log.count("HTTP_MSG");
      assertThat(told).isLessThan(15);
      rig.pass(40_000);
      long got = peer.received().length;
      rig.pass(40_000);
      assertThat(rig.log.has("ERROR")).as("idleness, while the peer takes bytes").isFalse();
      for (int i = 0; i < 200 && rig.log.count("HTTP_MSG") < 100; i++) {
        got += peer.received().length;
        rig.poll();
      }
      for (int i = 0; i < 20; i++) {
        got += peer.received().length;
        rig.poll();
      }
      assertThat(rig.log.count("HTTP_MSG")).isEqualTo(100);
      assertThat(got).isBetween(100L * 200_000, 100L * 200_200);
    }
  }
}
