package dev.mg.testkit;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a transport reports and polls for what a test expects. <b>For the transport's thread
 * only.</b>
 *
 * <p>What must come is polled for, 10 s at most, and spurious returns of poll are tolerated; what a
 * transport must never report is an AssertionError out of the poll that reported it: a report
 * outside of poll, on another thread, of a closed channel, twice a poll, of a kind that {@link
 * #interest} does not want, before the outcome of a connect, or a second outcome.
 */
public final class RecordingEvents implements MgTransportEvents {
  private static final long SHORT_MS = 5;

  private final Thread owner = Thread.currentThread();
  private final Map<MgChannel, Integer> wanted = new IdentityHashMap<>();
  private final Map<MgChannel, Boolean> closed = new IdentityHashMap<>();
  private final Map<MgChannel, Deque<MgStream>> children = new IdentityHashMap<>();
  private final Map<MgChannel, Boolean> connecting = new IdentityHashMap<>();
  private final Map<MgStream, @Nullable MgNetException> outcomes = new IdentityHashMap<>();
  private final Map<MgChannel, Deque<MgNetException>> acceptFailures = new IdentityHashMap<>();
  private final Map<MgChannel, Integer> ready = new IdentityHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private @Nullable MgTransport transport;
  private @Nullable Runnable inside;
  private boolean polling;
  private int reports;

  /** Records; give it to a provider, then give what that opened to {@link #drive}. */
  public RecordingEvents() {}

  /** Sets what {@link #poll} polls. */
  public void drive(MgTransport opened) {
    transport = opened;
  }

  // ---- what the test does through here, so that the rules can be checked ----

  /** Sets the interest of a channel. */
  public void interest(MgChannel channel, int ops) {
    wanted.put(channel, ops);
    channel.interest(ops);
  }

  /** Tells of a connect just started: the stream may not be reported ready before its outcome. */
  public void connecting(MgStream stream) {
    connecting.put(stream, true);
  }

  /** Closes a channel; any report of it from now on is a violation. */
  public void close(MgChannel channel, boolean reset) {
    closed.put(channel, true);
    channel.close(reset);
  }

  /** Forgets a closed channel, whose later reports would go unnoticed then. */
  public void forget(MgChannel channel) {
    wanted.remove(channel);
    closed.remove(channel);
    children.remove(channel);
    connecting.remove(channel);
    acceptFailures.remove(channel);
    ready.remove(channel);
    if (channel instanceof MgStream stream) {
      outcomes.remove(stream);
    }
  }

  /** Runs {@code action} within the next report. */
  public void insideNextReport(Runnable action) {
    inside = action;
  }

  /**
   * One poll.
   *
   * @return what poll returned: the reports it made
   */
  public int poll(long ms) {
    MgTransport driven = transport;
    if (driven == null) {
      throw new IllegalStateException("drive(transport) comes first");
    }
    ready.clear();
    reports = 0;
    polling = true;
    int told;
    try {
      told = driven.poll(ms);
    } catch (IOException e) {
      throw new AssertionError("poll(" + ms + ") threw", e);
    } finally {
      polling = false;
    }
    check();
    if (told != reports) {
      throw new AssertionError("poll returned " + told + " and made " + reports + " reports");
    }
    return told;
  }

  /** Throws what was reported against the rules since the last call. */
  public void check() {
    if (!violations.isEmpty()) {
      AssertionError e = new AssertionError(String.join("; ", violations));
      violations.clear();
      throw e;
    }
  }

  /** Polls until {@code condition} holds; it may come true without a report. */
  public void until(String what, BooleanSupplier condition) {
    until(what, condition, SHORT_MS);
  }

  /** As {@link #until(String, BooleanSupplier)}, in polls of {@code pollMs}. */
  public void until(String what, BooleanSupplier condition, long pollMs) {
    Patience patience = new Patience(what);
    while (!condition.getAsBoolean()) {
      patience.check();
      poll(pollMs);
    }
  }

  // ---- what came ----

  /** Waits for the next child of a listener. */
  public MgStream expectAccepted(MgChannel listener) {
    until("a connection to be accepted", () -> hasAccepted(listener));
    return children.get(listener).remove();
  }

  /** Whether a child of that listener has come and was not taken by {@link #expectAccepted}. */
  public boolean hasAccepted(MgChannel listener) {
    Deque<MgStream> waiting = children.get(listener);
    return waiting != null && !waiting.isEmpty();
  }

  /** Waits for the outcome of a connect, which must be good. */
  public void expectConnected(MgStream stream) {
    MgNetException failure = outcome(stream);
    if (failure != null) {
      throw new AssertionError("the connect failed", failure);
    }
  }

  /** Waits for the outcome of a connect, which must be a failure of one of {@code kinds}. */
  public MgNetException expectFailed(MgStream stream, MgNetException.Kind... kinds) {
    MgNetException failure = outcome(stream);
    if (failure == null) {
      throw new AssertionError("the connect succeeded; expected " + List.of(kinds));
    }
    if (!List.of(kinds).contains(failure.kind())) {
      throw new AssertionError("failed as " + failure.kind() + ", not " + List.of(kinds), failure);
    }
    return failure;
  }

  private @Nullable MgNetException outcome(MgStream stream) {
    until("the outcome of a connect", () -> hasOutcome(stream));
    return outcomes.get(stream);
  }

  /** Whether the outcome of that connect has come. */
  public boolean hasOutcome(MgStream stream) {
    return outcomes.containsKey(stream);
  }

  /** Waits for a report of {@code channel} with any of {@code ops}. */
  public void expectReady(MgChannel channel, int ops) {
    Patience patience = new Patience("ready with any of the ops " + ops);
    do {
      patience.check();
      poll(100);
    } while ((readyOps(channel) & ops) == 0);
  }

  /** What the last poll reported of {@code channel}; 0 nothing. */
  public int readyOps(MgChannel channel) {
    Integer ops = ready.get(channel);
    return ops == null ? 0 : ops;
  }

  /** Waits for accept to fail on that listener. */
  public MgNetException expectAcceptFailed(MgChannel listener) {
    until("a failed accept", () -> hasAcceptFailed(listener));
    return acceptFailures.get(listener).remove();
  }

  /** Whether accept failed there and was not taken by {@link #expectAcceptFailed}. */
  public boolean hasAcceptFailed(MgChannel listener) {
    Deque<MgNetException> failures = acceptFailures.get(listener);
    return failures != null && !failures.isEmpty();
  }

  /** Polls for {@code ms}, during which nothing at all may be reported. */
  public void expectSilence(long ms) {
    long end = System.nanoTime() + ms * 1_000_000;
    do {
      if (poll(ms) != 0) {
        throw new AssertionError("a report within " + ms + " ms where none may come");
      }
    } while (System.nanoTime() - end < 0);
  }

  // ---- the transport's side ----

  private void note(String what, MgChannel channel) {
    reports++;
    Runnable action = inside;
    if (action != null) {
      inside = null;
      action.run();
    }
    if (!polling) {
      violations.add(what + " reported outside of poll");
    }
    if (Thread.currentThread() != owner) {
      violations.add(what + " reported on " + Thread.currentThread());
    }
    if (closed.containsKey(channel)) {
      violations.add(what + " reported of a closed channel");
    }
  }

  @Override
  public void accepted(MgChannel listener, MgStream child) {
    note("accepted", listener);
    if ((wanted.getOrDefault(listener, 0) & MgChannel.READ) == 0) {
      violations.add("accepted reported of a listener without READ interest");
    }
    children.computeIfAbsent(listener, key -> new ArrayDeque<>()).add(child);
  }

  @Override
  public void connected(MgStream channel, @Nullable MgNetException failure) {
    note("connected", channel);
    if (outcomes.containsKey(channel)) {
      violations.add("connected reported twice for one connect");
    }
    outcomes.put(channel, failure);
    connecting.remove(channel);
  }

  @Override
  public void ready(MgChannel channel, int ops) {
    note("ready", channel);
    int want = wanted.getOrDefault(channel, 0);
    if (ops == 0 || (ops & ~want) != 0) {
      violations.add("ready(" + ops + ") reported where the interest is " + want);
    }
    if (connecting.containsKey(channel)) {
      violations.add("ready reported before the outcome of the connect");
    }
    if (ready.put(channel, ops) != null) {
      violations.add("ready reported twice in one poll");
    }
  }

  @Override
  public void acceptFailed(MgChannel listener, MgNetException why) {
    note("acceptFailed", listener);
    // The transport has dropped the interest.
    wanted.put(listener, 0);
    acceptFailures.computeIfAbsent(listener, key -> new ArrayDeque<>()).add(why);
  }
}
