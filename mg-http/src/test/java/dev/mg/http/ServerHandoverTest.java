package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgEvent;
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
}
