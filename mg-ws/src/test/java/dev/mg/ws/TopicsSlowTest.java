package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscribers that do not take what is published: bounded, told, and nobody else's trouble. */
class TopicsSlowTest {
  private static final int HIGH = 4_000;
  private static final int LOW = 1_000;
  private static final int PIPE = 1_000;
  private static final String MESSAGE = "m".repeat(96);
  private static final int FRAME = 2 + 96;

  private final List<String> log = new ArrayList<>();
  private MgHandler app = WsRig.NOTHING;
  private final WsRig rig =
      new WsRig(
          new MgOptions().sendHighBytes(HIGH).sendLowBytes(LOW).maxSendBytes(8_000),
          PIPE,
          (c, ev, evData, fnData) -> {
            if (ev == MgTopics.EV_LOST) {
              log.add("LOST " + evData + " by " + c.label());
            }
            app.onEvent(c, ev, evData, fnData);
          });
  private final MgTopics topics = MgTopics.of(rig.mgr);
  private WsRig.Client slow;
  private MgConnection slowC;

  @AfterEach
  void close() {
    rig.close();
  }

  private WsRig.Client member(String label) throws Exception {
    WsRig.Client client = rig.open();
    MgConnection c = Objects.requireNonNull(rig.seen.last);
    c.label(label);
    assertThat(topics.subscribe(c, "t")).isTrue();
    return client;
  }

  private void slowMember() throws Exception {
    slow = member("slow");
    slowC = Objects.requireNonNull(rig.seen.last);
  }

  /** All that the slow one still gets, as it reads on. */
  private List<String> readOn() throws Exception {
    byte[] all = {};
    for (int i = 0; i < 2 * (HIGH + PIPE) / PIPE; i++) {
      all = Frames.cat(all, slow.peer.received());
      rig.poll();
    }
    return Frames.describe(all);
  }

  @Test
  void whoDoesNotRead_missesMessages_theOthersGetAll_andItIsToldOnceThereIsRoom() throws Exception {
    slowMember();
    WsRig.Client quick = member("quick");
    List<String> got = new ArrayList<>();
    int toBoth = 0;
    for (int i = 0; i < 100; i++) {
      toBoth += topics.publish("t", MESSAGE, MgWs.OP_TEXT) - 1;
      rig.poll();
      got.addAll(quick.frames());
      assertThat(slowC.send.len()).as("bytes held").isLessThan(HIGH + FRAME);
    }
    assertThat(got).isEqualTo(Collections.nCopies(100, "TEXT 96 bytes"));
    assertThat(toBoth * FRAME).as("up to the mark").isBetween(HIGH + PIPE, HIGH + PIPE + FRAME);
    assertThat(topics.missed()).isEqualTo(100 - toBoth);
    assertThat(log).isEmpty();

    assertThat(readOn()).isEqualTo(Collections.nCopies(toBoth, "TEXT 96 bytes"));
    assertThat(log).containsExactly("LOST " + (100 - toBoth) + " by slow");
    assertThat(topics.publish("t", "again", MgWs.OP_TEXT)).isEqualTo(2);
    rig.poll();
    assertThat(slow.frames()).containsExactly("TEXT again");
    assertThat(log).as("told once").hasSize(1);
    assertThat(rig.seen.take()).isEmpty();
  }

  @Test
  void inTheEventOfALoss_itCanBeBroughtUpToDate() throws Exception {
    slowMember();
    app =
        (c, ev, evData, fnData) -> {
          if (ev == MgTopics.EV_LOST) {
            MgWs.send(c, "snapshot", MgWs.OP_TEXT);
          }
        };
    int taken = 0;
    for (int i = 0; i < 70; i++) {
      taken += topics.publish("t", MESSAGE, MgWs.OP_TEXT);
      rig.poll();
    }
    List<String> all = readOn();
    assertThat(all).hasSize(taken + 1).endsWith("TEXT 96 bytes", "TEXT snapshot");
    assertThat(log).containsExactly("LOST " + (70 - taken) + " by slow");
  }

  @Test
  void slowClose_endsItWith1013_behindWhatItHas() throws Exception {
    slowMember();
    MgWs.slow(slowC, MgWsSlow.CLOSE);
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += topics.publish("t", MESSAGE, MgWs.OP_TEXT);
      rig.poll();
      assertThat(slowC.send.len()).as("bytes held").isLessThan(HIGH + 2 * FRAME);
    }
    assertThat(topics.missed()).as("no more after its end").isEqualTo(1);
    List<String> all = readOn();
    assertThat(all).hasSize(taken + 1).endsWith("TEXT 96 bytes", "CLOSE 1013");
    slow.peer.close();
    rig.poll();
    assertThat(rig.seen.take()).containsExactly("CLOSE DRAINED");
    assertThat(topics.nodes()).isZero();
    assertThat(log).isEmpty();
  }

  @Test
  void controlFrames_areNotDropped() throws Exception {
    slowMember();
    while (topics.missed() == 0) {
      topics.publish("t", MESSAGE, MgWs.OP_TEXT);
    }
    assertThat(MgWs.send(slowC, "there?", MgWs.OP_PING)).isEqualTo(8);
    MgWs.close(slowC, 4000, "enough");
    assertThat(readOn()).endsWith("TEXT 96 bytes", "PING there?", "CLOSE 4000");
  }

  @Test
  void aMessageInParts_isNotBrokenIntoByAPublish() throws Exception {
    slowMember();
    MgWs.sendPart(slowC, MgStr.of("one"), MgWs.OP_TEXT, false);
    assertThat(topics.publish("t", "between", MgWs.OP_TEXT)).isZero();
    rig.poll();
    assertThat(topics.publish("t", "between", MgWs.OP_TEXT)).isZero();
    MgWs.sendPart(slowC, MgStr.of("two"), MgWs.OP_CONTINUE, true);
    assertThat(topics.publish("t", "after", MgWs.OP_TEXT)).isEqualTo(1);
    rig.poll();
    assertThat(slow.frames()).containsExactly("-TEXT one", "CONTINUE two", "TEXT after");
    assertThat(log).containsExactly("LOST 1 by slow", "LOST 1 by slow");
    assertThat(topics.missed()).isEqualTo(2);
  }

  /** Below the high mark, but beyond what {@code send} may hold: missed, and not its end. */
  @Test
  void aMessageThatDoesNotFitNow_isMissed() throws Exception {
    slowMember();
    topics.publish("t", "x".repeat(HIGH - 500), MgWs.OP_TEXT);
    assertThat(topics.publish("t", "x".repeat(7_000), MgWs.OP_TEXT)).isZero();
    assertThat(topics.publish("t", "small", MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(readOn()).containsExactly("TEXT 3500 bytes", "TEXT small");
    assertThat(log).containsExactly("LOST 1 by slow");
    assertThat(topics.publish("t", "x".repeat(7_000), MgWs.OP_TEXT)).isEqualTo(1);
    assertThat(rig.seen.take()).isEmpty();
  }

  @Test
  void whoEndsWhileItMissesMessages_isNotTold() throws Exception {
    slowMember();
    List<Integer> events = new ArrayList<>();
    app =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CLOSE || ev == MgTopics.EV_LOST) {
            events.add(ev);
          }
        };
    while (topics.missed() == 0) {
      topics.publish("t", MESSAGE, MgWs.OP_TEXT);
      rig.poll();
    }
    slow.peer.close();
    rig.poll();
    assertThat(events).containsExactly(MgEvent.CLOSE);
  }
}
