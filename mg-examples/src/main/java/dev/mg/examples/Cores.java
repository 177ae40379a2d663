package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgGroup;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A manager a core, all on one port: {@code curl http://127.0.0.1:8009} some times tells which of
 * them answered. Told to end, they finish what they have.
 */
public final class Cores {
  private static final int PATIENCE_S = 10;

  private Cores() {}

  /** Serves until it is told to end; the argument is the port. */
  public static void main(String[] args) {
    // Written to by all of the threads.
    LongAdder requests = new LongAdder();
    AtomicBoolean isAnnounced = new AtomicBoolean();
    MgHandler handler =
        MgOn.on(
            MgHttp.MSG,
            (c, hm) -> {
              requests.increment();
              String who = Thread.currentThread().getName();
              MgHttp.replyf(c, 200, "", "request %d, by %s\n", requests.sum(), who);
            });
    int port = Examples.port(args, 8009);
    int cores = Runtime.getRuntime().availableProcessors();
    MgGroup group =
        MgGroup.start(cores, new MgOptions(), mgr -> listen(mgr, port, handler, isAnnounced));
    // The process ends as soon as the hook returns.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  group.stop(Duration.ofSeconds(PATIENCE_S));
                  await(group);
                },
                "end"));
    await(group);
  }

  private static void listen(MgManager mgr, int port, MgHandler handler, AtomicBoolean isTold) {
    MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:" + port, handler, null);
    if (!isTold.getAndSet(true)) {
      Examples.announce(listener);
    }
  }

  private static void await(MgGroup group) {
    try {
      group.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
