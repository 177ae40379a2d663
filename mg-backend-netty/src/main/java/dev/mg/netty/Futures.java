package dev.mg.netty;

import io.netty.util.concurrent.Future;

/** Futures of calls that are done when they return, because the loop's own thread made them. */
final class Futures {
  private Futures() {}

  /** Throws what made {@code future} fail. */
  static void check(Future<?> future) throws Exception {
    Throwable cause = future.cause();
    if (cause instanceof Exception e) {
      throw e;
    }
    if (cause != null) {
      throw (Error) cause;
    }
    if (!future.isDone()) {
      throw new IllegalStateException("not done on the loop's own thread: " + future);
    }
  }
}
