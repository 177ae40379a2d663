package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTimer;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryNetwork;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * 100,000 timers at a time: added and cancelled, and added and fired, on a clock that is set; ours,
 * and those of an event loop of Netty's. Beside them Netty's wheel, which has a thread of its own
 * and the wall's clock: its firing includes a wait for its tick, and what its thread does with
 * cancelled ones is not in its figure.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimersBenchmark {
  private static final int TIMERS = 100_000;
  private static final int WITHIN_MS = 60_000;
  private static final int FIRING_WITHIN_MS = 1000;

  private final int[] delaysMs = new Random(1).ints(TIMERS, 1, WITHIN_MS).toArray();
  private final MgTimer[] timers = new MgTimer[TIMERS];
  private final Timeout[] timeouts = new Timeout[TIMERS];
  private final FakeClock clock = new FakeClock();
  private long fired;
  private final Runnable task = () -> fired++;
  private @Nullable MgManager mgr;
  private final MockTicker ticker = Ticker.newMockTicker();
  private final ScheduledFuture<?>[] futures = new ScheduledFuture<?>[TIMERS];
  private @Nullable ManualIoEventLoop netty;
  private @Nullable HashedWheelTimer wheel;

  /** Makes all. The thread that measures is the manager's owner. */
  @Setup
  public void open() {
    MemoryNetwork net = new MemoryNetwork();
    mgr =
        MgManager.create(
            new MgOptions().transport("memory").clock(clock).extension(MemoryNetwork.class, net));
    netty = new ManualIoEventLoop(null, Thread.currentThread(), NioIoHandler.newFactory(), ticker);
    wheel = new HashedWheelTimer(1, TimeUnit.MILLISECONDS);
    wheel.start();
  }

  /** Adding one of 100,000 within a minute, and cancelling it when all are there. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public MgTimer[] mgAddCancel() {
    MgManager loop = requireNonNull(mgr);
    for (int i = 0; i < TIMERS; i++) {
      timers[i] = loop.timerAdd(delaysMs[i], MgTimer.ONCE, task);
    }
    for (MgTimer timer : timers) {
      timer.cancel();
    }
    return timers;
  }

  /** The same in Netty's loop. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public ScheduledFuture<?>[] nettyAddCancel() {
    ManualIoEventLoop loop = requireNonNull(netty);
    for (int i = 0; i < TIMERS; i++) {
      futures[i] = loop.schedule(task, delaysMs[i], TimeUnit.MILLISECONDS);
    }
    for (ScheduledFuture<?> future : futures) {
      future.cancel(false);
    }
    return futures;
  }

  /** The same on the wheel. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public Timeout[] wheelAddCancel() {
    HashedWheelTimer to = requireNonNull(wheel);
    TimerTask nothing = timeout -> {};
    for (int i = 0; i < TIMERS; i++) {
      timeouts[i] = to.newTimeout(nothing, delaysMs[i], TimeUnit.MILLISECONDS);
    }
    for (Timeout timeout : timeouts) {
      timeout.cancel();
    }
    return timeouts;
  }

  /** Adding one of 100,000 within a second, and its firing; a poll for each of the 1,000 ms. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public long mgFire() {
    MgManager loop = requireNonNull(mgr);
    for (int delayMs : delaysMs) {
      loop.timerAdd(delayMs % FIRING_WITHIN_MS, MgTimer.ONCE, task);
    }
    long until = fired + TIMERS;
    for (int ms = 0; fired < until; ms++) {
      if (ms > FIRING_WITHIN_MS) {
        throw new IllegalStateException(until - fired + " timers did not fire");
      }
      loop.poll(0);
      clock.advanceMs(1);
    }
    return fired;
  }

  /** The same in Netty's loop; its tasks are run for each of the 1,000 ms. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public long nettyFire() {
    ManualIoEventLoop loop = requireNonNull(netty);
    for (int delayMs : delaysMs) {
      loop.schedule(task, delayMs % FIRING_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
    long until = fired + TIMERS;
    for (int ms = 0; fired < until; ms++) {
      if (ms > FIRING_WITHIN_MS) {
        throw new IllegalStateException(until - fired + " tasks did not run");
      }
      loop.runNonBlockingTasks(0);
      ticker.advance(1, TimeUnit.MILLISECONDS);
    }
    return fired;
  }

  /** Adding one of 100,000 to the wheel, all of them due, and waiting until all have fired. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public long wheelFire() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(TIMERS);
    TimerTask each = timeout -> all.countDown();
    HashedWheelTimer to = requireNonNull(wheel);
    for (int i = 0; i < TIMERS; i++) {
      to.newTimeout(each, 1, TimeUnit.MILLISECONDS);
    }
    if (!all.await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(all.getCount() + " timeouts did not fire within a minute");
    }
    return all.getCount();
  }

  /** Ends all. */
  @TearDown
  public void close() {
    requireNonNull(mgr).close();
    requireNonNull(wheel).stop();
    NettyLoop.end(requireNonNull(netty), () -> ticker.advance(1, TimeUnit.SECONDS));
  }
}
