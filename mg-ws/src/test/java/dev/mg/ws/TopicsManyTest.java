package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.mg.MgConnection;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten thousand subscribers in memory. */
class TopicsManyTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final WsRig rig = new WsRig(WsRig.NOTHING);
  private final MgTopics topics = MgTopics.of(rig.mgr);
  private final List<MemoryPeer> peers = new ArrayList<>();
  private final List<MgConnection> connections = new ArrayList<>();

  @AfterEach
  void close() {
    rig.close();
  }

  private void open(int n) throws IOException {
    for (int i = 0; i < n; i++) {
      MemoryPeer peer = rig.net.connect(rig.listener.loc().port());
      peer.write(WsRig.REQUEST);
      peers.add(peer);
      if (i % 250 == 249) {
        rig.poll();
      }
    }
    Pump.until(rig.mgr, () -> rig.seen.events.size() == n, "handshakes of all");
    rig.seen.take();
    for (MemoryPeer peer : peers) {
      assertThat(peer.received()).hasSize(WsRig.RESPONSE.length());
    }
    for (MgConnection c : rig.mgr.connections()) {
      if (c.isWebsocket()) {
        connections.add(c);
      }
    }
    assertThat(connections).hasSize(n);
  }

  private int tellAll(String topic, String text) {
    int told = topics.publish(topic, text, MgWs.OP_TEXT);
    // The loop writes in shares.
    Pump.times(rig.mgr, 12);
    int got = 0;
    for (MemoryPeer peer : peers) {
      byte[] bytes = peer.received();
      if (bytes.length > 0) {
        assertThat(bytes).isEqualTo(Frames.server(0x81, Frames.utf8(text)));
        got++;
      }
    }
    assertThat(got).as("that got %s", text).isEqualTo(told);
    return told;
  }

  @Test
  void tenThousandOfOneTopic_allGetIt_andTheListShrinksWithThem() throws Exception {
    open(10_000);
    for (MgConnection c : connections) {
      topics.subscribe(c, "all");
    }
    assertThat(tellAll("all", "to all")).isEqualTo(10_000);
    for (int i = 0; i < 10_000; i += 2) {
      topics.unsubscribe(connections.get(i), "all");
    }
    assertThat(tellAll("all", "to half")).isEqualTo(5_000);
    for (int i = 1; i < 10_000; i += 2) {
      connections.get(i).close();
    }
    rig.poll();
    assertThat(topics.nodes()).isZero();
    assertThat(tellAll("all", "to none")).isZero();
  }

  /** Rooms for each, and one pattern that matches all of them. */
  @Test
  void tenThousandTopics_eachIsItsOwn() throws Exception {
    open(1_000);
    for (int i = 0; i < 10_000; i++) {
      topics.subscribe(connections.get(i % 1_000), "room/" + i + "/chat");
    }
    topics.subscribe(connections.get(5), "room/+/chat");
    assertThat(topics.nodes()).isEqualTo(1 + 2 * 10_000 + 2);
    assertThat(tellAll("room/5/chat", "to 5")).isEqualTo(1);
    assertThat(tellAll("room/9999/chat", "to both")).isEqualTo(2);
    assertThat(tellAll("room/10000/chat", "to the listener")).isEqualTo(1);
    for (MgConnection c : connections) {
      c.close();
    }
    rig.poll();
    assertThat(topics.nodes()).isZero();
  }

  @Test
  void aSubscription_isAboutAHundredBytes_andAPublishAllocatesWhatTheQueuesNeed() throws Exception {
    open(2_000);
    byte[] data = Frames.utf8("some message of 28 bytes ...");
    long first = allocatedFor(c -> topics.subscribe(c, "all"));
    long second = allocatedFor(c -> topics.subscribe(c, "all/of/them"));
    assertThat(first).as("bytes of the first subscription").isLessThanOrEqualTo(128);
    assertThat(second).as("bytes of another").isLessThanOrEqualTo(64);

    tellAll("all", "warm");
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(topics.publish("all", data, MgWs.OP_TEXT)).isEqualTo(2_000);
    long each = (THREADS.getCurrentThreadAllocatedBytes() - before) / 2_000;
    assertThat(each).as("bytes for the empty queue of each").isLessThanOrEqualTo(96);

    before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 2_000; i++) {
      topics.publish("nobody/there", data, MgWs.OP_TEXT);
    }
    each = (THREADS.getCurrentThreadAllocatedBytes() - before) / 2_000;
    assertThat(each).as("bytes a publish to nobody").isZero();
  }

  /** What they stood on before is kept for them. */
  @Test
  void aPublishToAThousand_allocatesNothing() throws Exception {
    open(1_000);
    byte[] data = Frames.utf8("some message of 28 bytes ...");
    for (MgConnection c : connections) {
      topics.subscribe(c, "all");
    }
    // Twice: the list of those to be written to is two, which take turns.
    tellAll("all", "some message of 28 bytes ...");
    tellAll("all", "some message of 28 bytes ...");

    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThat(topics.publish("all", data, MgWs.OP_TEXT)).isEqualTo(1_000);
    long all = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(all).as("bytes for all queues together").isLessThan(1_000);
  }

  private interface Action {
    void on(MgConnection c);
  }

  private long allocatedFor(Action action) {
    // The first makes the levels, and loads what is loaded once.
    action.on(connections.get(0));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (MgConnection c : connections) {
      action.on(c);
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / connections.size();
  }
}
