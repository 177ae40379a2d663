package dev.mg.testkit;

import dev.mg.MgManager;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** Polls managers until something has happened, for a bounded time. <b>On their thread.</b> */
public final class Pump {
  private static final long POLL_MS = 5;

  private Pump() {}

  /**
   * Polls until {@code condition} holds, which is asked before each poll.
   *
   * @throws AssertionError naming {@code what}, if it does not within 10 s of the wall's clock
   */
  public static void until(MgManager mgr, BooleanSupplier condition, String what) {
    until(List.of(mgr), condition, what);
  }

  /** As {@link #until(MgManager, BooleanSupplier, String)} with several managers of one thread. */
  public static void until(List<MgManager> mgrs, BooleanSupplier condition, String what) {
    Patience patience = new Patience(what);
    while (!condition.getAsBoolean()) {
      patience.check();
      for (MgManager mgr : mgrs) {
        mgr.poll(mgrs.size() == 1 ? POLL_MS : 1);
      }
    }
  }

  /** Polls {@code n} times without waiting. */
  public static void times(MgManager mgr, int n) {
    for (int i = 0; i < n; i++) {
      mgr.poll(0);
    }
  }

  /** Polls until {@code ms} have passed on the manager's clock. */
  public static void forMs(MgManager mgr, long ms) {
    mgr.poll(0);
    long end = mgr.nowMs() + ms;
    Patience patience = new Patience(ms + " ms to pass", ms + Patience.USUAL_MS);
    while (mgr.nowMs() < end) {
      patience.check();
      mgr.poll(Math.min(POLL_MS, end - mgr.nowMs()));
    }
  }

  /**
   * Runs {@code work} on a thread of its own, a blocking peer's mostly, and polls until it is done.
   *
   * @return what it returned
   * @throws Exception what it threw
   */
  public static <T> T during(MgManager mgr, String what, Callable<T> work) throws Exception {
    FutureTask<T> task = TransportRig.elsewhere(work);
    until(mgr, task::isDone, what);
    return result(task);
  }

  /** The result of a task that is done; what it threw is thrown as it was. */
  static <T> T result(FutureTask<T> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
    }
  }
}
