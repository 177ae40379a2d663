package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.testkit.MemoryPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that another protocol takes over. */
class ServerHandoverTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  /** Sends back what it reads, in capitals. */
  private static final MgHandler SHOUT =
      (c, ev, evData, fnData) -> {
        if (ev == MgEvent.READ) {
          c.send(c.recv.toString().toUpperCase(java.util.Locale.ROOT));
          c.recv.clear();
        }
      };

  private static MgHandler handOver(int when) {
    return (c, ev, evData, fnData) -> {
      if (ev == when) {
        assertThat(((MgHttpMessage) evData).uri.toString()).isEqualTo("/");
        c.send("over\n");
        c.pfn(SHOUT, null);
        c.resp(false);
        c.deadline(0, "");
        assertThat(((MgHttpMessage) evData).method.toString())
            .as("readable after the hand-over")
            .isEqualTo("GET");
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {MgHttp.EV_HDRS, MgHttp.EV_MSG})
  void whatFollowsTheRequest_isTheOthers_andNothingElse(int when) throws Exception {
    try (HttpRig rig = new HttpRig(handOver(when));
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET + "abc")).isEqualTo("over\nABC");
      assertThat(rig.send(peer, "def" + GET))
          .isEqualTo("DEF" + GET.toUpperCase(java.util.Locale.ROOT));
      rig.pass(300_000);
      assertThat(rig.log.has("ERROR")).as("a deadline of HTTP").isFalse();
      assertThat(rig.log.has("CLOSE")).isFalse();
    }
  }

  @Test
  void theBodyBelongsToTheRequest() throws Exception {
    String post = GET.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n");
    try (HttpRig rig = new HttpRig(handOver(MgHttp.EV_MSG));
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, post + "1\r\nx\r\n0\r\nY: z\r\n\r\nabc")).isEqualTo("over\nABC");
    }
  }

  @Test
  void afterwards_answeringAsHttp_isRefused() throws Exception {
    try (HttpRig rig = new HttpRig(handOver(MgHttp.EV_MSG));
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      assertThatThrownBy(() -> MgHttp.reply(rig.log.accepted().get(0), 200, "", ""))
          .hasMessageContaining("not any more");
    }
  }

  /** Switches in that event, to a handler that shouts; the headers are given. */
  private static HttpRig switching(int when, String headers, StringBuilder thrown) {
    return new HttpRig(
        (c, ev, evData, fnData) -> {
          if (ev == when) {
            try {
              assertThat(MgHttp.switchProtocol(c, headers, SHOUT, null)).isTrue();
            } catch (MgException e) {
              thrown.append(e.getMessage());
              MgHttp.reply(c, 500, "", "");
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {MgHttp.EV_HDRS, MgHttp.EV_MSG})
  void switchProtocol_answersWith101AndHandsOver(int when) throws Exception {
    String headers = "Upgrade: shout\r\nConnection: Upgrade\r\n";
    try (HttpRig rig = switching(when, headers, new StringBuilder());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET + "abc"))
          .isEqualTo("HTTP/1.1 101 Switching Protocols\r\n" + headers + "\r\nABC");
      rig.pass(300_000);
      assertThat(rig.log.has("ERROR")).as("a deadline of HTTP").isFalse();
      assertThat(rig.log.accepted().get(0).isResp()).isFalse();
    }
  }

  @Test
  void switchProtocol_later_getsWhatWasSentMeanwhile() throws Exception {
    try (HttpRig rig = new HttpRig((c, ev, evData, fnData) -> {});
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET + "abc")).isEmpty();
      assertThat(rig.send(peer, "def")).isEmpty();
      MgConnection c = rig.log.accepted().get(0);
      assertThat(MgHttp.switchProtocol(c, "Upgrade: shout\r\n", SHOUT, null)).isTrue();
      rig.poll();
      assertThat(rig.received(peer)).endsWith("\r\n\r\nABCDEF");
      assertThat(rig.send(peer, "g")).isEqualTo("G");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 0\r\n",
        "Connection: close\r\n",
        "no colon\r\n",
        "X: a\nY: b\r\n"
      })
  void switchProtocol_withHeadersThatDoNotFit_throwsAndSendsNothing(String headers)
      throws Exception {
    StringBuilder thrown = new StringBuilder();
    try (HttpRig rig = switching(MgHttp.EV_MSG, headers, thrown);
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET)).startsWith("HTTP/1.1 500 ");
      assertThat(thrown).isNotEmpty();
    }
  }

  @Test
  void switchProtocol_beforeTheBody_throws() throws Exception {
    String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    StringBuilder thrown = new StringBuilder();
    try (HttpRig rig = switching(MgHttp.EV_HDRS, "", thrown);
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, post)).startsWith("HTTP/1.1 500 ");
      assertThat(thrown).contains("do it in EV_MSG");
    }
  }

  @Test
  void switchProtocol_afterAnAnswer_throws() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      assertThatThrownBy(() -> MgHttp.switchProtocol(rig.log.accepted().get(0), "", SHOUT, null))
          .hasMessageContaining("one request, one response");
    }
  }
}
