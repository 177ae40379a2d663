package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The keep-alive path makes no garbage; measured in a JVM of its own, since checks make some. */
class ServerAllocationTest {
  private static final long WAIT_S = 100;

  @Test
  void aKeepAliveRequest_allocatesNothing() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process probe =
        new ProcessBuilder(
                java, "-Xmx128m", "-cp", classPath, AllocationProbe.class.getName(), "nio")
            .redirectErrorStream(true)
            .start();
    String out = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(probe.waitFor(WAIT_S, TimeUnit.SECONDS)).as("the probe ends").isTrue();
    // The loop's timers and the JIT may cost a few bytes now and then; an object a request does
    // not.
    assertThat(out).matches("(?s).*bytes a request: [0-7]\\s*");
  }
}
