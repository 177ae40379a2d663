package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.testkit.Pump;
import dev.mg.testkit.Scale;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Back-pressure, floods, memory, and what handlers may do while they are told of a message. */
class ReceivingTest {
  private static MgConnection server(WsRig rig) {
    return Objects.requireNonNull(rig.seen.last);
  }

  /** Options with marks that small messages reach. */
  private static MgOptions smallMarks() {
    return new MgOptions().wsPingMs(0).sendHighBytes(20_000).sendLowBytes(5_000);
  }

  @Test
  void aPeerThatDoesNotRead_pausesItsOwnSource_andNothingIsDropped() throws Exception {
    try (WsRig rig = new WsRig(smallMarks(), 16_384, WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      MgConnection c = server(rig);
      byte[][] frames = new byte[600][];
      List<String> sent = new ArrayList<>();
      int expected = 0;
      for (int i = 0; i < frames.length; i += 2) {
        String text = i + " " + "x".repeat(20);
        frames[i] = Frames.text(text);
        frames[i + 1] = Frames.binary(new byte[1_000]);
        sent.add("TEXT " + text);
        sent.add("BINARY 1000 bytes");
        expected += 2 + text.length() + 4 + 1_000;
      }
      int total = expected;
      FutureTask<Void> writing =
          new FutureTask<>(
              () -> {
                client.peer.write(Frames.cat(frames));
                return null;
              });
      new Thread(writing, "client").start();
      ByteArrayOutputStream came = new ByteArrayOutputStream();
      int[] mostSent = {0};
      int[] pausedPolls = {0};
      int[] polls = {0};
      Pump.until(
          rig.mgr,
          () -> {
            mostSent[0] = Math.max(mostSent[0], c.send.len());
            pausedPolls[0] += c.isFull() ? 1 : 0;
            if (pausedPolls[0] > 0 && ++polls[0] % 20 == 0) {
              came.writeBytes(client.peer.received());
            }
            return came.size() == total;
          },
          "600 echoes");
      writing.get();
      assertThat(Frames.describe(came.toByteArray())).isEqualTo(sent);
      assertThat(pausedPolls[0]).as("polls that saw it paused").isPositive();
      assertThat(c.isFull()).as("is paused now").isFalse();
      assertThat(mostSent[0]).as("bytes in send at most").isLessThan(20_000 + 2_000);
    }
  }

  @Test
  void whilePaused_whatIsInRecvWaits_andGoesOnWithoutNewBytes() throws Exception {
    try (WsRig rig = new WsRig(smallMarks(), 65_536, WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      MgConnection c = server(rig);
      // 60 messages of 1000: echoes stop at the high mark, nobody takes them: the pipe holds 65536.
      client.peer.write(Frames.repeat(Frames.binary(new byte[1_000]), 60));
      rig.poll();
      client.peer.write(Frames.repeat(Frames.binary(new byte[1_000]), 60));
      rig.poll();
      assertThat(c.isFull()).isTrue();
      int told = rig.seen.events.size();
      assertThat(told).isBetween(60, 119);
      rig.poll();
      assertThat(rig.seen.events).as("while nobody reads").hasSize(told);
      byte[] came = new byte[0];
      for (int i = 0; i < 20; i++) {
        came = Frames.cat(came, client.peer.received());
        rig.poll();
      }
      assertThat(Frames.describe(came)).hasSize(120).containsOnly("BINARY 1000 bytes");
      assertThat(c.isFull()).isFalse();
      assertThat(c.recv.isEmpty()).isTrue();
    }
  }

  @Test
  void whilePaused_ourCloseStillHearsThePeers() throws Exception {
    try (WsRig rig = new WsRig(smallMarks(), 65_536, WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      MgConnection c = server(rig);
      for (int i = 0; i < 3; i++) {
        client.peer.write(Frames.repeat(Frames.binary(new byte[1_000]), 50));
        rig.poll();
      }
      assertThat(c.isFull()).isTrue();
      client.peer.write(Frames.close(1000, ""));
      MgWs.close(c, 1001, "");
      rig.poll();
      assertThat(rig.seen.events).endsWith("CTL CLOSE 1000");
      byte[] came = new byte[0];
      for (int i = 0; i < 20; i++) {
        came = Frames.cat(came, client.peer.received());
        rig.poll();
      }
      List<String> frames = Frames.describe(came);
      assertThat(frames.get(frames.size() - 1)).isEqualTo("CLOSE 1001");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aFloodOfPings_isCoalescedBehindTheNewest_andAnsweredInTheEnd() throws Exception {
    try (WsRig rig = new WsRig(WsRig.NOTHING)) {
      WsRig.Client client = rig.open();
      int pings = 5_000;
      client.peer.write(Frames.cat(Frames.repeat(Frames.ping("x"), pings), Frames.ping("last")));
      rig.mgr.poll(0);
      assertThat(rig.seen.events).as("of one poll").hasSizeBetween(1, 3 * WsProtocol.MAX_FRAMES);
      assertThat(server(rig).isFull()).as("reads on before it has caught up").isTrue();
      rig.poll();
      rig.poll();
      rig.poll();
      List<String> out = client.frames();
      assertThat(out.get(out.size() - 1)).isEqualTo("PONG last");
      assertThat(out).hasSizeBetween(64, 1_000);
      assertThat(rig.seen.take()).as("CTL events").hasSize(pings + 1);
    }
  }

  @Test
  void aFloodOfFragments_leavesTheOthersTheirTurn() throws Exception {
    try (WsRig rig = new WsRig(WsRig.ECHO)) {
      WsRig.Client flood = rig.open();
      WsRig.Client other = rig.open();
      byte[] fragments = Frames.repeat(Frames.client(0, new byte[0]), 100_000);
      flood.peer.write(Frames.client(1, new byte[0]));
      int at = 0;
      int answered = 0;
      while (at < fragments.length) {
        int n = Math.min(60_000, fragments.length - at);
        flood.peer.write(fragments, at, n);
        at += n;
        other.peer.write(Frames.text("me too"));
        Pump.times(rig.mgr, 1);
        answered += other.frames().size();
      }
      assertThat(answered)
          .as("answers, one a poll")
          .isEqualTo((fragments.length + 59_999) / 60_000);
      for (int i = 0; i < 200; i++) {
        rig.poll();
      }
      flood.send(Frames.client(0x80, Frames.utf8("end")));
      assertThat(flood.frames()).containsExactly("TEXT end");
    }
  }

  /** The gap that joined fragments leave is never copied over and over. */
  @Test
  void aBigMessageInTinyFragments_isWhole() throws Exception {
    int n = Scale.of(60_000, 500_000);
    try (WsRig rig = new WsRig(WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      byte[] fragment = Frames.client(0, Frames.utf8("ab"));
      client.peer.write(Frames.client(1, new byte[0]));
      int batch = 5_000;
      for (int i = 0; i < n; i += batch) {
        client.peer.write(Frames.repeat(fragment, batch));
        rig.poll();
        rig.poll();
      }
      client.send(Frames.client(0x80, Frames.utf8("!")));
      assertThat(client.frames()).containsExactly("TEXT " + (2 * n + 1) + " bytes");
    }
  }

  @Test
  void announcingMuchAndSendingNothing_costsNothing() throws Exception {
    MgOptions options =
        new MgOptions().wsPingMs(0).wsMaxMessageBytes(16 << 20).maxRecvBytes(17 << 20);
    try (WsRig rig = new WsRig(options, 1 << 20, WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      MgConnection c = server(rig);
      client.send(Frames.announce(0x82, 16 << 20, 8));
      assertThat(c.recv.capacity()).isZero();
      client.send(new byte[1_000]);
      assertThat(c.recv.capacity()).isLessThan(4_096);
    }
  }

  @Test
  void aBigMessage_growsRecvByWhatHasArrived_inFewSteps() throws Exception {
    int n = Scale.of(4 << 20, 16 << 20);
    MgOptions options =
        new MgOptions().wsPingMs(0).wsMaxMessageBytes(n).maxRecvBytes(n + 4_096).readBytes(65_536);
    try (WsRig rig = new WsRig(options, 1 << 20, WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      MgConnection c = server(rig);
      byte[] frame = Frames.binary(new byte[n]);
      List<Integer> capacities = new ArrayList<>(List.of(0));
      int last = frame.length - 1;
      for (int at = 0; at < last; at += 50_000) {
        client.peer.write(frame, at, Math.min(50_000, last - at));
        Pump.times(rig.mgr, 1);
        int capacity = c.recv.capacity();
        assertThat((long) capacity).isLessThanOrEqualTo(5L * c.recv.len() + 65_536);
        if (capacity != capacities.get(capacities.size() - 1)) {
          capacities.add(capacity);
        }
      }
      assertThat(capacities).hasSizeLessThan(9);
      assertThat(capacities.get(capacities.size() - 1)).isLessThan(n + 2 * 65_536);
      client.peer.write(frame, last, 1);
      byte[] came = new byte[0];
      for (int i = 0; i < 100; i++) {
        rig.poll();
        came = Frames.cat(came, client.peer.received());
      }
      assertThat(Frames.describe(came)).containsExactly("BINARY " + n + " bytes");
      assertThat(c.recv.capacity()).as("after it").isZero();
    }
  }

  @Test
  void theSmallestRecvThatFitsTheLimit_takesAMessageOfTheLimit() throws Exception {
    MgOptions options =
        new MgOptions().wsPingMs(0).wsMaxMessageBytes(200_000).maxRecvBytes(200_126);
    options.httpMaxBodyBytes(1_000).httpMaxHeadBytes(8_192);
    try (WsRig rig = new WsRig(options, 1 << 20, WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      byte[] half = new byte[100_000];
      client.send(Frames.client(2, half), Frames.ping("p".repeat(125)), Frames.client(0x80, half));
      rig.poll();
      assertThat(client.frames()).containsExactly("PONG 125 bytes", "BINARY 200000 bytes");
      client.send(Frames.binary(new byte[200_000]));
      rig.poll();
      assertThat(client.frames()).containsExactly("BINARY 200000 bytes");
    }
  }

  @Test
  void anIdleConnection_holdsNoBuffer() throws Exception {
    try (WsRig rig = new WsRig(WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      client.send(Frames.text("a"), Frames.ping(""));
      assertThat(client.frames()).hasSize(2);
      assertThat(server(rig).recv.capacity()).isZero();
      assertThat(server(rig).send.capacity()).isZero();
    }
  }

  @Test
  void aMessageKeptPastItsEvent_throwsWhenChecksAreOn() throws Exception {
    List<MgWsMessage> kept = new ArrayList<>();
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG || ev == MgWs.EV_CTL) {
            kept.add((MgWsMessage) evData);
          }
        };
    try (WsRig rig = new WsRig(app)) {
      rig.open().send(Frames.text("one"), Frames.ping(""), Frames.text("two"));
    }
    assertThat(kept).hasSize(3);
    for (MgWsMessage late : kept) {
      assertThatThrownBy(() -> late.data.toString()).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(late::flags).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(late::op).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aHandlerThatTouchesRecv_isTold() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            c.recv.clear();
          }
        };
    try (WsRig rig = new WsRig(app)) {
      rig.open().send(Frames.text("one"), Frames.text("two"));
      assertThat(rig.seen.take()).containsExactly("MSG TEXT one", "ERROR IllegalStateException");
    }
  }

  @Test
  void aReadFiredInsideAMessage_isPutOff() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            c.call(MgEvent.READ, null);
            MgWs.send(c, ((MgWsMessage) evData).data, MgWs.OP_TEXT);
          }
        };
    try (WsRig rig = new WsRig(app)) {
      WsRig.Client client = rig.open();
      client.send(Frames.text("one"), Frames.text("two"));
      assertThat(client.frames()).containsExactly("TEXT one", "TEXT two");
    }
  }

  /** Another protocol may take over; what follows the frame under way is its own. */
  @Test
  void aHandlerMayHandTheConnectionOn() throws Exception {
    StringBuilder raw = new StringBuilder();
    MgHandler next =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            raw.append(c.recv);
            c.recv.clear();
          }
        };
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            c.websocket(false);
            c.pfn(next, null);
          }
        };
    try (WsRig rig = new WsRig(app)) {
      WsRig.Client client = rig.open();
      assertThat(server(rig).isWebsocket()).isTrue();
      client.send(Frames.text("switch"), Frames.utf8("raw bytes"));
      assertThat(raw).hasToString("raw bytes");
      client.send(Frames.utf8(" and more"));
      assertThat(raw).hasToString("raw bytes and more");
      assertThat(rig.seen.take()).containsExactly("MSG TEXT switch");
    }
  }

  @Test
  void fullByTheUser_stopsReading_andIsNotLiftedByUs() throws Exception {
    try (WsRig rig = new WsRig(WsRig.ECHO)) {
      WsRig.Client client = rig.open();
      server(rig).full(true);
      client.send(Frames.text("a"));
      assertThat(client.frames()).isEmpty();
      assertThat(server(rig).isFull()).isTrue();
      server(rig).full(false);
      rig.poll();
      assertThat(client.frames()).containsExactly("TEXT a");
    }
  }

  @Test
  void opcodesAndFlags() throws Exception {
    List<String> told = new ArrayList<>();
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG || ev == MgWs.EV_CTL) {
            MgWsMessage wm = (MgWsMessage) evData;
            told.add(Integer.toHexString(wm.flags()) + " " + wm.op());
          }
        };
    try (WsRig rig = new WsRig(app)) {
      rig.open()
          .send(
              Frames.text("a"),
              Frames.client(2, new byte[1]),
              Frames.ping(""),
              Frames.client(0x80, new byte[1]),
              Frames.pong(""),
              Frames.close(1000, ""));
    }
    assertThat(told).containsExactly("81 1", "89 9", "82 2", "8a 10", "88 8");
  }
}
