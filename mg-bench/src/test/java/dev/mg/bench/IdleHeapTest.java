package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleHeapTest {
  /** Loads every class that a connection needs, and more than one of each. */
  private static final int FEW = 200;

  /** With the few nearly what a table of 4,096 holds before it doubles, of those per connection. */
  private static final int MANY = 2_800;

  /** Of which the JDK alone holds 668 with compressed pointers: see docs/memory.md. */
  private static final int MOST_BYTES = 900;

  private static final int LEAST_BYTES = 500;

  @TempDir Path logs;

  @Test
  void anIdleHttpConnectionOnNio_holdsAtMost900BytesOfHeap() {
    MgContender nio = new MgContender("nio", List.of("--deadline-ms", "0"));
    try (Server server = Server.start(nio, Pinning.none("nothing is timed"), logs);
        IdleClients few = IdleClients.start(server.port(), FEW)) {
      few.awaitReady();
      long before = server.heapBytes();
      try (IdleClients many = IdleClients.start(server.port(), MANY)) {
        many.awaitReady();
        long after = server.heapBytes();

        many.checkOpen();
        assertThat((double) (after - before) / MANY)
            .as("bytes a connection")
            .isBetween((double) LEAST_BYTES, (double) MOST_BYTES);
      }
    }
  }
}
