package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.testkit.Pump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscribing and publishing: who gets what, and when it ends. */
class TopicsTest {
  private MgHandler app = WsRig.NOTHING;
  private final WsRig rig =
      new WsRig((c, ev, evData, fnData) -> app.onEvent(c, ev, evData, fnData));
  private final MgTopics topics = MgTopics.of(rig.mgr);

  @AfterEach
  void close() {
    rig.close();
  }

  /** A client and its connection at the server. */
  private record Member(WsRig.Client client, MgConnection c) {}

  private Member member(String... patterns) throws Exception {
    WsRig.Client client = rig.open();
    Member member = new Member(client, Objects.requireNonNull(rig.seen.last));
    for (String pattern : patterns) {
      assertThat(topics.subscribe(member.c, pattern)).as(pattern).isTrue();
    }
    return member;
  }

  private List<String> frames(Member member) {
    rig.poll();
    return member.client.frames();
  }

  @Test
  void publish_reachesThoseThatSubscribed_andTellsHowMany() throws Exception {
    Member one = member("room/1");
    Member both = member("room/1", "room/2");
    Member all = member("#");
    Member none = member();
    assertThat(topics.publish("room/1", "to 1", MgWs.OP_TEXT)).isEqualTo(3);
    assertThat(topics.publish("room/2", new byte[] {1, 2}, MgWs.OP_BINARY)).isEqualTo(2);
    assertThat(topics.publish("room/3", MgStr.of("to 3"), MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(topics.publish("room", new byte[] {'x', 'y', 'z'}, 1, 1, MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(topics.publish("$room", "to none", MgWs.OP_TEXT)).isZero();
    assertThat(frames(one)).containsExactly("TEXT to 1");
    assertThat(frames(both)).containsExactly("TEXT to 1", "BINARY 0102");
    assertThat(frames(all)).containsExactly("TEXT to 1", "BINARY 0102", "TEXT to 3", "TEXT y");
    assertThat(frames(none)).isEmpty();
    assertThat(rig.seen.take()).isEmpty();
  }

  @Test
  void text_isUtf8_andEveryLengthOfHeadIsMade() throws Exception {
    Member m = member("t");
    topics.publish("t", "", MgWs.OP_TEXT);
    topics.publish("t", "ä€𝄞", MgWs.OP_TEXT);
    for (int len : new int[] {125, 126, 65_535, 65_536, 200_000}) {
      topics.publish("t", "x".repeat(len), MgWs.OP_TEXT);
    }
    assertThat(frames(m))
        .containsExactly(
            "TEXT",
            "TEXT ä€𝄞",
            "TEXT 125 bytes",
            "TEXT 126 bytes",
            "TEXT 65535 bytes",
            "TEXT 65536 bytes",
            "TEXT 200000 bytes");
  }

  @Test
  void overlappingPatterns_bringAMessageOnce() throws Exception {
    Member m = member("a/b", "a/+", "a/#", "#", "+/b");
    assertThat(topics.publish("a/b", "once", MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(topics.publish("a/b", "again", MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(frames(m)).containsExactly("TEXT once", "TEXT again");
  }

  @Test
  void nothingIsPushedBeforeTheWriteStep_andOneWriteTakesAll() throws Exception {
    Member m = member("t");
    List<String> writes = new ArrayList<>();
    app =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.WRITE) {
            writes.add("WRITE " + evData);
          }
        };
    topics.publish("t", "one", MgWs.OP_TEXT);
    topics.publish("t", "two", MgWs.OP_TEXT);
    assertThat(m.client.frames()).isEmpty();
    assertThat(frames(m)).containsExactly("TEXT one", "TEXT two");
    assertThat(writes).containsExactly("WRITE 10");
  }

  @Test
  void subscribe_twice_isFalse_andOneUnsubscribeEndsIt() throws Exception {
    Member m = member("t");
    assertThat(topics.subscribe(m.c, "t")).isFalse();
    assertThat(topics.publish("t", "one", MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(topics.unsubscribe(m.c, "t")).isTrue();
    assertThat(topics.unsubscribe(m.c, "t")).isFalse();
    assertThat(topics.publish("t", "two", MgWs.OP_TEXT)).isZero();
    assertThat(frames(m)).containsExactly("TEXT one");
    assertThat(topics.nodes()).isZero();
  }

  @Test
  void unsubscribe_takesThePattern_notATopicThatItMatches() throws Exception {
    Member m = member("a/#", "a/b");
    assertThat(topics.unsubscribe(m.c, "a/c")).isFalse();
    assertThat(topics.unsubscribe(m.c, "a/b")).isTrue();
    assertThat(topics.publish("a/b", "still", MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(topics.unsubscribe(m.c, "a/#")).isTrue();
    assertThat(topics.nodes()).isZero();
  }

  @Test
  void close_endsAllSubscriptions_beforeItsHandlerIsTold() throws Exception {
    Member leaver = member("room/1", "room/+", "x");
    Member stays = member("room/1");
    List<String> log = new ArrayList<>();
    app =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CLOSE) {
            log.add("CLOSE, told " + topics.publish("room/1", "somebody left", MgWs.OP_TEXT));
            log.add("again: " + topics.subscribe(c, "room/1"));
          }
        };
    leaver.client.peer.close();
    assertThat(frames(stays)).containsExactly("TEXT somebody left");
    assertThat(log).containsExactly("CLOSE, told 1", "again: false");
    assertThat(topics.nodes()).isEqualTo(2);
    stays.client.peer.close();
    rig.poll();
    assertThat(topics.nodes()).as("levels held").isZero();
  }

  @Test
  void closeInsideAPublishersHandler_isSafe_andTheClosedOneGetsNothing() throws Exception {
    Member a = member("t");
    Member b = member("t");
    app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            a.c.close();
            assertThat(topics.publish("t", "after close", MgWs.OP_TEXT)).isEqualTo(1);
            c.close();
            assertThat(topics.publish("t", "after both", MgWs.OP_TEXT)).isZero();
          }
        };
    b.client.send(Frames.text("go"));
    assertThat(rig.seen.take()).containsExactly("MSG TEXT go", "CLOSE LOCAL", "CLOSE LOCAL");
    assertThat(topics.nodes()).isZero();
  }

  @Test
  void afterTheClosingHandshakeBegan_nothingIsPublishedToIt() throws Exception {
    Member m = member("t");
    Member other = member("t");
    MgWs.close(m.c, 1000, "");
    assertThat(topics.publish("t", "late", MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(topics.subscribe(m.c, "u")).isFalse();
    other.c.drain();
    assertThat(topics.publish("t", "later", MgWs.OP_TEXT)).isZero();
    assertThat(frames(m)).containsExactly("CLOSE 1000");
    assertThat(topics.missed()).isZero();
  }

  @Test
  void subscribingAndUnsubscribingOthersInsideAHandler_countsFromTheNextPublish() throws Exception {
    Member a = member("t");
    Member b = member();
    List<Integer> told = new ArrayList<>();
    app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            told.add(topics.publish("t", "1", MgWs.OP_TEXT));
            topics.subscribe(c, "t");
            told.add(topics.publish("t", "2", MgWs.OP_TEXT));
            topics.unsubscribe(a.c, "t");
            told.add(topics.publish("t", "3", MgWs.OP_TEXT));
            topics.subscribe(a.c, "t");
            told.add(topics.publish("t", "4", MgWs.OP_TEXT));
          }
        };
    b.client.send(Frames.text("go"));
    assertThat(told).containsExactly(1, 2, 1, 2);
    assertThat(frames(a)).containsExactly("TEXT 1", "TEXT 2", "TEXT 4");
    assertThat(frames(b)).containsExactly("TEXT 2", "TEXT 3", "TEXT 4");
  }

  @Test
  void aMessageEchoedToTheRoom_mayBeTheBorrowedOne() throws Exception {
    Member a = member("t");
    Member b = member("t");
    app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            MgWsMessage wm = (MgWsMessage) evData;
            topics.publish("t", wm.data, wm.op());
          }
        };
    a.client.send(Frames.text("one"), Frames.binary(new byte[] {7}), Frames.text("two"));
    assertThat(frames(a)).containsExactly("TEXT one", "BINARY 07", "TEXT two");
    assertThat(frames(b)).containsExactly("TEXT one", "BINARY 07", "TEXT two");
  }

  @Test
  void aConnectionGivenToAnotherProtocol_isASubscriberNoMore() throws Exception {
    Member a = member("t");
    Member b = member("t", "u");
    a.c.pfn(null, null);
    assertThat(topics.publish("t", "not for a", MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(frames(a)).isEmpty();
    app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            c.pfn(null, null);
          }
        };
    b.client.send(Frames.text("go"));
    assertThat(topics.nodes()).isZero();
  }

  @Test
  void misuse_isRefusedWithItsRemedy() throws Exception {
    Member m = member();
    assertThatThrownBy(() -> topics.subscribe(m.c, "a/b#"))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("'a/b#' has '#' at 3");
    assertThatThrownBy(() -> topics.unsubscribe(m.c, "")).isInstanceOf(MgException.class);
    assertThatThrownBy(() -> topics.publish("a/+", "x", MgWs.OP_TEXT))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("wildcard '+'");
    for (int op : new int[] {MgWs.OP_CONTINUE, MgWs.OP_PING, MgWs.OP_PONG, MgWs.OP_CLOSE, 3}) {
      assertThatThrownBy(() -> topics.publish("a", "x", op))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("opcode " + op + " cannot be published");
    }
    assertThatThrownBy(() -> topics.publish("a", new byte[3], 1, 3, MgWs.OP_BINARY))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> topics.publish("a", new byte[64 << 20], MgWs.OP_BINARY))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("does not fit into maxSendBytes 67108864");
    assertThatThrownBy(() -> topics.publish("a", new byte[] {(byte) 0xC0}, MgWs.OP_TEXT))
        .as("with checks on")
        .isInstanceOf(MgException.class)
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> topics.subscribe(rig.listener, "a"))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("does not speak WebSocket");
    try (MgManager other = MgManager.create(new MgOptions().transport("memory"))) {
      assertThatThrownBy(() -> MgTopics.of(other).subscribe(m.c, "a"))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("is another manager's: use MgTopics.of(c.mgr())");
    }
    assertThat(topics.nodes()).isZero();
  }

  @Test
  void anotherThread_isRefused_andExecuteIsTheRemedy() throws Exception {
    Member m = member("t");
    FutureTask<Throwable> refused =
        new FutureTask<>(
            () -> {
              try {
                topics.publish("nobody", "x", MgWs.OP_TEXT);
                throw new AssertionError("was not refused");
              } catch (IllegalStateException e) {
                rig.mgr.execute(() -> topics.publish("t", "by execute", MgWs.OP_TEXT));
                return e;
              }
            });
    Thread thread = new Thread(refused, "another");
    thread.start();
    thread.join(10_000);
    assertThat(refused.get())
        .hasMessageContaining("called by thread 'another'")
        .hasMessageContaining("mgr.execute(...)");
    assertThat(frames(m)).containsExactly("TEXT by execute");
  }

  @Test
  void stop_saysGoodbyeToSubscribers_andTheirTopicsEnd() throws Exception {
    Member m = member("t");
    rig.mgr.stop(Duration.ofSeconds(5));
    Pump.times(rig.mgr, 2);
    assertThat(m.client.frames()).containsExactly("CLOSE 1001");
    assertThat(topics.publish("t", "late", MgWs.OP_TEXT)).isZero();
  }

  @Test
  void topicsOfAManager_areOneObject() {
    assertThat(MgTopics.of(rig.mgr)).isSameAs(topics);
  }
}
