package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MgStatsTest {
  @Test
  void takenCounters_neverChange() {
    Map<String, Long> events = new LinkedHashMap<>();
    events.put("READ", 1L);
    events.put("ACCEPT", 2L);
    MgStats stats = new MgStats(1, 2, 3, 4, 5, 6, 7, 8, 9, events);
    events.put("READ", 100L);
    assertThat(stats.events()).containsExactly(Map.entry("READ", 1L), Map.entry("ACCEPT", 2L));
    assertThatThrownBy(() -> stats.events().put("X", 1L))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
