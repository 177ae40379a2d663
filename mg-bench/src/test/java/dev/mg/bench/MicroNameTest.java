package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MicroNameTest {
  @Test
  void whoStandsBeforeTheStep() {
    assertThat(MicroName.of("mgRoundTrip")).isEqualTo(new MicroName("mg", "roundTrip"));
    assertThat(MicroName.of("javaWebSocketOne")).isEqualTo(new MicroName("javaWebSocket", "one"));
    assertThat(MicroName.of("netty")).isEqualTo(new MicroName("netty", ""));
  }

  @Test
  void whatIsNobodysWork_isNoPeer() {
    MicroName part = MicroName.of("wheelFire");

    assertThat(part).isEqualTo(new MicroName("", "wheelFire"));
    assertThat(part.isPeers()).isFalse();
    assertThat(MicroName.of("nettyFire").isPeers()).isTrue();
    assertThat(MicroName.of("mgFire").isPeers()).isFalse();
    assertThat(MicroName.of("regexes").who()).as("a word that only starts so").isEmpty();
  }

  @Test
  void aRow_isNamedByWhatThereIs() {
    assertThat(MicroName.of("mgRoundTrip").with("20 nio")).isEqualTo("mg roundTrip 20 nio");
    assertThat(MicroName.of("mg").with("1024")).isEqualTo("mg 1024");
    assertThat(MicroName.of("zlib").with("")).isEqualTo("zlib");
  }
}
