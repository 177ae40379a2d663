package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgLog;
import dev.mg.testkit.MemoryPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection's traffic in the log: direction, addresses, offset, bytes, text. */
class HexdumpTest {
  @AfterEach
  void resetLevel() {
    MgLog.set(MgLog.INFO);
  }

  @Test
  void bothDirections_areLoggedWhateverTheLevel_untilItIsTurnedOff() throws Exception {
    try (MemoryRig rig =
        new MemoryRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.recv.clear();
                c.send("an answer of 21 bytes");
              }
            })) {
      MgLog.set(MgLog.NONE);
      MemoryPeer peer = rig.peer();
      MgConnection c = rig.log.accepted().get(0);
      assertThat(c.isHexdumping()).isFalse();
      c.hexdump(true);
      assertThat(c.isHexdumping()).isTrue();
      peer.write("hello");
      rig.mgr.poll(0);
      assertThat(rig.logged)
          .containsExactly(
              "127.0.0.1:80 <- "
                  + c.rem()
                  + " READ 5\n0000  68 65 6c 6c 6f"
                  + " ".repeat(36)
                  + "hello",
              "127.0.0.1:80 -> "
                  + c.rem()
                  + " WRITE 21\n"
                  + "0000  61 6e 20 61 6e 73 77 65  72 20 6f 66 20 32 31 20  an answer of 21 \n"
                  + "0010  62 79 74 65 73"
                  + " ".repeat(36)
                  + "bytes");
      c.hexdump(false);
      peer.write("hello");
      rig.mgr.poll(0);
      assertThat(rig.logged).hasSize(2);
    }
  }

  @Test
  void aLogThatThrows_doesNotEndTheLoop() throws Exception {
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      MemoryPeer peer = rig.peer();
      MgConnection c = rig.log.accepted().get(0);
      c.hexdump(true);
      MgLog.setFn(
          (level, line, thrown) -> {
            throw new IllegalStateException("no descriptor is left");
          });
      peer.write("hello");
      c.send("answer");
      rig.mgr.poll(0);
      rig.log.expect(c, "OPEN", "ACCEPT", "WRITE 6", "READ 5");
    }
  }
}
