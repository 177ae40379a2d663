package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.Pump;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test kit's event log, which needs a loop to log: one that tolerated too much is no test. */
class EventLogTest {
  private final MgManager mgr =
      MgManager.create(
          new MgOptions()
              .transport("memory")
              .pollEventMs(0)
              .extension(MemoryNetwork.class, new MemoryNetwork()));
  private final EventLog log = new EventLog();
  private MgConnection listener;

  @BeforeEach
  void listen() {
    listener = mgr.listen("tcp://127.0.0.1:80", log, null);
    Pump.times(mgr, 3);
  }

  @AfterEach
  void closeManager() {
    mgr.close();
  }

  private void happen(String... texts) {
    for (String text : texts) {
      mgr.wakeup(listener.id(), text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      mgr.poll(0);
    }
  }

  @Test
  void expected_matchesByNameOrWithItsDetailOrRepeated() {
    happen("a", "b", "c");
    log.expect("OPEN", "WAKEUP a", "WAKEUP", "WAKEUP c");
    log.expect("OPEN", "WAKEUP..");
    log.expect(listener, "OPEN", "WAKEUP..");
    assertThat(log.count("WAKEUP")).isEqualTo(3);
    assertThat(log.has("WAKEUP b")).isTrue();
    assertThat(log.has("WAKEUP d")).isFalse();
  }

  @Test
  void missingSurplusAndMovedEvents_areRefused() {
    happen("a", "b");
    assertThatThrownBy(() -> log.expect("OPEN", "WAKEUP a"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("OPEN, WAKEUP a, WAKEUP b");
    assertThatThrownBy(() -> log.expect("OPEN", "WAKEUP a", "WAKEUP b", "CLOSE"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> log.expect("OPEN", "WAKEUP b", "WAKEUP a"))
        .hasMessageContaining("event 2");
    assertThatThrownBy(() -> log.expect("OPEN", "READ..", "WAKEUP.."))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> log.expect("WAKEUP..")).isInstanceOf(AssertionError.class);
  }

  @Test
  void pollEvents_areLeftOutUnlessAskedForAndThenOneInARow() {
    log.expect("OPEN");
    assertThat(log.wants(MgEvent.POLL)).isFalse();
    EventLog polls = new EventLog().withPolls();
    assertThat(polls.wants(MgEvent.POLL)).isTrue();
    MgConnection other = mgr.listen("tcp://127.0.0.1:81", polls, null);
    Pump.times(mgr, 3);
    mgr.wakeup(other.id(), new byte[] {'x'});
    Pump.times(mgr, 3);
    polls.expect("OPEN", "POLL", "WAKEUP x", "POLL");
  }

  @Test
  void nextHandler_getsEverythingAndItsWishes() {
    EventLog inner = new EventLog().withPolls();
    EventLog outer = new EventLog(inner);
    assertThat(outer.wants(MgEvent.POLL)).isTrue();
    mgr.listen("tcp://127.0.0.1:81", outer, null);
    Pump.times(mgr, 3);
    inner.expect("OPEN", "POLL");
    outer.expect("OPEN");
  }
}
