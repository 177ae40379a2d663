package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTimer;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop's times on a clock that moves only when the loop would wait: exact, and instant. */
class MemoryClockTest {
  private final FakeClock clock = new FakeClock();
  private final MemoryNetwork net = new MemoryNetwork(1000);
  private final EventLog log = new EventLog();
  private final List<MgManager> open = new ArrayList<>();

  private MgManager manager() {
    return manager(new MgOptions());
  }

  private MgManager manager(MgOptions options) {
    MgManager mgr =
        MgManager.create(
            options
                .transport("memory")
                .clock(clock)
                .extension(MemoryNetwork.class, net)
                .connectTimeoutMs(10_000)
                .drainTimeoutMs(30_000));
    open.add(mgr);
    return mgr;
  }

  @AfterEach
  void closeManagers() {
    open.forEach(MgManager::close);
  }

  @Test
  void timersOfADay_fireToTheMillisecond() {
    MgManager mgr = manager();
    List<Long> fired = new ArrayList<>();
    long hour = 3_600_000;
    mgr.timerAdd(hour, MgTimer.REPEAT, () -> fired.add(mgr.nowMs()));
    Pump.until(mgr, () -> fired.size() == 3, "3 hours on the clock");
    assertThat(fired).containsExactly(hour, 2 * hour, 3 * hour);
  }

  /** The program is busy for three periods and a half: the ticks missed are left out. */
  @Test
  void lateTicks_areOneAndTheRhythmStays() {
    MgManager mgr = manager();
    List<Long> fired = new ArrayList<>();
    mgr.timerAdd(20, MgTimer.REPEAT, () -> fired.add(mgr.nowMs()));
    clock.advanceMs(70);
    mgr.poll(0);
    mgr.poll(0);
    assertThat(fired).containsExactly(70L);
    Pump.until(mgr, () -> fired.size() == 3, "two more ticks");
    assertThat(fired).containsExactly(70L, 80L, 100L);
  }

  @Test
  void timersDueInOnePoll_runByTheirTimesThenByAge() {
    MgManager mgr = manager();
    List<String> order = new ArrayList<>();
    for (String name : List.of("3 ms", "1 ms", "2 ms", "1 ms, younger", "3 ms, younger")) {
      mgr.timerAdd(name.charAt(0) - '0', MgTimer.ONCE, () -> order.add(name));
    }
    clock.advanceMs(10);
    mgr.poll(0);
    assertThat(order).containsExactly("1 ms", "1 ms, younger", "2 ms", "3 ms", "3 ms, younger");
  }

  @Test
  void connectThatNobodyAnswers_endsAtItsDeadline() {
    MgManager mgr = manager();
    InetSocketAddress silent = new InetSocketAddress(InetAddress.getLoopbackAddress(), 81);
    net.silence(silent);
    mgr.connect("tcp://127.0.0.1:81", log, null);
    mgr.poll(0);
    log.expect("OPEN", "RESOLVE");
    while (!log.has("CLOSE")) {
      mgr.poll(60_000);
    }
    log.expect("OPEN", "RESOLVE", "ERROR TIMEOUT", "CLOSE TIMEOUT");
    assertThat(mgr.nowMs()).isBetween(10_000L, 11_000L);
  }

  @Test
  void drainToAPeerThatDoesNotRead_endsAtItsDeadline() throws Exception {
    MgManager mgr = manager();
    mgr.listen("tcp://127.0.0.1:80", log, null);
    MemoryPeer peer = net.connect(80);
    mgr.poll(0);
    MgConnection c = log.accepted().get(0);
    c.send(new byte[5000]);
    c.drain();
    while (!log.has("CLOSE")) {
      mgr.poll(60_000);
    }
    log.expect(c, "OPEN", "ACCEPT", "WRITE 1000", "ERROR TIMEOUT", "CLOSE TIMEOUT");
    assertThat(mgr.nowMs()).isBetween(30_000L, 31_000L);
    assertThat(peer.available()).isEqualTo(1000);
  }

  /** It has ended its own side only: 90 s for its bytes are no reason to cut it, silence is. */
  @Test
  void peersEnd_isServedAsLongAsItTakesBytes() throws Exception {
    MgManager mgr = manager();
    mgr.listen("tcp://127.0.0.1:80", log, null);
    MemoryPeer peer = net.connect(80);
    mgr.poll(0);
    MgConnection c = log.accepted().get(0);
    c.send(new byte[6000]);
    peer.shutdownOutput();
    mgr.poll(0);
    for (int i = 0; i < 4; i++) {
      clock.advanceMs(25_000);
      mgr.poll(0);
      assertThat(peer.received()).hasSize(1000);
      mgr.poll(0);
    }
    log.expect(c, "OPEN", "ACCEPT", "WRITE..");
    while (!log.has("CLOSE")) {
      mgr.poll(60_000);
    }
    log.expect(c, "OPEN", "ACCEPT", "WRITE..", "ERROR TIMEOUT", "CLOSE TIMEOUT");
    assertThat(mgr.nowMs()).isBetween(130_000L, 131_000L);
  }

  /** It takes 100 bytes each 4 s, which is never enough for a report of room: slow is not dead. */
  @Test
  void aSlowPeer_isServedThoughNoRoomIsReported() throws Exception {
    net.writableRoom(900);
    MgManager mgr = manager(new MgOptions().writeStallTimeoutMs(5_000));
    mgr.listen("tcp://127.0.0.1:80", log, null);
    MemoryPeer peer = net.connect(80);
    mgr.poll(0);
    MgConnection c = log.accepted().get(0);
    c.send(new byte[3000]);
    mgr.poll(0);
    byte[] some = new byte[100];
    for (int i = 0; i < 12; i++) {
      clock.advanceMs(4_000);
      assertThat(peer.read(some, 0, some.length)).isEqualTo(some.length);
      mgr.poll(0);
    }
    assertThat(log.has("ERROR")).isFalse();
    while (!log.has("CLOSE")) {
      mgr.poll(60_000);
    }
    log.expect(c, "OPEN", "ACCEPT", "WRITE..", "ERROR TIMEOUT", "CLOSE TIMEOUT");
    assertThat(mgr.nowMs()).isBetween(53_000L, 59_000L);
  }

  /** What makes protocol tests worth their name: the same run twice is the same to the byte. */
  @Test
  void aConversationWithDeadlines_isTheSameEachTime() throws Exception {
    List<String> first = conversation(80);
    assertThat(first)
        .containsExactly(
            "0 OPEN",
            "0 ACCEPT",
            "1000 READ 4",
            "1000 WRITE",
            "3000 ERROR",
            "3000 CLOSE",
            "peer got pong, end");
    assertThat(conversation(81)).isEqualTo(first);
  }

  private List<String> conversation(int port) throws Exception {
    MgManager mgr = manager();
    List<String> story = new ArrayList<>();
    mgr.listen(
        "tcp://127.0.0.1:" + port,
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.POLL || c.isListening()) {
            return;
          }
          String what = dev.mg.MgEventType.nameOf(ev) + (ev == MgEvent.READ ? " " + evData : "");
          story.add(mgr.nowMs() + " " + what);
          if (ev == MgEvent.READ) {
            c.recv.clear();
            c.send("pong");
            c.deadline(2000, "no further request");
          }
        },
        null);
    MemoryPeer peer = net.connect(port);
    mgr.timerAdd(1000, MgTimer.ONCE, () -> write(peer, "ping"));
    while (story.isEmpty() || !story.get(story.size() - 1).endsWith("CLOSE")) {
      mgr.poll(60_000);
    }
    story.add("peer got " + peer.receivedText() + (peer.isEof() ? ", end" : ""));
    return story;
  }

  @Test
  void managersOfOneThread_talkToEachOther() {
    MgManager server = manager();
    MgManager client = manager();
    server.listen(
        "tcp://127.0.0.1:80",
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            c.send(c.recv);
            c.recv.clear();
          }
        },
        null);
    EventLog there = new EventLog();
    MgConnection c = client.connect("tcp://127.0.0.1:80", there, null);
    c.send("hello");
    Pump.until(List.of(server, client), () -> there.has("READ"), "the echo");
    c.drain();
    Pump.until(List.of(server, client), () -> there.has("CLOSE"), "the end");
    there.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 5", "READ 5", "CLOSE DRAINED");
  }

  @Test
  void aProtocolTest_holdsTheOtherEndAndFeedsItByteByByte() throws Exception {
    MgManager mgr = manager();
    EventLog lines =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ && c.recv.toString().endsWith("\n")) {
                c.recv.clear();
                c.send("pong\n");
              }
            });
    mgr.listen("tcp://127.0.0.1:80", lines, null);
    MemoryPeer peer = net.connect(80);
    peer.dribble("ping\n".getBytes(StandardCharsets.US_ASCII), () -> mgr.poll(0));
    Pump.until(mgr, () -> peer.available() > 0, "a reply");
    assertThat(peer.receivedText()).isEqualTo("pong\n");
    assertThat(lines.count("READ")).isEqualTo(5);
  }

  private static void write(MemoryPeer peer, String text) {
    try {
      peer.write(text);
    } catch (java.io.IOException e) {
      throw new AssertionError("the pipe has room", e);
    }
  }
}
