package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryNetwork;
import org.junit.jupiter.api.Test;

/** Marks of the send buffer that contradict each other are told at once, not by a stuck peer. */
class SendMarksTest {
  private static MgManager create(MgOptions options) {
    return MgManager.create(
        options.transport("memory").extension(MemoryNetwork.class, new MemoryNetwork()));
  }

  @Test
  void lowAboveHigh_isRefusedNamingBoth() {
    assertThatThrownBy(() -> create(new MgOptions().sendHighBytes(1000).sendLowBytes(1001)))
        .isInstanceOf(MgException.class)
        .hasMessage(
            "sendLowBytes 1001 is above sendHighBytes 1000: lower the first or raise the second");
  }

  @Test
  void highAboveTheCap_isRefusedNamingBoth() {
    assertThatThrownBy(() -> create(new MgOptions().maxSendBytes(1 << 20).sendHighBytes(2 << 20)))
        .isInstanceOf(MgException.class)
        .hasMessage(
            "sendHighBytes 2097152 is above maxSendBytes 1048576: lower the first or raise the"
                + " second");
  }

  @Test
  void allTheSame_isTaken() {
    MgOptions same = new MgOptions().sendLowBytes(500).sendHighBytes(500).maxSendBytes(500);
    try (MgManager mgr = create(same)) {
      assertThat(mgr.options().sendHighBytes()).isEqualTo(500);
    }
  }
}
