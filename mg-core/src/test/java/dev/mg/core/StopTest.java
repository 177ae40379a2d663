package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.testkit.MemoryPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The orderly end of a manager: who is done leaves, who is not has until the deadline. */
class StopTest {
  /** A connection that is busy, so that stop has to wait for it. */
  private static MgConnection busy(MemoryRig rig) throws Exception {
    rig.peer();
    MgConnection c = rig.log.accepted().get(0);
    c.resp(true);
    return c;
  }

  /** Polls until the manager has ended; the time on its clock then. */
  private static long endMs(MemoryRig rig) {
    int polls = 0;
    while (rig.mgr.poll(60_000)) {
      assertThat(polls++).as("polls until the manager ends").isLessThan(1000);
    }
    return rig.clock.getAsLong() / 1_000_000;
  }

  @Test
  void withNobodyBusy_theNextPollIsTheLast_andWhatIsInSendIsSent() throws Exception {
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      MemoryPeer peer = rig.peer();
      MgConnection c = rig.log.accepted().get(0);
      c.send("last words");
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThat(rig.mgr.isStopping()).isTrue();
      assertThat(endMs(rig)).isZero();
      assertThat(peer.receivedText()).isEqualTo("last words");
      rig.log.expect(rig.listener, "OPEN", "CLOSE DRAINED");
      rig.log.expect(c, "OPEN", "ACCEPT", "STOP", "WRITE 10", "CLOSE DRAINED");
    }
  }

  @Test
  void whoIsBusy_isWaitedFor_andCutAtTheDeadline() throws Exception {
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      MgConnection c = busy(rig);
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThat(endMs(rig)).isEqualTo(30_000);
      rig.log.expect(c, "OPEN", "ACCEPT", "STOP", "CLOSE STOPPED");
    }
  }

  @Test
  void aSecondCall_canShortenTheTimeButNotExtendIt() throws Exception {
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      MgConnection c = busy(rig);
      rig.mgr.stop(Duration.ofSeconds(30));
      rig.mgr.stop(Duration.ofSeconds(3));
      rig.mgr.stop(Duration.ofSeconds(300));
      assertThat(endMs(rig)).isEqualTo(3_000);
      rig.log.expect(c, "OPEN", "ACCEPT", "STOP", "CLOSE STOPPED");
    }
  }

  @Test
  void fromAHandler_itsOwnConnectionIsServedToTheEnd() throws Exception {
    try (MemoryRig rig =
        new MemoryRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.mgr().stop(Duration.ofSeconds(30));
                c.send("bye");
              }
            })) {
      MemoryPeer peer = rig.peer();
      peer.write("quit");
      assertThat(endMs(rig)).isZero();
      assertThat(peer.receivedText()).isEqualTo("bye");
      rig.log.expect(
          rig.log.accepted().get(0),
          "OPEN",
          "ACCEPT",
          "READ 4",
          "STOP",
          "WRITE 3",
          "CLOSE DRAINED");
    }
  }

  @Test
  void closedByAHandlerThatHearsOfIt_itIsOver() throws Exception {
    try (MemoryRig rig =
        new MemoryRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.STOP) {
                c.mgr().close();
              }
            })) {
      rig.peer();
      rig.peer();
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThat(rig.log.count("STOP")).isEqualTo(1);
      assertThat(rig.log.count("CLOSE")).isEqualTo(3);
    }
  }

  @Test
  void whileStopping_nothingIsOpened() throws Exception {
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      busy(rig);
      rig.mgr.stop(Duration.ofSeconds(30));
      assertThatThrownBy(() -> rig.mgr.listen("tcp://127.0.0.1:81", rig.log, null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("this manager is ending");
      assertThatThrownBy(() -> rig.mgr.connect("tcp://127.0.0.1:80", rig.log, null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("this manager is ending");
    }
  }
}
