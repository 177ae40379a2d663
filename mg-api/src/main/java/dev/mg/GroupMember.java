package dev.mg;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One manager of a {@link MgGroup} and its thread. */
final class GroupMember {
  private static final long POLL_MS = 1_000;

  private final MgGroup group;
  private final MgOptions options;
  private final Consumer<MgManager> setup;
  private final Thread thread;
  private final CountDownLatch isSetUp = new CountDownLatch(1);
  private volatile @Nullable MgManager mgr;

  /** What the setup failed by, or making the manager. */
  private volatile @Nullable Throwable refusal;

  /** What it failed by after that. */
  private volatile @Nullable Throwable failure;

  GroupMember(String name, MgGroup group, MgOptions options, Consumer<MgManager> setup) {
    this.group = group;
    this.options = options;
    this.setup = setup;
    thread = new Thread(this::run, name);
  }

  /** Starts it and waits for its setup; returns what that failed by. */
  @Nullable Throwable start() {
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        isSetUp.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return refusal;
  }

  private void run() {
    try (MgManager made = MgManager.create(options)) {
      setup.accept(made);
      mgr = made;
      isSetUp.countDown();
      boolean goesOn = true;
      while (goesOn) {
        goesOn = made.poll(POLL_MS);
      }
    } catch (Throwable t) {
      if (isSetUp.getCount() > 0) {
        refusal = t;
      } else {
        failure = t;
        // The others first: for want of memory the log may fail as well.
        group.stop(Duration.ZERO);
        MgLog.error("a manager of a group failed, which ends the group", t);
      }
    } finally {
      isSetUp.countDown();
    }
  }

  boolean execute(Consumer<MgManager> task) {
    MgManager to = mgr;
    return to != null && to.execute(() -> task.accept(to));
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Waits for its end; returns what that came by, null if it was asked for. */
  @Nullable Throwable await() throws InterruptedException {
    thread.join();
    return failure;
  }

  /** Waits for its end; returns whether the caller was interrupted meanwhile. */
  boolean awaitUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
