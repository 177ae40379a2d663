package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events of a client, one response for each request, and when a connection is used again. */
class ClientExchangeTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String CLOSES =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi";

  private static void get(MgConnection c, String target) {
    MgHttp.request(c, "GET", target, "", "");
  }

  @Test
  void events_comeInOrder_headThenMessageThenRead() throws Exception {
    try (ClientRig rig = new ClientRig();
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
      rig.answer(peer, "hi");
      peer.shutdownOutput();
      rig.poll();
      rig.log.expect(
          "OPEN",
          "RESOLVE",
          "CONNECT",
          "WRITE",
          "HTTP_HDRS",
          "READ",
          "HTTP_MSG",
          "READ 2",
          "CLOSE EOF");
    }
  }

  @Test
  void aMessage_showsItsParts() throws Exception {
    List<String> parts = new ArrayList<>();
    try (ClientRig rig =
            new ClientRig(
                (c, ev, evData, fnData) -> {
                  if (evData instanceof MgHttpMessage hm) {
                    parts.add(hm.method + "|" + hm.uri + "|" + hm.proto + "|" + hm.body);
                    parts.add(MgHttp.status(hm) + "|" + MgHttp.getHeader(hm, "a"));
                  }
                });
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(peer, "HTTP/1.1 404 Not there\r\nA: b\r\nContent-Length: 2\r\n\r\nhi");
      assertThat(parts)
          .containsExactly(
              "HTTP/1.1|404|Not there|", "404|b", "HTTP/1.1|404|Not there|hi", "404|b");
    }
  }

  @Test
  void aFoldedValue_isReadWithSpaces() throws Exception {
    List<String> values = new ArrayList<>();
    try (ClientRig rig =
            new ClientRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
                    values.add("[" + hm.header("A") + "][" + hm.trailers.get("T") + "]");
                  }
                });
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(
          peer,
          "HTTP/1.1 200 OK\r\nA: b\r\n\tc\r\n \r\nTransfer-Encoding: chunked\r\n\r\n"
              + "0\r\nT:\r\n d\r\n e\r\n\r\n");
      assertThat(values).containsExactly("[b  \tc][d   e]");
    }
  }

  @Test
  void theConnection_isUsedAgain_whenTheResponseHasCome() throws Exception {
    List<String> order = new ArrayList<>();
    try (ClientRig rig =
        new ClientRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgHttp.EV_MSG) {
                order.add("reusable " + MgHttp.isReusable(c));
                if (order.size() < 3) {
                  get(c, "/" + order.size());
                }
              }
            })) {
      get(rig.client(), "/0");
      try (MemoryPeer peer = rig.accept()) {
        for (int i = 0; i < 3; i++) {
          rig.poll();
          assertThat(rig.received(peer)).startsWith("GET /" + i + " HTTP/1.1\r\n");
          rig.answer(peer, HI);
        }
        assertThat(order).containsExactly("reusable true", "reusable true", "reusable true");
        assertThat(rig.verdicts).containsExactly("200 2", "200 2", "200 2");
        assertThat(rig.log.count("CLOSE")).isZero();
      }
    }
  }

  @Test
  void aResponseThatSaysClose_endsTheConnection_andTakesNoOtherRequest() throws Exception {
    List<String> told = new ArrayList<>();
    try (ClientRig rig =
            new ClientRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    told.add("reusable " + MgHttp.isReusable(c));
                    try {
                      get(c, "/");
                    } catch (MgException e) {
                      told.add(e.getMessage());
                    }
                  }
                });
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(peer, CLOSES);
      assertThat(told.get(0)).isEqualTo("reusable false");
      assertThat(told.get(1)).contains("isReusable").contains("connect anew");
      assertThat(peer.isEof()).isTrue();
      rig.log.expect(
          "OPEN", "RESOLVE", "CONNECT", "WRITE", "HTTP_HDRS", "HTTP_MSG", "READ", "CLOSE LOCAL");
    }
  }

  @Test
  void keepAlive_isAsTheResponseSays() throws Exception {
    String length = "Content-Length: 0\r\n\r\n";
    String[][] cases = {
      {"true", "HTTP/1.1 200 OK\r\n" + length},
      {"true", "HTTP/1.1 200 OK\r\nConnection: x, Keep-Alive\r\n" + length},
      {"true", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + length},
      {"true", "HTTP/1.1 204 No Content\r\n\r\n"},
      {"false", "HTTP/1.0 200 OK\r\n" + length},
      {"false", "HTTP/1.1 200 OK\r\nConnection: close\r\n" + length},
      {"false", "HTTP/1.1 200 OK\r\nConnection: keep-alive, CLOSE\r\n" + length},
      {"false", "HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: close\r\n" + length},
      {"false", "HTTP/1.1 200 OK\r\n" + length + "x"},
    };
    for (String[] one : cases) {
      List<String> told = new ArrayList<>();
      try (ClientRig rig =
              new ClientRig(
                  (c, ev, evData, fnData) -> {
                    if (ev == MgHttp.EV_MSG) {
                      told.add("" + MgHttp.isReusable(c));
                    }
                  });
          MemoryPeer peer = rig.asked("GET")) {
        rig.answer(peer, one[1]);
        assertThat(told).as(one[1]).containsExactly(one[0]);
        assertThat(peer.isEof() || peer.isReset()).as(one[1]).isEqualTo(one[0].equals("false"));
      }
    }
  }

  @Test
  void ourOwnClose_endsTheConnectionAfterTheResponse() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgConnection c = rig.client();
      get(c, "/1");
      MgHttp.request(c, "GET", "/2", "Connection: close\r\n", "");
      assertThat(MgHttp.isReusable(c)).isFalse();
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        assertThat(rig.received(peer)).contains("\r\nConnection: close\r\n\r\n");
        rig.answer(peer, HI + HI);
        assertThat(rig.verdicts).containsExactly("200 2", "200 2");
        assertThat(peer.isEof()).isTrue();
      }
    }
  }

  // ---- several at once ----

  @Test
  void pipelinedRequests_getTheirResponsesInOrder_eachFramedByItsOwnMethod() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgConnection c = rig.client();
      get(c, "/1");
      MgHttp.request(c, "HEAD", "/2", "", "");
      get(c, "/3");
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        assertThat(rig.received(peer)).containsSubsequence("GET /1 ", "HEAD /2 ", "GET /3 ");
        rig.answer(
            peer,
            HI + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 OK\r\nContent-Length: 9\r\n\r\n" + HI);
        assertThat(rig.verdicts).containsExactly("200 2", "201 0", "200 2");
        assertThat(MgHttp.isReusable(c)).isTrue();
      }
    }
  }

  @Test
  void aResponseThatSaysClose_leavesLaterRequestsUnanswered_whichIsAnError() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgConnection c = rig.client();
      get(c, "/1");
      get(c, "/2");
      get(c, "/3");
      try (MemoryPeer peer = rig.accept()) {
        rig.answer(peer, CLOSES + HI);
        assertThat(rig.verdicts)
            .containsExactly(
                "200 2", "ERROR the peer ends the connection with requests unanswered: 2");
        assertThat(rig.log.has("CLOSE ERROR")).isTrue();
      }
    }
  }

  @Test
  void moreThanAHundredRequests_areRefused() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgConnection c = rig.client();
      for (int i = 0; i < 100; i++) {
        get(c, "/" + i);
      }
      assertThat(MgHttp.isReusable(c)).isFalse();
      assertThatThrownBy(() -> get(c, "/100"))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("100 requests under way: wait for responses");
      try (MemoryPeer peer = rig.accept()) {
        rig.answer(peer, HI.repeat(100));
        assertThat(rig.verdicts).hasSize(100).containsOnly("200 2");
        assertThat(MgHttp.isReusable(c)).isTrue();
      }
    }
  }

  // ---- what nobody asked for ----

  @Test
  void whatComesUnasked_closesTheConnection_andIsNoMessage() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      rig.client();
      try (MemoryPeer peer = rig.accept()) {
        rig.answer(peer, HI);
        rig.log.expect("OPEN", "RESOLVE", "CONNECT", "READ", "CLOSE LOCAL");
      }
      try (MemoryPeer peer = rig.asked("GET")) {
        rig.answer(peer, HI);
        rig.answer(peer, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        assertThat(rig.verdicts).containsExactly("200 2");
        assertThat(rig.log.has("CLOSE LOCAL")).isTrue();
      }
    }
  }

  @Test
  void theResponseToAnUnfinishedRequest_isTold_andEndsTheConnection() throws Exception {
    List<Boolean> reusable = new ArrayList<>();
    try (ClientRig rig =
        new ClientRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgHttp.EV_MSG) {
                reusable.add(MgHttp.isReusable(c));
              }
            })) {
      MgConnection c = rig.client();
      MgHttp.requestChunked(c, "POST", "/", "");
      MgHttp.writeChunk(c, new byte[10]);
      try (MemoryPeer peer = rig.accept()) {
        rig.answer(peer, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
        assertThat(rig.verdicts).containsExactly("413 2");
        assertThat(reusable).containsExactly(false);
        assertThat(peer.received()).isNotEmpty();
        assertThat(peer.isEof() || peer.isReset()).isTrue();
      }
      MgHttp.writeChunk(c, new byte[10]);
      MgHttp.endRequest(c);
      get(c, "/");
    }
  }

  @Test
  void theResponseToARequestOnItsWay_isTold_andWhatIsLeftOfThatIsNoRequestMore() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgConnection c = rig.client();
      MgHttp.request(c, "PUT", "/", "", new byte[6 << 20]);
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        assertThat(c.send.isEmpty()).as("all is sent").isFalse();
        rig.answer(peer, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
        assertThat(rig.verdicts).containsExactly("413 2");
        assertThat(rig.log.has("CLOSE LOCAL")).isTrue();
      }
    }
  }

  // ---- ends ----

  @Test
  void aBodyThatEndsWithTheConnection_isAMessageBeforeClose() throws Exception {
    try (ClientRig rig = new ClientRig();
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(peer, "HTTP/1.1 200 OK\r\n\r\nhello");
      assertThat(rig.verdicts).isEmpty();
      peer.shutdownOutput();
      rig.poll();
      assertThat(rig.verdicts).containsExactly("200 5");
      rig.log.expect(
          "OPEN", "RESOLVE", "CONNECT", "WRITE", "HTTP_HDRS", "READ", "HTTP_MSG", "CLOSE EOF");
    }
  }

  @Test
  void aReset_insideAResponse_isAnErrorOfThatKind() throws Exception {
    String[] starts = {
      "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\n\r\nhello", HI.substring(0, HI.length() - 1)
    };
    for (String start : starts) {
      try (ClientRig rig = new ClientRig();
          MemoryPeer peer = rig.asked("GET")) {
        if (!start.isEmpty()) {
          rig.answer(peer, start);
        }
        peer.reset();
        rig.poll();
        assertThat(rig.log.has("ERROR RESET")).as(start).isTrue();
        assertThat(rig.log.has("CLOSE RESET")).as(start).isTrue();
        assertThat(rig.log.count("HTTP_MSG")).as(start).isZero();
      }
    }
  }

  @Test
  void thePeersEnd_betweenResponses_isNoError() throws Exception {
    try (ClientRig rig = new ClientRig();
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(peer, HI);
      peer.shutdownOutput();
      rig.poll();
      assertThat(rig.verdicts).containsExactly("200 2");
      assertThat(rig.log.has("CLOSE EOF")).isTrue();
    }
  }

  @Test
  void closeInsideAnEvent_stopsTheParser() throws Exception {
    for (int at : new int[] {MgHttp.EV_HDRS, MgHttp.EV_MSG}) {
      try (ClientRig rig =
          new ClientRig(
              (c, ev, evData, fnData) -> {
                if (ev == at) {
                  c.close();
                }
              })) {
        MgConnection c = rig.client();
        get(c, "/1");
        get(c, "/2");
        try (MemoryPeer peer = rig.accept()) {
          rig.answer(peer, HI + HI);
          assertThat(rig.log.count("HTTP_HDRS")).isEqualTo(1);
          assertThat(rig.log.count("HTTP_MSG")).isEqualTo(at == MgHttp.EV_MSG ? 1 : 0);
          assertThat(rig.log.count("ERROR")).isZero();
          assertThat(rig.log.has("CLOSE LOCAL")).isTrue();
        }
      }
    }
  }

  @Test
  void anErrorAboutAResponse_cannotBeKept() throws Exception {
    try (ClientRig rig =
            new ClientRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgEvent.ERROR) {
                    c.keep();
                  }
                });
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(peer, "nonsense");
      assertThat(rig.log.count("ERROR")).isEqualTo(1);
      assertThat(rig.log.has("CLOSE LOCAL")).isTrue();
    }
  }

  @Test
  void stop_letsResponsesUnderWayComeWhole_andIdleOnesEnd() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgConnection idle = rig.client();
      try (MemoryPeer idlePeer = rig.accept()) {
        MgConnection c = rig.client();
        get(c, "/1");
        get(c, "/2");
        try (MemoryPeer peer = rig.accept()) {
          rig.poll();
          rig.mgr.stop(Duration.ofSeconds(10));
          rig.poll();
          assertThat(idlePeer.isEof()).isTrue();
          assertThat(idle.isClosing()).isTrue();
          assertThat(MgHttp.isReusable(c)).isFalse();
          rig.answer(peer, HI);
          assertThat(peer.received()).isNotEmpty();
          assertThat(peer.isEof()).isFalse();
          peer.write(HI);
          int polls = 0;
          while (rig.mgr.poll(0)) {
            assertThat(polls++).as("polls until the manager has ended").isLessThan(20);
          }
          assertThat(rig.verdicts).containsExactly("200 2", "200 2");
          assertThat(peer.isEof()).isTrue();
        }
      }
    }
  }

  @Test
  void aBodyOverTheLimit_isAnError_whereItIsBuffered() throws Exception {
    MgOptions options = new MgOptions().httpMaxBodyBytes(4);
    String[] wires = {
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhell\r\n1\r\n",
      "HTTP/1.1 200 OK\r\n\r\nhello"
    };
    for (String wire : wires) {
      try (ClientRig rig = new ClientRig(options, (c, ev, evData, fnData) -> {});
          MemoryPeer peer = rig.asked("GET")) {
        rig.answer(peer, wire);
        assertThat(rig.verdicts)
            .as(wire)
            .containsExactly("ERROR the response is refused: the body is too large");
      }
    }
  }
}
