package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who keeps the loop too long is named in the log; time is burnt on a clock that is set. */
class SlowHandlerTest {
  private MemoryRig rig;

  /** Takes as many milliseconds as the bytes say that it reads. */
  private final class Burner implements MgHandler {
    @Override
    public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
      if (ev == MgEvent.READ) {
        rig.clock.advanceMs(c.recv.str().toLong(0));
        c.recv.clear();
      }
    }
  }

  @Test
  void aSlowHandler_isNamedWithItsConnection() throws Exception {
    try (MemoryRig r = new MemoryRig(new Burner())) {
      rig = r;
      MemoryPeer peer = r.peer();
      MgConnection c = r.log.accepted().get(0);
      c.label("burner");
      // Without the rig's log in between, which would be the one named.
      c.fn(new Burner());
      peer.write("499");
      r.mgr.poll(0);
      assertThat(r.logged).isEmpty();
      peer.write("500");
      r.mgr.poll(0);
      assertThat(r.logged)
          .containsExactly(
              "connection 2 (burner) 127.0.0.1:80 <- "
                  + c.rem()
                  + ": its handler "
                  + Burner.class.getName()
                  + " took 500 ms, in which nobody else is served: hand long work to another thread"
                  + " and answer by mgr.execute(...)");
    }
  }

  @Test
  void ofSeveralServedAtOnce_theSlowOneIsFoundTheNextTime() throws Exception {
    try (MemoryRig r = new MemoryRig(new Burner())) {
      rig = r;
      MemoryPeer quick = r.peer();
      MemoryPeer slow = r.peer();
      for (int i = 0; i < 2; i++) {
        quick.write("0");
        slow.write("600");
        r.mgr.poll(0);
      }
      assertThat(r.logged).hasSize(2);
      assertThat(r.logged.get(0)).startsWith("a poll took 600 ms for 2 connections");
      assertThat(r.logged.get(1)).startsWith("connection 3 ").contains(" took 600 ms");
    }
  }

  @Test
  void limitOf0_letsAnyHandlerTakeItsTime() throws Exception {
    try (MemoryRig r = new MemoryRig(new MgOptions().slowHandlerMs(0), new Burner())) {
      rig = r;
      r.peer().write("3600000");
      r.mgr.poll(0);
      assertThat(r.logged).isEmpty();
    }
  }
}
