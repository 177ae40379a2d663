package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** RFC 6455 section 7.4, with the codes 1012 to 1014 that IANA has registered since. */
class CloseCodesTest {
  @Test
  void theLegalCodes_areTheRegisteredOnesAndTheFreeRanges() {
    Set<Integer> legal = new TreeSet<>();
    for (int code = 0; code <= 0xFFFF; code++) {
      if (CloseCodes.isLegal(code)) {
        legal.add(code);
      }
    }
    Set<Integer> expected =
        new TreeSet<>(
            Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014));
    for (int code = 3000; code <= 4999; code++) {
      expected.add(code);
    }
    assertThat(legal).isEqualTo(expected);
  }

  private static String check(byte[] payload) {
    byte[] around = Frames.cat(new byte[] {7}, payload, new byte[] {(byte) 0xFF});
    int answer = CloseCodes.check(around, 1, payload.length);
    return answer == 0 ? "fine" : Violation.of(answer).name();
  }

  @Test
  void payloads() {
    assertThat(check(new byte[0])).isEqualTo("fine");
    assertThat(check(new byte[] {3})).isEqualTo("CLOSE_TOO_SHORT");
    assertThat(check(Frames.hex("03e8"))).isEqualTo("fine");
    assertThat(check(Frames.hex("03ed"))).isEqualTo("CLOSE_CODE");
    assertThat(check(Frames.hex("03e8 c3a4"))).isEqualTo("fine");
    assertThat(check(Frames.hex("03e8 c3"))).isEqualTo("CLOSE_REASON");
    assertThat(check(Frames.hex("03e8 ff"))).isEqualTo("CLOSE_REASON");
  }

  @Test
  void everyViolation_canBeSent() {
    for (Violation v : Violation.values()) {
      assertThat(CloseCodes.isLegal(v.code)).as(v.name()).isTrue();
      assertThat(v.text.length()).as(v.name()).isBetween(1, 123);
      assertThat(Violation.of(v.answer())).isEqualTo(v);
    }
  }
}
