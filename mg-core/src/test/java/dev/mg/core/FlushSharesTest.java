package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message to very many is written in shares, and the others have their turn in between. */
class FlushSharesTest {
  private static final int SHARE = Visits.FLUSH_CONNECTIONS;
  private static final int ALL = 3 * SHARE - 1;

  private final List<String> order = new ArrayList<>();

  @Test
  void bytesForVeryMany_leaveInShares_inOrder_withRoundsOfEventsBetween() throws Exception {
    try (MemoryRig rig =
        new MemoryRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ || ev == MgEvent.WRITE) {
                order.add((ev == MgEvent.READ ? "READ " : "WRITE ") + c.id());
              }
            })) {
      List<MemoryPeer> peers = new ArrayList<>();
      for (int i = 0; i < ALL; i++) {
        peers.add(rig.net.connect(80));
      }
      Pump.until(rig.mgr, () -> rig.log.count("ACCEPT") == ALL, "all connections");
      List<MgConnection> all = new ArrayList<>();
      for (MgConnection c : rig.mgr.connections()) {
        if (c.isAccepted()) {
          all.add(0, c);
        }
      }
      List<String> expected = new ArrayList<>();
      for (MgConnection c : all) {
        c.send("news");
        expected.add("WRITE " + c.id());
      }
      peers.get(7).write("?");
      expected.add(SHARE, "READ " + all.get(7).id());

      long before = rig.mgr.nowMs();
      rig.mgr.poll(1_000);
      assertThat(order)
          .as("one poll: a share, events, a share")
          .isEqualTo(expected.subList(0, 2 * SHARE + 1));
      rig.mgr.poll(1_000);
      assertThat(rig.mgr.nowMs()).as("a poll with work left does not wait").isEqualTo(before);
      assertThat(order).isEqualTo(expected);
      for (MemoryPeer peer : peers) {
        assertThat(peer.available()).isEqualTo(4);
      }
    }
  }
}
