package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WsWorkloadTest {
  /** What stands behind the head and the key, unmasked. */
  private static byte[] unmasked(byte[] frame, int head) {
    byte[] payload = Arrays.copyOfRange(frame, head + 4, frame.length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= frame[head + i % 4];
    }
    return payload;
  }

  @Test
  void aRequest_isItsAnswerMasked() {
    WsWorkload load = WsWorkload.of("ping-pong", 1);
    byte[] request = load.request();
    byte[] answer = load.answer();

    assertThat(request).hasSize(2 + 4 + 32).startsWith(0x82, 0x80 | 32);
    assertThat(answer).hasSize(2 + 32).startsWith(0x82, 32);
    assertThat(unmasked(request, 2)).isEqualTo(Arrays.copyOfRange(answer, 2, answer.length));
  }

  @Test
  void aLongMessage_hasItsLengthInTwoOctets() {
    WsWorkload load = WsWorkload.of("echo-16k", 1);
    byte[] request = load.request();
    byte[] answer = load.answer();

    assertThat(request).hasSize(4 + 4 + 16_384).startsWith(0x82, 0x80 | 126, 0x40, 0);
    assertThat(answer).hasSize(4 + 16_384).startsWith(0x82, 126, 0x40, 0);
    assertThat(unmasked(request, 4)).isEqualTo(Arrays.copyOfRange(answer, 4, answer.length));
  }

  @Test
  void messagesInFlight_haveEachAMaskOfTheirOwn() {
    byte[] request = WsWorkload.of("in-flight-16", 1).request();
    Set<String> keys = new HashSet<>();
    for (int at = 0; at < request.length; at += 2 + 4 + 32) {
      keys.add(Arrays.toString(Arrays.copyOfRange(request, at + 2, at + 6)));
    }

    assertThat(keys).hasSize(16);
  }
}
