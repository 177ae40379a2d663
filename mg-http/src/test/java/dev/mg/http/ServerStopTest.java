package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.testkit.MemoryPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the orderly end of a manager means for HTTP. */
class ServerStopTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

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
}
