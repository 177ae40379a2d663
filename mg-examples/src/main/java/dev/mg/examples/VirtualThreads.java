package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgStr;
import dev.mg.examples.cli.UsageException;
import dev.mg.http.MgHttp;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A virtual thread for each request, which may block as it likes. Java 21 or later. */
public final class VirtualThreads {
  private static final int PAUSE_MS = 100;

  private VirtualThreads() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    ExecutorService threads = executor();
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8004);
      Examples.announce(
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:" + port,
              (c, ev, evData, fnData) -> {
                switch (ev) {
                  case MgHttp.EV_MSG -> start(threads, c);
                  case MgEvent.WAKEUP -> MgHttp.reply(c, 200, "", (MgStr) evData);
                  default -> {}
                }
              },
              null));
      for (; ; ) {
        mgr.poll(1000);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void start(ExecutorService threads, MgConnection c) {
    MgManager mgr = c.mgr();
    long id = c.id();
    threads.execute(
        () -> {
          try {
            // Stands for a query of a database, or whatever else blocks.
            Thread.sleep(PAUSE_MS);
            mgr.wakeup(id, ("by " + Thread.currentThread()).getBytes(StandardCharsets.UTF_8));
          } catch (InterruptedException e) {
            // The server ends, and with it the connection.
          }
        });
  }

  /** By its name, since this file compiles for Java 17 too. */
  private static ExecutorService executor() {
    try {
      MethodHandle make =
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newVirtualThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class));
      return (ExecutorService) make.invokeExact();
    } catch (Throwable e) {
      // Not there on 17; on 19 and 20 there, but it throws.
      throw new UsageException(
          "virtual threads need Java 21 or later, this is Java "
              + Runtime.version().feature()
              + ": example 'workers' does the same with a pool");
    }
  }
}
