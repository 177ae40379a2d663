package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.Scale;
import dev.mg.testkit.TlsPeer;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both ends do what they like, in any order, over pipes of any size: every byte arrives. */
class TlsSoakTest {
  private static final int ROUNDS = Scale.of(6, 400);
  private static final int ACTIONS = 150;
  private static final int STEPS_MAX = 3_000_000;

  @Test
  void anyOrderOfThings_losesNoByteAndHangsNowhere() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      try {
        round(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static int size(Random any, int max) {
    return 1 + any.nextInt(1 << 1 + any.nextInt(31 - Integer.numberOfLeadingZeros(max)));
  }

  private static void round(Random any) throws Exception {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    MgOptions options =
        new MgOptions().readBytes(512 + size(any, 1 << 17)).pollEventMs(0).maxRecvBytes(1 << 20);
    boolean isNarrow = any.nextInt(4) == 0;
    int most = isNarrow ? 1 << 9 : 1 << 15;
    MemoryNetwork net = new MemoryNetwork(isNarrow ? 1 + any.nextInt(9) : 50 + size(any, 1 << 17));
    try (TlsRig rig =
        new TlsRig(
            options,
            TlsRig.server(),
            net,
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ && (any.nextInt(3) > 0 || c.recv.len() > 300_000)) {
                got.write(c.recv.buf(), c.recv.head(), c.recv.len());
                c.recv.clear();
              }
            })) {
      rig.protocol = any.nextBoolean() ? "TLSv1.3" : "TLSv1.2";
      TlsPeer peer = rig.peer();
      if (any.nextBoolean()) {
        peer.send(new byte[0]);
      }
      rig.mgr.poll(0);
      MgConnection c = rig.accepted();
      int sent = 0;
      int replied = 0;
      ByteArrayOutputStream back = new ByteArrayOutputStream();
      for (int i = 0; i < ACTIONS; i++) {
        switch (any.nextInt(8)) {
          case 0 -> {
            byte[] piece = TlsRig.pattern(sent, size(any, most));
            peer.send(piece);
            sent += piece.length;
          }
          case 1 -> {
            byte[] piece = TlsRig.pattern(replied, size(any, most));
            replied += c.send(piece);
          }
          case 2 -> c.full(any.nextBoolean());
          case 3, 4 -> rig.mgr.poll(0);
          case 5 -> back.writeBytes(peer.received());
          default -> peer.step();
        }
      }
      c.full(false);
      for (int i = 0; got.size() + c.recv.len() < sent || back.size() < replied; i++) {
        rig.mgr.poll(0);
        peer.step();
        back.writeBytes(peer.received());
        assertThat(i)
            .as("steps, with %d of %d and %d of %d", got.size(), sent, back.size(), replied)
            .isLessThan(STEPS_MAX);
      }
      got.write(c.recv.buf(), c.recv.head(), c.recv.len());
      c.recv.clear();
      assertThat(got.toByteArray()).isEqualTo(TlsRig.pattern(0, sent));
      assertThat(back.toByteArray()).isEqualTo(TlsRig.pattern(0, replied));
      boolean ours = any.nextBoolean();
      if (ours) {
        c.drain();
      } else {
        peer.end();
      }
      rig.until(peer, () -> rig.log.has(c, "CLOSE"), "CLOSE");
      rig.until(peer, peer::isEnded, "our goodbye");
      assertThat(rig.log.has(c, ours ? "CLOSE DRAINED" : "CLOSE EOF")).isTrue();
      assertThat(rig.log.has("ERROR")).isFalse();
    }
  }
}
