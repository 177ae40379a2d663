package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgTimer;
import dev.mg.http.MgHttp;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Told to end (SIGTERM, Ctrl-C), it takes no new requests, but finishes those it has: {@code curl
 * -N http://127.0.0.1:8008} and then {@code kill}.
 */
public final class Graceful {
  private static final int PATIENCE_S = 10;
  private static final int WORK_MS = 1000;

  private Graceful() {}

  /** Serves until it is told to end; the argument is the port. */
  public static void main(String[] args) {
    CountDownLatch ended = new CountDownLatch(1);
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8008);
      MgConnection listener =
          MgHttp.listen(
              mgr, "http://127.0.0.1:" + port, MgOn.on(MgHttp.MSG, (c, hm) -> work(c)), null);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(mgr, ended), "end"));
      Examples.announce(listener);
      while (mgr.poll(1000)) {
        // Until all are served that were there when stop was called.
      }
    } finally {
      ended.countDown();
    }
  }

  private static void work(MgConnection c) {
    MgManager mgr = c.mgr();
    long id = c.id();
    MgHttp.replyChunked(c, 200, "");
    MgHttp.printfChunk(c, "working\n");
    mgr.timerAdd(
        WORK_MS,
        MgTimer.ONCE,
        () -> {
          MgConnection still = mgr.connection(id);
          if (still != null) {
            MgHttp.printfChunk(still, "done\n");
            MgHttp.endResponse(still);
          }
        });
  }

  /** On a thread of the JVM's, which ends the process as soon as this returns. */
  private static void end(MgManager mgr, CountDownLatch ended) {
    try {
      if (mgr.execute(() -> mgr.stop(Duration.ofSeconds(PATIENCE_S)))
          && !ended.await(PATIENCE_S + 1, TimeUnit.SECONDS)) {
        System.out.println("ending without waiting longer: a handler does not return");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
