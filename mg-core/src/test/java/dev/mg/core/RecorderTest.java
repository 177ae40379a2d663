package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.Pump;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's flight recorder sees of a manager. */
class RecorderTest {
  @TempDir Path dir;

  private MemoryRig rig;
  private MgConnection client;
  private MgConnection server;

  /** A client says hello, the server thinks for 700 ms and answers, the client leaves. */
  private List<RecordedEvent> record(boolean polls) throws Exception {
    try (Recording recording = new Recording()) {
      for (String name : List.of("Accept", "Connect", "Close", "SlowHandler")) {
        recording.enable("dev.mg." + name);
      }
      if (polls) {
        recording.enable("dev.mg.Poll");
      }
      recording.start();
      converse();
      recording.stop();
      Path file = dir.resolve("recording.jfr");
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(e -> e.getEventType().getName().startsWith("dev.mg."))
          .toList();
    }
  }

  private void converse() {
    try (MemoryRig r =
        new MemoryRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ) {
                c.recv.clear();
                rig.clock.advanceMs(700);
                c.send("hi");
              }
            })) {
      rig = r;
      EventLog log = new EventLog();
      client = r.mgr.connect("tcp://127.0.0.1:80", log, null);
      Pump.until(r.mgr, () -> log.has("CONNECT"), "the connection");
      client.send("hello");
      Pump.until(r.mgr, () -> log.has("READ"), "the answer");
      client.drain();
      Pump.until(r.mgr, () -> r.log.has("CLOSE"), "the end on both sides");
      server = r.log.accepted().get(0);
    }
  }

  private static RecordedEvent one(List<RecordedEvent> events, String name, MgConnection c) {
    List<RecordedEvent> found =
        events.stream()
            .filter(e -> e.getEventType().getName().equals("dev.mg." + name))
            .filter(e -> e.getLong("connection") == c.id())
            .toList();
    assertThat(found).as("%s of connection %s", name, c.id()).hasSize(1);
    return found.get(0);
  }

  @Test
  void theLifeOfConnections_isRecordedWithAddressesAndReason() throws Exception {
    List<RecordedEvent> events = record(false);
    RecordedEvent accept = one(events, "Accept", server);
    assertThat(accept.getString("local")).isEqualTo("127.0.0.1:80");
    assertThat(accept.getString("remote")).isEqualTo(server.rem().toString());
    RecordedEvent connect = one(events, "Connect", client);
    assertThat(connect.getString("local")).isEqualTo(server.rem().toString());
    assertThat(connect.getString("remote")).isEqualTo("127.0.0.1:80");
    assertThat(one(events, "Close", client).getString("reason")).isEqualTo("DRAINED");
    assertThat(one(events, "Close", server).getString("reason")).isEqualTo("EOF");
    assertThat(one(events, "Close", server).getLong("unsent")).isZero();
    assertThat(one(events, "Close", rig.listener).getString("reason")).isEqualTo("STOPPED");
  }

  @Test
  void aSlowHandler_isRecordedWithItsTime() throws Exception {
    RecordedEvent slow = one(record(false), "SlowHandler", server);
    assertThat(slow.getDuration("took")).isEqualTo(Duration.ofMillis(700));
  }

  @Test
  void pollsThatServed_areRecordedIfAskedFor() throws Exception {
    assertThat(record(false)).noneMatch(e -> e.getEventType().getName().equals("dev.mg.Poll"));
    List<RecordedEvent> polls =
        record(true).stream()
            .filter(e -> e.getEventType().getName().equals("dev.mg.Poll"))
            .toList();
    assertThat(polls).isNotEmpty().allMatch(e -> e.getInt("served") > 0);
    assertThat(polls.stream().map(e -> e.getDuration("busy"))).contains(Duration.ofMillis(700));
  }
}
