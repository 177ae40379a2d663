package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Pings of our own, on a clock that the test sets. */
class KeepAliveTest {
  private final List<String> errors = new ArrayList<>();
  private final MgHandler app =
      (c, ev, evData, fnData) -> {
        if (ev == MgEvent.ERROR) {
          errors.add(((Throwable) Objects.requireNonNull(evData)).getMessage());
        }
      };

  private WsRig rig(MgOptions options) {
    return new WsRig(options, 1 << 16, app);
  }

  private static List<String> passAndTake(WsRig rig, WsRig.Client client, long ms)
      throws Exception {
    rig.pass(ms);
    return client.frames();
  }

  @Test
  void aSilentPeer_isAskedEachPeriod_andStaysAsLongAsItAnswers() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsPingMs(8_000))) {
      WsRig.Client client = rig.open();
      for (int i = 0; i < 5; i++) {
        assertThat(passAndTake(rig, client, 7_000)).isEmpty();
        assertThat(passAndTake(rig, client, 3_000)).containsExactly("PING");
        client.send(Frames.pong(""));
      }
      assertThat(errors).isEmpty();
    }
  }

  @Test
  void aPeerThatTalks_isNotAsked() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsPingMs(8_000))) {
      WsRig.Client client = rig.open();
      for (int i = 0; i < 10; i++) {
        client.send(Frames.text("x"));
        assertThat(passAndTake(rig, client, 6_000)).isEmpty();
      }
    }
  }

  @Test
  void aPeerThatAnswersNoPing_isGone_andTheErrorNamesTheOption() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsPingMs(8_000))) {
      WsRig.Client client = rig.open();
      assertThat(passAndTake(rig, client, 10_000)).containsExactly("PING");
      rig.pass(7_000);
      assertThat(errors).isEmpty();
      rig.pass(4_000);
      assertThat(errors).hasSize(1);
      assertThat(errors.get(0)).contains("answered no ping (wsPingMs 8000)");
      assertThat(rig.seen.take()).containsExactly("ERROR TIMEOUT", "CLOSE TIMEOUT");
    }
  }

  @Test
  void thePeriodOfTheDefault_isThirtySeconds() throws Exception {
    try (WsRig rig = rig(new MgOptions())) {
      WsRig.Client client = rig.open();
      assertThat(passAndTake(rig, client, 29_000)).isEmpty();
      assertThat(passAndTake(rig, client, 9_000)).containsExactly("PING");
    }
  }

  @Test
  void whoIsNotReadFrom_isNotCalledDead() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsPingMs(8_000))) {
      WsRig.Client client = rig.open();
      MgConnection c = Objects.requireNonNull(rig.seen.last);
      c.full(true);
      assertThat(passAndTake(rig, client, 100_000)).isEmpty();
      c.full(false);
      assertThat(passAndTake(rig, client, 11_000)).containsExactly("PING");
      assertThat(errors).isEmpty();
    }
  }

  @Test
  void eachConnectionHasItsOwnSilence_andALaterOneIsSeenToo() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsPingMs(8_000))) {
      WsRig.Client first = rig.open();
      first.peer.close();
      rig.pass(60_000);
      WsRig.Client quiet = rig.open();
      WsRig.Client busy = rig.open();
      rig.pass(6_000);
      busy.send(Frames.text("x"));
      rig.pass(4_000);
      assertThat(quiet.frames()).containsExactly("PING");
      assertThat(busy.frames()).isEmpty();
    }
  }
}
