package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.testkit.MemoryPeer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused at the call leaves nothing behind. */
class MisuseTest {
  @Test
  @SuppressWarnings("NullAway")
  void withoutHandler_nothingIsOpened() {
    MgHandler none = null;
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      MgManager mgr = rig.mgr;
      MgConnection c = rig.listener;
      assertThatThrownBy(() -> mgr.listen("tcp://127.0.0.1:81", none, null))
          .hasMessage("tcp://127.0.0.1:81 has no handler");
      assertThatThrownBy(() -> mgr.connect("tcp://127.0.0.1:81", none, null))
          .hasMessage("tcp://127.0.0.1:81 has no handler");
      assertThat(mgr.connections()).containsExactly(c);
      assertThatThrownBy(() -> c.fn(none)).hasMessage("no handler");
      assertThatThrownBy(() -> mgr.wakeup(c.id(), null)).hasMessage("bytes");
      assertThat(mgr.poll(0)).isTrue();
    }
  }

  /** Whose listener {@code call} misuses; the loop goes on. */
  private static void onListener(Consumer<MgConnection> call) {
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      call.accept(rig.listener);
      for (int i = 0; i < 2; i++) {
        assertThat(rig.mgr.poll(0)).isTrue();
      }
      assertThat(rig.mgr.connections()).containsExactly(rig.listener);
      rig.log.expect(rig.listener, "OPEN");
    }
  }

  @Test
  void aListener_sendsNothing_andIsNoneTheWorse() {
    onListener(c -> assertThat(c.send("bytes")).isZero());
    onListener(c -> c.send.add("bytes"));
    onListener(MgConnection::shutdownOutput);
  }

  @Test
  void aFileThatCannotBeSent_isRefusedAtTheCall(@TempDir Path dir) throws Exception {
    Path path = Files.writeString(dir.resolve("file"), "file");
    try (FileChannel readable = FileChannel.open(path);
        FileChannel writable = FileChannel.open(path, StandardOpenOption.WRITE)) {
      onListener(
          c ->
              assertThatThrownBy(() -> c.sendFile(readable, 0, 4, true))
                  .isInstanceOf(MgException.class)
                  .hasMessage(c + " is no stream, and sends no files: read it and send pieces"));
      try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
        MemoryPeer peer = rig.peer();
        MgConnection c = rig.log.accepted().get(0);
        assertThatThrownBy(() -> c.sendFile(readable, -1, 4, true))
            .hasMessage("cannot send 4 bytes of a file from byte -1 on");
        assertThatThrownBy(() -> c.sendFile(writable, 0, 4, true))
            .isInstanceOf(MgException.class)
            .hasMessage("a file to be sent is open for writing only: open it with READ");
        c.send("still there");
        rig.mgr.poll(0);
        assertThat(peer.receivedText()).isEqualTo("still there");
        assertThat(readable.isOpen()).as("closed by who was refused").isTrue();
        assertThat(writable.isOpen()).isTrue();
      }
    }
  }

  @Test
  void aPathThatIsNone_isRefusedByItsUrl_andLeavesNoConnection() {
    try (MemoryRig rig = new MemoryRig((c, ev, evData, fnData) -> {})) {
      assertThatThrownBy(() -> rig.mgr.connect("unix:/tmp/a\0b", rig.log, null))
          .isInstanceOf(MgException.class)
          .hasMessageStartingWith("'unix:/tmp/a\0b' leads nowhere: ");
      assertThatThrownBy(() -> rig.mgr.listen("unix:/tmp/a\0b", rig.log, null))
          .isInstanceOf(MgException.class)
          .hasMessageStartingWith("'unix:/tmp/a\0b' leads nowhere: ");
      assertThat(rig.mgr.connections()).containsExactly(rig.listener);
    }
  }

  @Test
  void anEventBelow0_isRefused() {
    onListener(
        c ->
            assertThatThrownBy(() -> c.call(-5, null))
                .isInstanceOf(MgException.class)
                .hasMessage("event number -5 must not be negative"));
  }

  @Test
  @SuppressWarnings("NullAway")
  void whatIsMissing_isNamedAtTheCall() {
    onListener(
        c ->
            assertThatThrownBy(() -> c.mgr().timerAdd(1, 0, null))
                .hasMessage("a timer has nothing to run"));
    onListener(c -> assertThatThrownBy(() -> c.mgr().execute(null)).hasMessage("task"));
    onListener(c -> assertThatThrownBy(() -> c.label(null)).hasMessage("label"));
    onListener(c -> assertThatThrownBy(() -> c.deadline(1, null)).hasMessage("reason"));
  }
}
