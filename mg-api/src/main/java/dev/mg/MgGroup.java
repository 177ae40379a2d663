package dev.mg;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several managers, each on a thread of its own, that listen on the same ports: a server on several
 * cores.
 *
 * <pre>{@code
 * MgGroup group = MgGroup.start(2, new MgOptions(), mgr -> MgHttp.listen(mgr, url, fn, null));
 * }</pre>
 *
 * <p>Each connection belongs to one of the managers, which alone serves it, so handlers need no
 * locks for what is their connection's. The kernel spreads connections over the managers by
 * SO_REUSEPORT; where that is not to be had (another system, a unix-domain path), one thread
 * accepts and hands them out in turn. Managers that listen on port 0 get the same free one.
 *
 * <p><b>Any thread</b>, unless a call says otherwise.
 */
public final class MgGroup implements AutoCloseable {
  private final List<GroupMember> members = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, Object> objects = new HashMap<>();

  /** One has failed: who starts after that ends at once. */
  private volatile boolean hasFailed;

  private MgGroup() {}

  /**
   * Starts the managers, one after the other.
   *
   * @param managers how many, at least 1: as many as there are cores to give them
   * @param options for each; reusePort is switched on
   * @param setup called once a manager, on its thread, before it polls: it listens
   * @throws MgException if {@code setup} or making a manager failed; those started are ended then
   */
  public static MgGroup start(int managers, MgOptions options, Consumer<MgManager> setup) {
    if (managers < 1) {
      throw new MgException("a group of " + managers + " managers: it needs at least 1");
    }
    MgGroup group = new MgGroup();
    MgOptions each = new MgOptions(options).reusePort(true).extension(MgGroup.class, group);
    for (int i = 1; i <= managers; i++) {
      GroupMember member = new GroupMember("mg-" + i, group, each, setup);
      Throwable failure = member.start();
      if (failure != null) {
        group.close();
        throw new MgException(
            "manager " + i + " of " + managers + " did not start: " + failure.getMessage(),
            failure);
      }
      group.members.add(member);
      if (group.hasFailed) {
        group.stop(Duration.ZERO);
      }
    }
    return group;
  }

  /** The number of managers. */
  public int size() {
    return members.size();
  }

  /**
   * Queues {@code task} on each manager, to be run on its thread.
   *
   * @return whether each took it; false once one has ended
   */
  public boolean execute(Consumer<MgManager> task) {
    boolean all = true;
    for (GroupMember member : members) {
      all &= member.execute(task);
    }
    return all;
  }

  /** Ends every manager as {@link MgManager#stop} does; returns at once. */
  public void stop(Duration atMost) {
    execute(mgr -> mgr.stop(atMost));
  }

  /** A manager that was serving has failed. */
  void failed() {
    hasFailed = true;
    stop(Duration.ZERO);
  }

  /**
   * Waits until every manager has ended. <b>Not from a manager's thread.</b>
   *
   * @throws MgException if one ended by a failure, which has ended the others
   */
  public void await() throws InterruptedException {
    checkForeign();
    @Nullable Throwable failure = null;
    for (GroupMember member : members) {
      Throwable its = member.await();
      failure = failure == null ? its : failure;
    }
    if (failure != null) {
      throw new MgException("a manager of the group failed: " + failure.getMessage(), failure);
    }
  }

  /**
   * Ends every manager as {@link MgManager#close} does, and waits for that; idempotent. <b>Not from
   * a manager's thread</b>: a handler calls {@link #stop}.
   */
  @Override
  public void close() {
    checkForeign();
    stop(Duration.ZERO);
    boolean interrupted = false;
    for (GroupMember member : members) {
      interrupted |= member.awaitUninterruptibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void checkForeign() {
    for (GroupMember member : members) {
      if (member.isCurrent()) {
        throw new IllegalStateException(
            "thread '"
                + Thread.currentThread().getName()
                + "' is one of the group's and cannot wait for its own end: call stop");
      }
    }
  }

  /**
   * The one object of class {@code key} that belongs to this group, made at the first call: where
   * its managers keep what they share. The object is called from all their threads.
   */
  public synchronized <T> T local(Class<T> key, Supplier<? extends T> make) {
    return key.cast(objects.computeIfAbsent(key, k -> make.get()));
  }
}
