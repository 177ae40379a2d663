package dev.mg.examples.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a server program does when its process is told to end, by SIGTERM or Ctrl-C: it stops in
 * order, for a time. Closed by the program when it has stopped, which is what the process waits
 * for.
 */
public final class OrderlyEnd implements AutoCloseable {
  /** How long requests under way, and those who are told goodbye, may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How much longer the program may take: a handler may not return. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * From now on.
   *
   * @param stop called on a thread of the JVM's with the time there is, and returns at once: what
   *     {@code MgManager.stop} does, handed over to its thread
   */
  public void arm(Consumer<Duration> stop) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop), "mg-stop"));
  }

  /** The process ends as soon as this returns. */
  private void end(Consumer<Duration> stop) {
    stop.accept(PATIENCE);
    try {
      ended.await(PATIENCE.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
