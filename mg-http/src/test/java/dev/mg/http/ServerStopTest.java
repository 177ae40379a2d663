package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the orderly end of a manager means for HTTP. */
class ServerStopTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nConnection: close\r\n"
          + "Content-Length: 53\r\n\r\n503 Service Unavailable: the server is shutting down\n";

  @Test
  void anIdleConnection_endsAtOnce_andThenTheManager() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET)).isEqualTo(HttpRig.ok("GET:"));
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThat(rig.mgr.poll(1_000)).isFalse();
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.log.has("CLOSE DRAINED")).isTrue();
    }
  }

  @Test
  void aResponseInProgress_isCompletedWithConnectionClose() throws Exception {
    List<MgConnection> asked = new ArrayList<>();
    try (HttpRig rig =
            new HttpRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    asked.add(c);
                  }
                });
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET)).isEmpty();
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThat(rig.mgr.poll(0)).isTrue();
      MgHttp.reply(asked.get(0), 200, "", "late");
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      assertThat(rig.received(peer))
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nlate");
      peer.shutdownOutput();
      assertThat(rig.mgr.poll(1_000)).isFalse();
    }
  }

  @Test
  void aResponseWhoseHeadIsSent_isCompletedAndThenItsConnectionEnds() throws Exception {
    List<MgConnection> asked = new ArrayList<>();
    try (HttpRig rig =
            new HttpRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    asked.add(c);
                    MgHttp.replyChunked(c, 200, "");
                  }
                });
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET))
          .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThat(rig.mgr.poll(0)).isTrue();
      MgHttp.writeChunk(asked.get(0), "late".getBytes(StandardCharsets.US_ASCII));
      MgHttp.endResponse(asked.get(0));
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      assertThat(rig.received(peer)).isEqualTo("4\r\nlate\r\n0\r\n\r\n");
      assertThat(peer.isEof()).isTrue();
      peer.shutdownOutput();
      assertThat(rig.mgr.poll(1_000)).isFalse();
    }
  }

  @Test
  void whoIsNotDoneInTime_isCut() throws Exception {
    try (HttpRig rig = new HttpRig((c, ev, evData, fnData) -> {});
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      rig.mgr.stop(Duration.ofSeconds(3));
      assertThat(rig.mgr.poll(1_000)).isTrue();
      rig.clock.advanceMs(3_000);
      assertThat(rig.mgr.poll(1_000)).isFalse();
      assertThat(rig.log.has("CLOSE STOPPED")).isTrue();
    }
  }

  @Test
  void aRequestBeingReceived_isRefusedWhenItsHeadIsThere() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET.substring(0, 20))).isEmpty();
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThat(rig.mgr.poll(0)).isTrue();
      assertThat(rig.log.has("HTTP_HDRS")).isFalse();
      assertThat(send(rig, peer, GET.substring(20))).isEqualTo(UNAVAILABLE);
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.log.has("HTTP_HDRS")).as("a refused request is no event").isFalse();
    }
  }

  @Test
  void aBodyBeingReceived_isReceivedAndAnsweredWithConnectionClose() throws Exception {
    try (HttpRig rig = new HttpRig(HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThat(rig.mgr.poll(0)).isTrue();
      assertThat(send(rig, peer, "cd"))
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nPOST:abcd");
      assertThat(peer.isEof()).isTrue();
    }
  }

  @Test
  void aPipelinedRequest_behindAResponseThatPromisedToGoOn_isRefused() throws Exception {
    List<MgConnection> asked = new ArrayList<>();
    try (HttpRig rig = new HttpRig(chunking(asked));
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET + GET);
      rig.mgr.stop(Duration.ofSeconds(30));
      MgHttp.endResponse(asked.get(0));
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      assertThat(rig.received(peer)).isEqualTo("0\r\n\r\n" + UNAVAILABLE);
      assertThat(peer.isEof()).isTrue();
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void aPipelinedRequest_behindAResponseThatSaysClose_isNotAnswered() throws Exception {
    List<MgConnection> asked = new ArrayList<>();
    try (HttpRig rig =
            new HttpRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    asked.add(c);
                  }
                });
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET + GET);
      rig.mgr.stop(Duration.ofSeconds(30));
      MgHttp.reply(asked.get(0), 200, "", "last");
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      assertThat(rig.received(peer))
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nlast");
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void aHeadThatNeverEnds_isCutAtItsDeadline() throws Exception {
    try (HttpRig rig = new HttpRig(new MgOptions().httpHeadTimeoutMs(2_000), HttpRig.echo());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, "GET / HT");
      rig.mgr.stop(Duration.ofSeconds(30));
      rig.pass(3_000);
      assertThat(rig.received(peer)).startsWith("HTTP/1.1 408 ");
      peer.shutdownOutput();
      assertThat(rig.mgr.poll(1_000)).isFalse();
    }
  }

  private static MgHandler chunking(List<MgConnection> asked) {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_MSG) {
        asked.add(c);
        MgHttp.replyChunked(c, 200, "");
      }
    };
  }

  /** Sends in a manager that stops, which may be over after any poll. */
  private static String send(HttpRig rig, MemoryPeer peer, String wire) throws Exception {
    peer.write(wire);
    for (int i = 0; i < 3 && rig.mgr.poll(0); i++) {}
    return rig.received(peer);
  }
}
