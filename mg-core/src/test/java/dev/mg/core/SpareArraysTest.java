package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareArraysTest {
  private final SpareArrays spares = new SpareArrays();

  @Test
  void whatIsKept_isTakenOnce() {
    byte[] one = new byte[64];
    byte[] two = new byte[SpareArrays.MOST_BYTES];
    spares.keep(one);
    spares.keep(two);

    assertThat(spares.take()).isSameAs(two);
    assertThat(spares.take()).isSameAs(one);
    assertThat(spares.take()).isNull();
  }

  @Test
  void longAndEmptyArrays_areNotKept() {
    spares.keep(new byte[SpareArrays.MOST_BYTES + 1]);
    spares.keep(new byte[0]);

    assertThat(spares.take()).isNull();
  }

  @Test
  void noMoreAreKept_thanTwoRoundsServe() {
    for (int i = 0; i <= SpareArrays.MOST; i++) {
      spares.keep(new byte[1]);
    }
    for (int i = 0; i < SpareArrays.MOST; i++) {
      assertThat(spares.take()).hasSize(1);
    }

    assertThat(spares.take()).isNull();
  }
}
