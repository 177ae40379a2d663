package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two managers joined in memory, on a clock that is set. */
class BackplaneTest {
  private static final int QUEUE = 500;
  private static final int MARK = 2_000;

  private final MemoryNetwork net = new MemoryNetwork(1_000);
  private final FakeClock clock = new FakeClock();
  private final TcpBackplane planeA = TcpBackplane.listening(QUEUE);
  private Site a;
  private Site b;
  private TcpBackplane planeB;

  private MgOptions options() {
    // Waiting moves the clock, and the raw clients here answer no ping.
    return new MgOptions()
        .wsPingMs(0)
        .transport("memory")
        .extension(MemoryNetwork.class, net)
        .clock(clock)
        .sendHighBytes(MARK)
        .sendLowBytes(100);
  }

  @BeforeEach
  void open() {
    a = new Site(options(), planeA);
    planeB = TcpBackplane.connecting(planeA.link().port(), QUEUE);
    b = new Site(options(), planeB);
  }

  @AfterEach
  void close() {
    b.close();
    a.close();
  }

  /** Both are served. */
  private void poll() {
    for (int i = 0; i < 6; i++) {
      a.mgr.poll(0);
      b.mgr.poll(0);
    }
  }

  /** A client of that site that has subscribed. */
  private MemoryPeer member(Site site, String... patterns) throws Exception {
    MemoryPeer peer = net.connect(site.listener.loc().port());
    var c = site.upgrade(peer);
    for (String pattern : patterns) {
      site.topics.subscribe(c, pattern);
    }
    poll();
    return peer;
  }

  private List<String> frames(MemoryPeer peer) {
    poll();
    return Frames.describe(peer.received());
  }

  @Test
  void aMessage_reachesTheSubscribersOfBoth_once_andDoesNotComeBack() throws Exception {
    MemoryPeer atA = member(a, "room/+");
    MemoryPeer atB = member(b, "room/1", "room/#");
    assertThat(a.topics.publish("room/1", "from a", MgWs.OP_TEXT)).isEqualTo(1);
    poll();
    assertThat(b.topics.publish("room/1", new byte[] {1}, MgWs.OP_BINARY)).isEqualTo(1);
    assertThat(frames(atA)).containsExactly("TEXT from a", "BINARY 01");
    assertThat(frames(atB)).containsExactly("TEXT from a", "BINARY 01");
    assertThat(planeA.link().sent).isEqualTo(1);
    assertThat(planeB.link().sent).as("what came in is not published again").isEqualTo(1);
    assertThat(a.lost).isEmpty();
    assertThat(b.lost).isEmpty();
  }

  @Test
  void interestIsTold_soThatNothingElseGoesOut() throws Exception {
    MemoryPeer atB = member(b, "room/1");
    a.topics.publish("room/2", "nobody there", MgWs.OP_TEXT);
    assertThat(planeA.link().sent).isZero();
    member(b, "room/2");
    a.topics.publish("room/2", "somebody", MgWs.OP_TEXT);
    assertThat(planeA.link().sent).isEqualTo(1);
    atB.close();
    poll();
    a.topics.publish("room/1", "nobody any more", MgWs.OP_TEXT);
    assertThat(planeA.link().sent).isEqualTo(1);
  }

  @Test
  void theFirstSubscriberAndTheLast_areTold_notThoseBetween() throws Exception {
    List<String> told = new ArrayList<>();
    MgBackplane recording =
        (mgr, in) ->
            new MgBackplane.Link() {
              @Override
              public void publish(String topic, MgStr data, int op) {
                told.add("publish " + topic + " " + data + " " + op);
              }

              @Override
              public void subscribe(String pattern) {
                told.add("+ " + pattern);
              }

              @Override
              public void unsubscribe(String pattern) {
                told.add("- " + pattern);
              }

              @Override
              public void close() {
                told.add("close");
              }
            };
    try (Site site = new Site(options(), recording)) {
      MemoryPeer one = member(site, "x/#", "y");
      MemoryPeer two = member(site, "x/#");
      site.topics.publish("y", "to one", MgWs.OP_TEXT);
      one.close();
      Pump.times(site.mgr, 3);
      two.close();
      Pump.times(site.mgr, 3);
      member(site, "z");
    }
    assertThat(told)
        .containsExactly(
            "+ x/#", "+ y", "publish y to one 1", "- y", "- x/#", "+ z", "- z", "close");
  }

  @Test
  void aBrokenLink_isMadeAgain_afterPausesThatDouble() throws Exception {
    member(b, "t");
    poll();
    assertThat(planeB.link().isUp()).isTrue();
    Objects.requireNonNull(planeA.link().connection()).reset();
    poll();
    assertThat(planeB.link().isUp()).isFalse();
    assertThat(planeB.link().dials).isEqualTo(1);
    clock.advanceMs(TcpBackplane.FIRST_RETRY_MS);
    poll();
    assertThat(planeB.link().dials).isEqualTo(2);
    assertThat(planeB.link().isUp()).as("with its patterns told anew").isTrue();
    a.close();
    Pump.times(b.mgr, 4);
    int dials = planeB.link().dials;
    for (int pause : new int[] {100, 200, 400, 800, 1_600, 1_600}) {
      clock.advanceMs(pause - 1);
      Pump.times(b.mgr, 4);
      assertThat(planeB.link().dials).as("before %d ms are over", pause).isEqualTo(dials);
      clock.advanceMs(1);
      Pump.times(b.mgr, 4);
      assertThat(planeB.link().dials).as("after %d ms", pause).isEqualTo(++dials);
    }
  }

  @Test
  void whileTheLinkIsDown_messagesWaitInABoundedQueue_andWhatIsLostIsTold() throws Exception {
    MemoryPeer atB = member(b, "t");
    Objects.requireNonNull(planeA.link().connection()).close();
    poll();
    int frame = 4 + 1 + 8 + 1 + 2 + 1 + "message 00".length();
    for (int i = 10; i < 50; i++) {
      a.topics.publish("t", "message " + i, MgWs.OP_TEXT);
      assertThat(planeA.link().queued()).as("bytes waiting").isLessThanOrEqualTo(QUEUE);
    }
    int kept = QUEUE / frame;
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 10 + kept; i++) {
      expected.add("TEXT message " + i);
    }
    clock.advanceMs(TcpBackplane.FIRST_RETRY_MS);
    assertThat(frames(atB)).isEqualTo(expected);
    assertThat(a.lost).containsExactly((40 - kept) + ": the queue was full");
    assertThat(b.lost).as("not noticed yet").isEmpty();
    a.topics.publish("t", "the next", MgWs.OP_TEXT);
    assertThat(frames(atB)).containsExactly("TEXT the next");
    assertThat(b.lost).containsExactly((40 - kept) + ": they went out and did not arrive");
  }

  @Test
  void whatWasOnItsWayWhenTheLinkBroke_isToldAsLost_whenItIsUpAgain() throws Exception {
    MemoryPeer atB = member(b, "t");
    for (int i = 0; i < 7; i++) {
      a.topics.publish("t", "never arrives", MgWs.OP_TEXT);
    }
    Objects.requireNonNull(planeA.link().connection()).reset();
    poll();
    clock.advanceMs(TcpBackplane.FIRST_RETRY_MS);
    poll();
    a.topics.publish("t", "arrives", MgWs.OP_TEXT);
    assertThat(frames(atB)).containsExactly("TEXT arrives");
    assertThat(b.lost).containsExactly("7: they went out and did not arrive");
  }

  @Test
  void anotherManagerThatDoesNotRead_costsNobodyElse_andTheQueueStaysBounded() throws Exception {
    MemoryPeer atA = member(a, "t");
    member(b, "t");
    List<String> got = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      a.topics.publish("t", "x".repeat(50), MgWs.OP_TEXT);
      Pump.times(a.mgr, 2);
      got.addAll(Frames.describe(atA.received()));
      int held = Objects.requireNonNull(planeA.link().connection()).send.len();
      assertThat(held + planeA.link().queued()).as("bytes held").isLessThan(MARK + QUEUE + 100);
    }
    assertThat(got).hasSize(200);
    poll();
    poll();
    a.topics.publish("t", "last", MgWs.OP_TEXT);
    poll();
    assertThat(a.lostMessages).isPositive().isEqualTo(b.lostMessages);
  }

  @Test
  void messagesOfAnotherThread_comeInItsOrder_onTheLoop() throws Exception {
    MgBackplane.Inbox[] in = new MgBackplane.Inbox[1];
    MgBackplane foreign =
        (mgr, inbox) -> {
          in[0] = inbox;
          return new NoLink();
        };
    try (Site site = new Site(options().maxRecvBytes(1 << 21), foreign)) {
      MemoryPeer peer = member(site, "t");
      FutureTask<Integer> thread =
          new FutureTask<>(
              () -> {
                int taken = 0;
                for (int i = 0; i < 20; i++) {
                  taken += in[0].message("t", Frames.utf8("m" + i), MgWs.OP_TEXT) ? 1 : 0;
                }
                in[0].lost(3, "by the broker");
                in[0].lost(0, "nobody knows");
                return taken;
              });
      new Thread(thread, "broker's client").start();
      assertThat(thread.get()).isEqualTo(20);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        expected.add("TEXT m" + i);
      }
      Pump.times(site.mgr, 2);
      assertThat(Frames.describe(peer.received())).isEqualTo(expected);
      assertThat(site.lost).containsExactly("3: by the broker", "0: nobody knows");
    }
  }

  @Test
  void anotherThreadsMessages_waitAsMaxRecvBytesAllow_andNotInAClosedManager() throws Exception {
    MgBackplane.Inbox[] in = new MgBackplane.Inbox[1];
    MgBackplane foreign =
        (mgr, inbox) -> {
          in[0] = inbox;
          return new NoLink();
        };
    MgOptions small =
        options()
            .httpMaxHeadBytes(500)
            .httpMaxBodyBytes(0)
            .wsMaxMessageBytes(100)
            .maxRecvBytes(1_000);
    Site site = new Site(small, foreign);
    assertThat(elsewhere(in[0], new byte[3_000])).as("the only one may be larger").isTrue();
    assertThat(elsewhere(in[0], new byte[1])).isFalse();
    Pump.times(site.mgr, 1);
    assertThat(elsewhere(in[0], new byte[400])).isTrue();
    assertThat(elsewhere(in[0], new byte[400])).isTrue();
    assertThat(elsewhere(in[0], new byte[400])).isFalse();
    Pump.times(site.mgr, 1);
    assertThat(elsewhere(in[0], new byte[400])).isTrue();
    site.close();
    assertThat(elsewhere(in[0], new byte[1])).isFalse();
  }

  private static boolean elsewhere(MgBackplane.Inbox in, byte[] data) throws Exception {
    FutureTask<Boolean> thread = new FutureTask<>(() -> in.message("t", data, MgWs.OP_BINARY));
    new Thread(thread, "broker's client").start();
    return thread.get();
  }

  @Test
  void whatCouldNotHaveBeenPublished_isRefused() {
    MgBackplane picky =
        (mgr, in) -> {
          assertThatThrownBy(() -> in.message("a/+", new byte[0], MgWs.OP_TEXT))
              .isInstanceOf(MgException.class);
          assertThatThrownBy(() -> in.message("a", new byte[0], MgWs.OP_CLOSE))
              .isInstanceOf(MgException.class);
          return new NoLink();
        };
    try (MgManager mgr = MgManager.create(options().extension(MgBackplane.class, picky))) {
      assertThat(MgTopics.of(mgr).publish("a", "nobody", MgWs.OP_TEXT)).isZero();
    }
  }
}
