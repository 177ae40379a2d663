package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import org.junit.jupiter.api.Test;

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
}
