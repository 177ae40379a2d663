package dev.mg.core;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An engine's long computations on somebody else's thread. Meanwhile the loop does not touch the
 * engine; if the connection ends, whoever has the engine last releases it.
 */
final class TlsTask extends AtomicInteger implements Runnable {
  private static final long serialVersionUID = 1;
  private static final int QUEUED = 0;
  private static final int RUNNING = 1;
  private static final int DONE = 2;
  private static final int ABANDONED = 3;

  private final transient TlsEngine engine;
  private final transient Runnable resume;
  private transient @Nullable Throwable thrown;

  /** {@code resume} is called on the other thread when the work is done. */
  TlsTask(TlsEngine engine, Runnable resume) {
    this.engine = engine;
    this.resume = resume;
  }

  @Override
  public void run() {
    if (!compareAndSet(QUEUED, RUNNING)) {
      return;
    }
    try {
      for (Runnable task = next(); task != null; task = next()) {
        task.run();
      }
    } catch (Throwable t) {
      thrown = t;
    }
    if (compareAndSet(RUNNING, DONE)) {
      resume.run();
    } else {
      engine.release();
    }
  }

  private @Nullable Runnable next() {
    return engine.ssl.getDelegatedTask();
  }

  boolean isDone() {
    return get() == DONE;
  }

  /** What it threw; once it is done. */
  @Nullable Throwable thrown() {
    return thrown;
  }

  /** The connection has ended. Whether the engine is left to the other thread. */
  boolean abandon() {
    return !compareAndSet(QUEUED, ABANDONED) && compareAndSet(RUNNING, ABANDONED);
  }
}
