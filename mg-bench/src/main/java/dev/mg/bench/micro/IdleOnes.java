package dev.mg.bench.micro;

import dev.mg.bench.IdleClients;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Idle HTTP connections to a server in this thread, each answered once; their far ends are in a
 * process of their own.
 */
final class IdleOnes implements AutoCloseable {
  static final String ANSWER = "Hello, World!";

  private static final long MAX_NS = TimeUnit.SECONDS.toNanos(120);

  private final IdleClients clients;

  /**
   * All of them, connected on return.
   *
   * @param turn serves what there is, for a second at most, and returns how many it has answered
   */
  IdleOnes(int port, int many, IntSupplier turn) {
    clients = IdleClients.start(port, many);
    try {
      long startNs = System.nanoTime();
      for (int answered = 0; answered < many; answered = turn.getAsInt()) {
        if (System.nanoTime() - startNs > MAX_NS) {
          throw new IllegalStateException(answered + " of " + many + " idle connections came");
        }
      }
      clients.awaitReady();
    } catch (RuntimeException e) {
      clients.close();
      throw e;
    }
  }

  /** That all were still open, then ends them. */
  @Override
  public void close() {
    try {
      clients.checkOpen();
    } finally {
      clients.close();
    }
  }
}
