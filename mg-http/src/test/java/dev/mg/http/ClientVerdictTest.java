package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client makes of each response of the table: one message or one ERROR, and the end. */
class ClientVerdictTest {
  private static final int DRIBBLED_BYTES = 1_000;

  private static ClientRig rig;

  static List<ResponseCases.Case> cases() {
    return ResponseCases.all();
  }

  static List<ResponseCases.Case> shortCases() {
    return cases().stream().filter(c -> c.wire().length() <= DRIBBLED_BYTES).toList();
  }

  @BeforeAll
  static void start() throws Exception {
    rig = new ClientRig();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void theTable_isLong() {
    assertThat(cases()).hasSizeGreaterThan(250).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whole(ResponseCases.Case given) throws Exception {
    rig.verdicts.clear();
    try (MemoryPeer peer = rig.asked(given.method())) {
      if (!given.wire().isEmpty()) {
        rig.answer(peer, given.wire());
      }
      end(peer, given);
    }
  }

  @ParameterizedTest
  @MethodSource("shortCases")
  void byteByByte(ResponseCases.Case given) throws Exception {
    rig.verdicts.clear();
    try (MemoryPeer peer = rig.asked(given.method())) {
      for (byte b : given.wire().getBytes(StandardCharsets.ISO_8859_1)) {
        if (!peer.isEof()) {
          peer.write(new byte[] {b}, 0, 1);
          Pump.times(rig.mgr, 1);
        }
      }
      end(peer, given);
    }
  }

  private static void end(MemoryPeer peer, ResponseCases.Case given) throws Exception {
    if (!peer.isEof() && !peer.isReset()) {
      peer.shutdownOutput();
    }
    rig.poll();
    assertThat(rig.verdicts).hasSize(1).allMatch(given::isMet);
    assertThat(rig.log.events().get(rig.log.events().size() - 1)).startsWith("CLOSE");
    assertThat(rig.log.count("CLOSE")).isEqualTo(1);
    assertThat(rig.mgr.stats().connections()).isZero();
  }
}
