package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FootprintTest {
  @Test
  void anEcho_allocatesNothing() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process java =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx128m",
                "-cp",
                classPath,
                EchoAllocation.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String out = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(java.waitFor(60, TimeUnit.SECONDS)).as("ended: %s", out).isTrue();
      String last = out.strip().lines().reduce("", (a, b) -> b);
      assertThat(Double.parseDouble(last)).as("bytes an echo: %s", out).isLessThan(1.0);
    } finally {
      java.destroy();
    }
  }

  /** With compression agreed on and no window kept it is as much: what it takes is lent. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIdleConnection_isAtMost144Bytes(boolean deflate) {
    DeflateTerms terms = deflate ? new DeflateTerms(false, false, 15, 15) : null;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (MgManager mgr = MgManager.create(new MgOptions().transport("memory"))) {
      WsShared shared = WsShared.of(mgr);
      WsConn[] kept = new WsConn[10_000];
      // The first ones load classes.
      for (int i = 0; i < 1_000; i++) {
        kept[i] = new WsConn(shared, false, terms);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < kept.length; i++) {
        kept[i] = new WsConn(shared, false, terms);
      }
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / kept.length;
      assertThat(kept[0].isOpen()).isTrue();
      assertThat(shared.deflate.natives()).isZero();
      assertThat(each).as("bytes").isBetween(1L, 144L);
    }
  }
}
