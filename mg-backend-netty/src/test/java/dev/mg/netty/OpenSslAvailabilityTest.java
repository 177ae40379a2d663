package dev.mg.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the factory says where parts of Netty are missing: one sentence, and no exception. */
class OpenSslAvailabilityTest {
  private static String without(String... artifacts) throws Exception {
    return EpollAvailabilityTest.reason(OpenSslTlsEngineFactory.class, artifacts);
  }

  @Test
  void withoutNettyHandler_namesTheJar() throws Exception {
    String expected = "io.netty:netty-handler is neither on the class path nor a resolved module";
    assertThat(without("netty-handler")).isEqualTo(expected);
    assertThat(without("netty-")).isEqualTo(expected);
  }

  @Test
  void withoutTcnative_namesTheArtifact() throws Exception {
    assertThat(without("netty-tcnative"))
        .isEqualTo(
            "io.netty:netty-tcnative-classes is neither on the class path nor a resolved module");
    assertThat(without("netty-tcnative-boringssl-static"))
        .startsWith("the native library io.netty:netty-tcnative-boringssl-static ")
        .endsWith("is neither on the class path nor a resolved module, or does not load here");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void withAllOfIt_isAvailable() {
    assertThat(new OpenSslTlsEngineFactory().unavailableBecause()).isNull();
  }
}
