package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.spi.MgChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Descriptors come back, and running out of them is survived. */
interface DescriptorPromises extends RigHolder {
  @Test
  default void descriptors_areBackAtTheirNumberAfterOnePoll() throws Exception {
    Descriptors.assumeCountable(usesDescriptors());
    MgChannel listener = rig().listen();
    round(listener);
    int base = Descriptors.count();
    for (int i = 0; i < Scale.of(20, 200); i++) {
      round(listener);
      Descriptors.assertBackTo(base);
    }
  }

  /** Two good connections and a refused one, all closed in the end. */
  private void round(MgChannel listener) throws IOException {
    TransportRig.Pair accepted = rig().accept(listener);
    TransportRig.Pair connected = rig().connected();
    rig().events.interest(accepted.stream(), READ);
    var refused = rig().connect(rig().peers.unreachable());
    rig().events.until("the outcome", () -> rig().events.hasOutcome(refused));
    accepted.peer().reset();
    rig().events.expectReady(accepted.stream(), READ);
    connected.peer().close();
    rig().events.close(accepted.stream(), false);
    rig().events.close(connected.stream(), true);
    rig().events.close(refused, false);
    rig().events.poll(0);
  }

  @Test
  default void transportClosed_givesEveryDescriptorBack() throws Exception {
    Descriptors.assumeCountable(usesDescriptors());
    openAndClose();
    int base = Descriptors.count();
    for (int i = 0; i < 10; i++) {
      openAndClose();
      Descriptors.assertBackTo(base);
    }
  }

  private void openAndClose() throws IOException {
    try (TransportRig another = openRig()) {
      another.accepted();
      another.connected();
      another.listenPaused();
      another.connect(another.peers.refusing());
    }
  }

  @Test
  default void outOfDescriptors_acceptAndConnectFailWithoutSpinningAndRecover() throws Exception {
    Descriptors.assumeCountable(usesDescriptors());
    String classPath = System.getProperty("java.class.path", "");
    Assumptions.assumeFalse(classPath.isEmpty(), "the other JVM needs a class path");
    Path out = Files.createTempFile("descriptors", ".out");
    try {
      Process child =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  "ulimit -n 200; exec \"$@\"",
                  "sh",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-cp",
                  classPath,
                  DescriptorLimit.class.getName(),
                  providerClass())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!child.waitFor(60, TimeUnit.SECONDS)) {
        child.destroyForcibly().waitFor();
        throw new AssertionError("the JVM with few descriptors hangs:\n" + Files.readString(out));
      }
      assertEquals(0, child.exitValue(), () -> read(out));
      assertTrue(Files.readString(out).contains(DescriptorLimit.DONE), () -> read(out));
    } finally {
      Files.delete(out);
    }
  }

  private static String read(Path out) {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
