package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.testkit.MemoryPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of server-sent events. */
class MgSseTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String FIELDS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n";
  private static final String OPENED = FIELDS + "Transfer-Encoding: chunked\r\n\r\n";

  private final List<MgConnection> streams = new ArrayList<>();

  private MgHandler handler() {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_MSG && MgSse.start(c)) {
        streams.add(c);
      }
    };
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private String next(HttpRig rig, MemoryPeer peer) {
    rig.poll();
    return rig.received(peer);
  }

  @Test
  void anEvent_isAChunkOfItsLines() throws Exception {
    try (HttpRig rig = new HttpRig(handler());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, GET)).isEqualTo(OPENED);
      MgConnection c = streams.get(0);
      assertThat(MgSse.send(c, "hello")).isTrue();
      assertThat(next(rig, peer)).isEqualTo(chunk("data: hello\n\n"));
      assertThat(MgSse.send(c, "tick", "7", "a\nb\r\nc\rd\n")).isTrue();
      assertThat(next(rig, peer))
          .isEqualTo(chunk("event: tick\nid: 7\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"));
      assertThat(MgSse.send(c, "", "", "")).isTrue();
      assertThat(next(rig, peer)).isEqualTo(chunk("event: \nid: \ndata: \n\n"));
      assertThat(MgSse.comment(c, "x\ny")).isTrue();
      assertThat(next(rig, peer)).isEqualTo(chunk(": x\n: y\n\n"));
      assertThat(MgSse.retry(c, 2_500)).isTrue();
      assertThat(next(rig, peer)).isEqualTo(chunk("retry: 2500\n\n"));
      MgSse.end(c);
      MgSse.end(c);
      assertThat(next(rig, peer)).isEqualTo("0\r\n\r\n");
      MgSse.end(c);
      assertThat(MgSse.send(c, "late")).as("between requests").isFalse();
      assertThat(MgSse.comment(c, "late")).isFalse();
      assertThat(MgSse.retry(c, 1)).isFalse();
      assertThat(rig.send(peer, GET)).as("the connection stays").isEqualTo(OPENED);
    }
  }

  @Test
  void aLongEvent_leavesNoArrayBehind() throws Exception {
    try (HttpRig rig = new HttpRig(handler());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      MgConnection c = streams.get(0);
      assertThat(MgSse.send(c, "x".repeat(500_000))).isTrue();
      assertThat(SseStreams.of(rig.mgr).text.capacity()).isLessThanOrEqualTo(64 << 10);
      assertThat(MgSse.send(c, "short")).isTrue();
      assertThat(SseStreams.of(rig.mgr).text.capacity()).isPositive();
    }
  }

  @Test
  void textBeyondAscii_isUtf8() throws Exception {
    try (HttpRig rig = new HttpRig(handler());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      MgSse.send(streams.get(0), "\u20ac");
      assertThat(next(rig, peer)).isEqualTo(chunk("data: \u00e2\u0082\u00ac\n\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\n"})
  void eventAndId_withAnEndOfLine_areRefused(String bad) throws Exception {
    try (HttpRig rig = new HttpRig(handler());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      MgConnection c = streams.get(0);
      assertThatThrownBy(() -> MgSse.send(c, bad, null, "x"))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("the event of an event");
      assertThatThrownBy(() -> MgSse.send(c, null, bad, "x"))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("the id of an event");
      assertThat(next(rig, peer)).isEmpty();
    }
  }

  @Test
  void misuse_throws() throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            for (Runnable wrong :
                List.<Runnable>of(
                    () -> MgSse.send(c, "x"),
                    () -> MgSse.comment(c, "x"),
                    () -> MgSse.end(c),
                    () -> MgSse.retry(c, -1),
                    () -> MgSse.start(c, "X: a\nb\r\n"))) {
              try {
                wrong.run();
              } catch (MgException e) {
                thrown.add(e);
              }
            }
            MgHttp.reply(c, 200, "", "");
          }
        };
    try (HttpRig rig = new HttpRig(fn)) {
      assertThat(rig.exchange(GET)).isEqualTo(HttpRig.ok(""));
      assertThat(thrown).hasSize(5);
      assertThat(thrown.get(0)).hasMessageContaining("begin it by MgSse.start");
      assertThat(thrown.get(3)).hasMessageContaining("-1 ms");
    }
  }

  @Test
  void toHttp10_itEndsWithTheConnection_andHeadGetsNone() throws Exception {
    try (HttpRig rig = new HttpRig(handler());
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, "GET / HTTP/1.0\r\n\r\n"))
          .isEqualTo(FIELDS + "Connection: close\r\n\r\n");
      MgSse.send(streams.get(0), "x");
      MgSse.end(streams.get(0));
      assertThat(next(rig, peer)).isEqualTo("data: x\n\n");
      assertThat(peer.isEof()).isTrue();
      assertThat(rig.exchange((GET + GET).replace("GET", "HEAD"))).isEqualTo(OPENED + OPENED);
      assertThat(streams).hasSize(1);
    }
  }

  @Test
  void lastEventId_isWhatTheClientTells() throws Exception {
    List<String> ids = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgStr id = MgSse.lastEventId((MgHttpMessage) evData);
            ids.add(String.valueOf(id));
            MgSse.start(c, "Access-Control-Allow-Origin: *\r\n");
            MgSse.end(c);
          }
        };
    try (HttpRig rig = new HttpRig(fn)) {
      assertThat(
              rig.exchange(
                  GET + "GET / HTTP/1.1\r\nHost: a\r\nLast-Event-ID: 41 \u00c3\u00a9\r\n\r\n"))
          .contains("Access-Control-Allow-Origin: *\r\n");
      assertThat(ids).containsExactly("null", "41 \u00e9");
    }
  }

  @Test
  void aSilentStream_getsPings_andABusyOneNone() throws Exception {
    MgOptions options = new MgOptions().httpSsePingMs(1_000);
    try (HttpRig rig = new HttpRig(options, handler());
        MemoryPeer silent = rig.connect();
        MemoryPeer busy = rig.connect()) {
      rig.send(silent, GET);
      rig.send(busy, GET);
      StringBuilder toBusy = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        MgSse.send(streams.get(1), "x");
        rig.pass(1_000);
        toBusy.append(rig.received(busy));
      }
      assertThat(toBusy.toString()).isEqualTo(chunk("data: x\n\n").repeat(10));
      assertThat(rig.received(silent)).isEqualTo(chunk(":\n\n").repeat(9));
    }
  }

  @Test
  void noPings_ifTheOptionSaysNone() throws Exception {
    try (HttpRig rig = new HttpRig(new MgOptions().httpSsePingMs(0), handler());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      rig.pass(600_000);
      assertThat(rig.received(peer)).isEmpty();
      assertThat(rig.log.has("CLOSE")).as("a deadline on a silent stream").isFalse();
    }
  }

  @Test
  void aClientThatDoesNotRead_losesEvents_notTheServerItsMemory() throws Exception {
    try (HttpRig rig =
            new HttpRig(new MgOptions().sendHighBytes(100_000).sendLowBytes(10_000), handler());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      MgConnection c = streams.get(0);
      int taken = 0;
      while (MgSse.send(c, "x".repeat(10_000)) && taken < 1_000) {
        taken++;
        rig.poll();
      }
      assertThat(taken).isLessThan(1_000);
      assertThat(c.send.len()).isLessThan(120_000);
      for (int i = 0; i < 5; i++) {
        rig.poll();
        peer.received();
      }
      assertThat(MgSse.send(c, "again")).isTrue();
      assertThat(next(rig, peer)).isEqualTo(chunk("data: again\n\n"));
    }
  }

  @Test
  void aClientThatLeaves_isCloseToTheHandler_andFalseToTheSender() throws Exception {
    try (HttpRig rig = new HttpRig(new MgOptions().httpSsePingMs(1_000), handler());
        MemoryPeer peer = rig.connect();
        MemoryPeer half = rig.connect()) {
      rig.send(peer, GET);
      rig.send(half, GET);
      peer.reset();
      rig.poll();
      assertThat(rig.log.has("CLOSE RESET")).isTrue();
      assertThat(MgSse.send(streams.get(0), "x")).isFalse();
      assertThat(rig.log.has("CLOSE EOF")).isFalse();
      half.shutdownOutput();
      rig.pass(2_000);
      assertThat(rig.log.has("CLOSE EOF")).isTrue();
    }
  }

  @Test
  void whileTheManagerStops_streamsEnd_afterTheLastWordOfTheHandler() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          handler().onEvent(c, ev, evData, fnData);
          if (ev == MgEvent.STOP) {
            assertThat(MgSse.send(c, "bye")).isTrue();
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      rig.mgr.stop(Duration.ofSeconds(30));
      rig.mgr.poll(0);
      rig.mgr.poll(0);
      assertThat(rig.received(peer)).isEqualTo(chunk("data: bye\n\n") + "0\r\n\r\n");
      assertThat(peer.isEof()).isTrue();
      assertThat(MgSse.send(streams.get(0), "late")).isFalse();
      peer.shutdownOutput();
      assertThat(rig.mgr.poll(1_000)).isFalse();
    }
  }

  @Test
  void aConnectionGivenToAnotherProtocol_getsNoPings() throws Exception {
    MgOptions options = new MgOptions().httpSsePingMs(1_000);
    try (HttpRig rig = new HttpRig(options, handler());
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, GET);
      streams.get(0).pfn(null, null);
      rig.pass(5_000);
      assertThat(rig.received(peer)).isEmpty();
    }
  }

  @Test
  void manyStreams_endInAnyOrder() throws Exception {
    try (HttpRig rig = new HttpRig(new MgOptions().httpSsePingMs(1_000), handler())) {
      List<MemoryPeer> peers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        MemoryPeer peer = rig.connect();
        assertThat(rig.send(peer, GET)).isEqualTo(OPENED);
        peers.add(peer);
      }
      for (int i : new int[] {0, 19, 7, 3, 18}) {
        MgSse.end(streams.get(i));
        rig.poll();
        assertThat(rig.received(peers.get(i))).isEqualTo("0\r\n\r\n");
      }
      rig.pass(2_000);
      for (int i = 0; i < 20; i++) {
        boolean ended = List.of(0, 19, 7, 3, 18).contains(i);
        assertThat(rig.received(peers.get(i))).isEqualTo(ended ? "" : chunk(":\n\n"));
      }
    }
  }
}
