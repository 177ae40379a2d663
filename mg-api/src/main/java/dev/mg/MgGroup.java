package dev.mg;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * group.await();
 * }</pre>
 *
 * <p>Each connection belongs to one of the managers, which alone serves it, so handlers need no
 * locks for what is their connection's. On Linux the kernel spreads connections and datagrams over
 * the managers by SO_REUSEPORT. Elsewhere, for a unix-domain path, and with {@link
 * MgOptions#acceptInTurn}, one thread accepts and hands connections out in turn; that wants a
 * transport that adopts sockets, {@code nio} or {@code netty}. Managers whose setup listens on port
 * 0 get the same free one.
 *
 * <p>A manager finds its group by {@code mgr.options().extension(MgGroup.class)}. One that ends by
 * itself leaves its share to the others; one that fails ends them all. Their threads, mg-1 and so
 * on, keep the process alive.
 *
 * <p><b>Any thread</b>, unless a call says otherwise.
 */
public final class MgGroup implements AutoCloseable {
  private final int size;
  private final List<GroupMember> members = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, Object> objects = new HashMap<>();

  /** The group is ending: who is still to start does not, or ends at once. */
  private volatile @Nullable Duration stopWithin;

  private MgGroup(int size) {
    this.size = size;
  }

  /**
   * Starts the managers, one after the other. If the group is stopped meanwhile, or a manager that
   * serves already fails, those left are not started.
   *
   * @param managers how many, at least 1: as many as there are cores to give them
   * @param options for each. An address that another program listens on is refused even if that
   *     shares it, unless reusePort is on. The extensions are used by all managers
   * @param setup called once a manager, on its thread, before it polls: it listens
   * @throws MgException if {@code setup} or making a manager failed; those started are ended then
   */
  public static MgGroup start(int managers, MgOptions options, Consumer<MgManager> setup) {
    if (managers < 1) {
      throw new MgException("a group of " + managers + " managers: it needs at least 1");
    }
    Objects.requireNonNull(setup, "setup");
    MgGroup group = new MgGroup(managers);
    MgOptions each = new MgOptions(options).extension(MgGroup.class, group);
    for (int i = 1; i <= managers && group.stopWithin == null; i++) {
      GroupMember member = new GroupMember("mg-" + i, group, each, setup);
      Throwable failure = member.start();
      if (failure != null) {
        group.close();
        throw new MgException(
            "manager " + i + " of " + managers + " did not start: " + text(failure), failure);
      }
      group.members.add(member);
      Duration stop = group.stopWithin;
      if (stop != null) {
        // Whoever said it may not have found this one.
        member.execute(mgr -> mgr.stop(stop));
      }
    }
    return group;
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  /** The number of managers it was started with. */
  public int size() {
    return size;
  }

  /**
   * Queues {@code task} on each manager that has been started, to be run on its thread. Tasks of
   * one thread run in their order.
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
    stopWithin = Objects.requireNonNull(atMost, "atMost");
    execute(mgr -> mgr.stop(atMost));
  }

  /**
   * Waits until every manager has ended, however long that takes. <b>Not from a manager's
   * thread.</b>
   *
   * @throws MgException if one ended by a failure, which has ended the others
   * @throws IllegalStateException on a manager's thread
   */
  public void await() throws InterruptedException {
    checkForeign();
    @Nullable Throwable failure = null;
    for (GroupMember member : members) {
      Throwable its = member.await();
      failure = failure == null ? its : failure;
    }
    if (failure != null) {
      throw new MgException("a manager of the group failed: " + text(failure), failure);
    }
  }

  /**
   * Ends every manager as {@link MgManager#close} does, and waits for that, so that a handler which
   * does not return keeps it waiting; idempotent. <b>Not from a manager's thread</b>: a handler
   * calls {@link #stop}.
   *
   * @throws IllegalStateException on a manager's thread
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
   * its managers keep what they share. The object is called from all their threads, and is not
   * closed with the group.
   *
   * @param make called at most once; it may ask for other objects
   */
  public synchronized <T> T local(Class<T> key, Supplier<? extends T> make) {
    Object found = objects.get(key);
    if (found == null) {
      found = Objects.requireNonNull(make.get(), "an object of the group");
      objects.put(key, found);
    }
    return key.cast(found);
  }
}
