package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsCacheTest {
  private static final long SECOND = 1_000_000_000L;
  private final DnsCache cache = new DnsCache();
  private final List<InetAddress> some = List.of(InetAddress.getLoopbackAddress());

  @Test
  void anEntry_isThereUntilItsTimeIsUp() {
    cache.put("a", 1, some, 10, 0);
    assertThat(cache.get("a", 1, 10 * SECOND - 1)).isEqualTo(some);
    assertThat(cache.get("a", 28, 0)).isNull();
    assertThat(cache.get("a", 1, 10 * SECOND)).isNull();
  }

  @Test
  void ttlZero_isNotKept() {
    cache.put("a", 1, some, 0, 0);
    assertThat(cache.size()).isZero();
  }

  @Test
  void longTimes_areCut_thoseOfMissingNamesMost() {
    cache.put("a", 1, some, Long.MAX_VALUE, 0);
    cache.put("b", 1, List.of(), Long.MAX_VALUE, 0);
    assertThat(cache.get("b", 1, 3_600 * SECOND - 1)).isEmpty();
    assertThat(cache.get("b", 1, 3_600 * SECOND)).isNull();
    assertThat(cache.get("a", 1, 86_400 * SECOND - 1)).isEqualTo(some);
    assertThat(cache.get("a", 1, 86_400 * SECOND)).isNull();
  }

  @Test
  void tooMany_dropTheOneNotAskedForLongest() {
    for (int i = 0; i < 1_024; i++) {
      cache.put("n" + i, 1, some, 100, 0);
    }
    assertThat(cache.get("n0", 1, 0)).isNotNull();
    cache.put("more", 1, some, 100, 0);
    assertThat(cache.size()).isEqualTo(1_024);
    assertThat(cache.get("n0", 1, 0)).isNotNull();
    assertThat(cache.get("n1", 1, 0)).isNull();
  }
}
