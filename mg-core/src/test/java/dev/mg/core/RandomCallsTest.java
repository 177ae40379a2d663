package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgPause;
import dev.mg.MgTimer;
import dev.mg.testkit.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Handlers that call anything, of any connection, in any event: no poll throws or spins, each
 * connection is opened and closed once, and no file stays open.
 */
class RandomCallsTest {
  private static final int SEEDS = Boolean.getBoolean("dev.mg.full") ? 1_000 : 50;
  private static final int FILE_BYTES = 200_000;
  private static final int MOST_CONNECTIONS = 40;
  private static final int MOST_CALLS = 400;

  private final List<MgConnection> open = new ArrayList<>();
  private final List<FileChannel> files = new ArrayList<>();
  private Random random = new Random();
  private Path file = Path.of("");
  private int calls;

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    switch (ev) {
      case MgEvent.OPEN -> open.add(c);
      case MgEvent.CLOSE -> open.remove(c);
      case MgEvent.READ -> c.recv.del(random.nextInt(c.recv.len() + 1));
      default -> {}
    }
    if (ev != MgEvent.POLL || random.nextInt(10) == 0) {
      call(c);
    }
  }

  private void call(MgConnection in) {
    if (++calls > MOST_CALLS) {
      return;
    }
    MgManager mgr = in.mgr();
    MgConnection c =
        open.isEmpty() || random.nextBoolean() ? in : open.get(random.nextInt(open.size()));
    switch (random.nextInt(24)) {
      case 0 -> c.close();
      case 1 -> c.drain();
      case 2 -> c.linger();
      case 3 -> c.reset();
      case 4, 5 -> c.send(new byte[random.nextInt(100_000)]);
      case 6 -> c.send.add("appended");
      case 7 -> c.send.clear();
      case 8 -> c.shutdownOutput();
      case 9 -> sendFile(c);
      case 10, 11 -> c.full(random.nextBoolean());
      case 12 -> c.pause(MgPause.RESPONSE, random.nextBoolean());
      case 13 -> c.again();
      case 14 -> c.resp(random.nextBoolean());
      case 15 -> c.deadline(random.nextInt(50), "at random");
      case 16 -> c.error("at random");
      case 17 -> c.keep();
      case 18 -> c.pfn(random.nextBoolean() ? null : this::protocol, null);
      case 19 -> mgr.timerAdd(random.nextInt(20), MgTimer.ONCE, () -> call(c));
      case 20 -> mgr.execute(() -> call(c));
      case 21 -> mgr.wakeup(c.id(), new byte[3]);
      case 22 -> {
        if (open.size() < MOST_CONNECTIONS) {
          mgr.connect("tcp://127.0.0.1:80", in.fn(), null);
        }
      }
      default -> throw new IllegalArgumentException("at random");
    }
  }

  /** Not in OPEN: who throws there has the user hear of the end alone. */
  private void protocol(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (ev != MgEvent.OPEN) {
      call(c);
    }
  }

  private void sendFile(MgConnection c) {
    try {
      FileChannel opened = FileChannel.open(file);
      files.add(opened);
      if (c.isListening()) {
        opened.close();
      } else {
        c.sendFile(opened, 0, random.nextInt(FILE_BYTES), true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void handlersThatCallAnything_leaveTheLoopAsItShouldBe(boolean small, @TempDir Path dir)
      throws Exception {
    file = Files.write(dir.resolve("file"), new byte[FILE_BYTES]);
    for (int seed = 0; seed < SEEDS; seed++) {
      random = new Random(seed);
      calls = 0;
      MgOptions options =
          new MgOptions().maxRecvBytes(small ? 50_000 : 3_000_000).drainTimeoutMs(3_000);
      try (MemoryRig rig = new MemoryRig(options, this::onEvent)) {
        for (int i = 0; i < 3; i++) {
          rig.net.connect(80).write("hello");
          rig.mgr.connect("tcp://127.0.0.1:80", rig.log, null);
        }
        for (int i = 0; i < 150; i++) {
          calls = Math.max(0, calls - 20);
          rig.mgr.poll(random.nextInt(3));
        }
        calls = MOST_CALLS;
        long from = rig.mgr.nowMs();
        for (int i = 0; i < 500; i++) {
          rig.mgr.poll(1_000);
        }
        assertThat(rig.mgr.nowMs() - from).as("time in 500 polls, %d", seed).isGreaterThan(20_000);
        EventLog log = rig.log;
        rig.mgr.close();
        assertThat(log.count("CLOSE")).as("of seed %d", seed).isEqualTo(log.count("OPEN"));
      }
      assertThat(open).as("not closed, seed %d", seed).isEmpty();
      assertThat(files).as("files, seed %d", seed).noneMatch(FileChannel::isOpen);
      files.clear();
    }
  }
}
