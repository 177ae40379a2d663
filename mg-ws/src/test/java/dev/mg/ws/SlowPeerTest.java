package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Peers that do not take what they are sent. */
class SlowPeerTest {
  private static final int PIPE_BYTES = 1000;

  private final MgConnection[] sink = {null};

  /** Passes the messages of all but the first client on to the first. */
  private final MgHandler forward =
      (c, ev, evData, fnData) -> {
        if (ev == MgWs.EV_OPEN && sink[0] == null) {
          sink[0] = c;
        } else if (ev == MgWs.EV_MSG && c != sink[0]) {
          MgWsMessage wm = (MgWsMessage) evData;
          MgWs.send(sink[0], wm.data, wm.op());
          MgWs.holdFor(c, sink[0]);
        }
      };

  private static MgOptions marks() {
    return new MgOptions().sendHighBytes(5_000).sendLowBytes(2_000).maxSendBytes(20_000);
  }

  private static WsRig rig(MgHandler app) {
    return new WsRig(marks(), PIPE_BYTES, app);
  }

  /** A connection with as much in send as makes it full. */
  private static MgConnection filled(WsRig rig) throws Exception {
    rig.open();
    MgConnection c = Objects.requireNonNull(rig.seen.last);
    for (int i = 0; i < 7; i++) {
      MgWs.send(c, new byte[1_000], MgWs.OP_BINARY);
    }
    rig.poll();
    assertThat(c.isSendFull()).isTrue();
    return c;
  }

  @Test
  void drop_leavesOutMessagesUntilThereIsRoom_butNoControlFrame() throws Exception {
    try (WsRig rig = rig(WsRig.NOTHING)) {
      WsRig.Client client = rig.open();
      MgConnection c = Objects.requireNonNull(rig.seen.last);
      MgWs.slow(c, MgWsSlow.DROP);
      int sent = 0;
      for (int i = 0; i < 20; i++) {
        sent += MgWs.send(c, new byte[1_000], MgWs.OP_BINARY) > 0 ? 1 : 0;
      }
      assertThat(sent).isBetween(5, 7);
      assertThat(MgWs.dropped(c)).isEqualTo(20 - sent);
      assertThat(MgWs.send(c, "text", MgWs.OP_TEXT)).isZero();
      assertThat(MgWs.printf(c, MgWs.OP_TEXT, "text")).isZero();
      c.send("raw");
      int before = c.send.len();
      assertThat(MgWs.wrap(c, 3, MgWs.OP_TEXT)).isEqualTo(before - 3);
      assertThat(MgWs.dropped(c)).isEqualTo(23 - sent);
      assertThat(MgWs.send(c, "p", MgWs.OP_PING)).isEqualTo(3);
      byte[] all = new byte[0];
      for (int i = 0; i < 20; i++) {
        rig.poll();
        all = Frames.cat(all, client.peer.received());
      }
      assertThat(MgWs.send(c, "again", MgWs.OP_TEXT)).isPositive();
      rig.poll();
      all = Frames.cat(all, client.peer.received());
      assertThat(Frames.describe(all)).hasSize(sent + 2).endsWith("PING p", "TEXT again");
    }
  }

  @Test
  void close_endsAPeerThatIsTooSlow_withAnErrorThatSaysSo() throws Exception {
    try (WsRig rig = rig(WsRig.NOTHING)) {
      MgConnection c = filled(rig);
      MgWs.slow(c, MgWsSlow.CLOSE);
      assertThat(MgWs.send(c, "one more", MgWs.OP_TEXT)).isZero();
      assertThat(MgWs.send(c, "and another", MgWs.OP_TEXT)).isZero();
      rig.poll();
      assertThat(rig.seen.take()).containsExactly("ERROR MgException", "CLOSE ERROR");
    }
  }

  @Test
  void queue_isTheDefault_andEndsAtMaxSendBytes() throws Exception {
    try (WsRig rig = rig(WsRig.NOTHING)) {
      MgConnection c = filled(rig);
      for (int i = 0; i < 20; i++) {
        MgWs.send(c, new byte[1_000], MgWs.OP_BINARY);
        assertThat(c.send.len()).isLessThanOrEqualTo(20_000);
      }
      rig.poll();
      assertThat(rig.seen.take()).containsExactly("ERROR MgException", "CLOSE ERROR");
    }
  }

  @Test
  void holdFor_slowsTheSourceDown_andNothingIsLost() throws Exception {
    try (WsRig rig = rig(forward)) {
      WsRig.Client slow = rig.open();
      WsRig.Client fast = rig.open();
      MgConnection source = Objects.requireNonNull(rig.seen.last);
      byte[] message = Frames.binary(new byte[900]);
      int written = 0;
      byte[] all = new byte[0];
      int most = 0;
      for (int i = 0; i < 200; i++) {
        if (written < 40 && !source.isFull()) {
          fast.peer.write(message);
          written++;
        }
        rig.mgr.poll(0);
        most = Math.max(most, sink[0].send.len() + source.recv.len());
        if (i > 60) {
          all = Frames.cat(all, slow.peer.received());
        } else {
          assertThat(written).as("while the sink takes nothing").isLessThan(15);
        }
      }
      assertThat(most).as("bytes held").isLessThan(10_000);
      assertThat(written).isEqualTo(40);
      assertThat(Frames.describe(all)).hasSize(40).containsOnly("BINARY 900 bytes");
    }
  }

  @Test
  void holdFor_endsWithTheSink() throws Exception {
    try (WsRig rig = rig(forward)) {
      WsRig.Client slow = rig.open();
      WsRig.Client fast = rig.open();
      MgConnection source = Objects.requireNonNull(rig.seen.last);
      for (int i = 0; i < 20; i++) {
        if (!source.isFull()) {
          fast.peer.write(Frames.binary(new byte[900]));
        }
        rig.poll();
      }
      assertThat(sink[0].isSendFull()).isTrue();
      assertThat(source.isFull()).isTrue();
      slow.peer.reset();
      rig.poll();
      rig.poll();
      assertThat(source.isFull()).isFalse();
      assertThat(WsShared.of(rig.mgr).heldSources.count()).isZero();
    }
  }

  @Test
  void holdFor_severalSinks_endsWithTheLast_andIsForgottenWithTheSource() throws Exception {
    try (WsRig rig = rig(WsRig.NOTHING)) {
      MgConnection one = filled(rig);
      MgConnection two = filled(rig);
      rig.open();
      MgConnection source = Objects.requireNonNull(rig.seen.last);
      rig.open();
      MgConnection leaving = Objects.requireNonNull(rig.seen.last);
      for (MgConnection sink : new MgConnection[] {one, two, one}) {
        assertThat(MgWs.holdFor(source, sink)).isTrue();
      }
      MgWs.holdFor(leaving, one);
      HeldSources held = WsShared.of(rig.mgr).heldSources;
      assertThat(held.count()).isEqualTo(held.countBySource()).isEqualTo(3);
      leaving.close();
      rig.poll();
      assertThat(held.count()).isEqualTo(held.countBySource()).isEqualTo(2);
      one.close();
      rig.poll();
      assertThat(held.count()).isEqualTo(held.countBySource()).isEqualTo(1);
      assertThat(source.isFull()).isTrue();
      two.close();
      rig.poll();
      rig.poll();
      assertThat(held.count()).isEqualTo(held.countBySource()).isZero();
      assertThat(source.isFull()).isFalse();
    }
  }

  @Test
  void holdFor_aSinkWithRoom_orNoWebSocket() throws Exception {
    try (WsRig rig = rig(WsRig.NOTHING)) {
      rig.open();
      MgConnection source = Objects.requireNonNull(rig.seen.last);
      rig.open();
      MgConnection other = Objects.requireNonNull(rig.seen.last);
      assertThat(MgWs.holdFor(source, other)).isFalse();
      assertThat(source.isFull()).isFalse();
      assertThatThrownBy(() -> MgWs.holdFor(source, rig.listener))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("does not speak WebSocket");
    }
  }
}
