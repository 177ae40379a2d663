package dev.mg.core;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgStats;
import dev.mg.MgStr;
import dev.mg.MgTimer;
import dev.mg.MgTlsOptions;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The event loop: {@link #poll} is one iteration, on one screen. */
final class CoreManager implements MgManager {
  final Connections connections = new Connections();
  final Closing closing = new Closing(this);
  final Timers timers = new Timers(this);
  final Dispatcher dispatcher = new Dispatcher();
  final Failures failures = new Failures(dispatcher);
  final int maxRecvBytes;
  final int maxSendBytes;
  final int readBytes;
  final int sendHighBytes;
  final int sendLowBytes;
  final Visits visits;
  final Deadlines deadlines;
  final PollEvents polling;
  final MgTransport transport;
  final Incoming incoming;
  final Outgoing outgoing;
  final Datagrams datagrams = new Datagrams(this);
  final Pipes pipes = new Pipes(this);
  final DnsClient dns = new DnsClient(this, Path.of("/etc/hosts"));

  /** Listeners on port 0 before the first poll; see {@link SharedPorts}. */
  int anyPorts;

  private final Thread owner = Thread.currentThread();
  private final MgOptions options;
  private final String transportName;
  private final LongSupplier clock;
  private final long startNs;
  private final Notes notes = new Notes();
  private final Stopping stopping = new Stopping(this);
  private final Inbox inbox;
  private final SlowWatch slow;
  private final Locals locals = new Locals();
  private @Nullable Object userData;
  private int dnsTimeoutMs;
  private long lastId;
  private long nowNs;
  private int served;
  private long polls;
  private long busyNs;
  private boolean inPoll;
  private boolean closeAsked;
  private boolean isClosed;

  CoreManager(MgOptions options, MgTransportProvider provider) throws IOException {
    this.options = options;
    clock = options.clock();
    startNs = clock.getAsLong();
    maxRecvBytes = options.maxRecvBytes();
    maxSendBytes = options.maxSendBytes();
    readBytes = Math.min(options.readBytes(), maxRecvBytes);
    sendHighBytes = options.sendHighBytes();
    checkOrder("sendLowBytes", options.sendLowBytes(), "sendHighBytes", sendHighBytes);
    checkOrder("sendHighBytes", sendHighBytes, "maxSendBytes", maxSendBytes);
    sendLowBytes = Math.min(options.sendLowBytes(), sendHighBytes - 1);
    dnsTimeoutMs = options.dnsTimeoutMs();
    transportName = provider.name();
    transport = provider.open(options, notes);
    inbox = new Inbox(transport::wakeup);
    visits = new Visits(this, dispatcher);
    deadlines = new Deadlines(this);
    polling = new PollEvents(this);
    slow = new SlowWatch(options.slowHandlerMs());
    incoming = new Incoming(this);
    outgoing = new Outgoing(this);
  }

  private static void checkOrder(String lower, int a, String upper, int b) {
    if (a > b) {
      throw new MgException(
          lower
              + " "
              + a
              + " is above "
              + upper
              + " "
              + b
              + ": lower the first or raise the second");
    }
  }

  @Override
  public boolean poll(long ms) {
    enter();
    try {
      long from = tick();
      outgoing.start();
      visits.flushDirty();
      long wait = waitMs(ms);
      long waitFrom = wait == 0 ? from : tick();
      transport.poll(wait);
      long waitTo = tick();
      timers.run(nowNs, dispatcher);
      inbox.drain(dispatcher);
      serve();
      polling.round(nowNs);
      visits.flushDirty();
      if (nowNs >= deadlines.sweepAtNs()) {
        deadlines.sweep(nowNs);
      }
      closing.finish();
      closeAsked |= stopping.isOver(nowNs);
      long took = clock.getAsLong() - startNs - waitTo;
      slow.polled(notes.ready, served, took, waitTo);
      notes.ready.release(served);
      if (served > 0) {
        Recorder.polled(served, took);
      }
      polls++;
      busyNs += waitFrom - from + took;
    } catch (IOException e) {
      throw new MgException("the transport's poller failed: " + e.getMessage(), e);
    } finally {
      visits.abandon();
      inPoll = false;
      if (closeAsked && !isClosed) {
        shutDown();
      }
    }
    return !isClosed;
  }

  private void enter() {
    checkOwner();
    if (inPoll) {
      throw new IllegalStateException(
          "poll inside poll, on thread '"
              + owner.getName()
              + "': return from the handler instead; the loop goes on by itself");
    }
    inPoll = true;
  }

  private long tick() {
    nowNs = clock.getAsLong() - startNs;
    return nowNs;
  }

  /** Nanoseconds since the manager was created: of this poll inside one, else of now. */
  long nowNs() {
    return inPoll ? nowNs : tick();
  }

  /** Whether it is past its setup. */
  boolean hasPolled() {
    return inPoll || polls > 0;
  }

  /** How long the transport may wait: not at all while there is work, at most to the next timer. */
  private long waitMs(long ms) {
    if (ms == 0
        || !inbox.isEmpty()
        || !closing.isEmpty()
        || visits.isWorkPending()
        || outgoing.isWorkPending()) {
      return 0;
    }
    long next = Math.min(stopping.endNs(), Math.min(timers.nextNs(), deadlines.sweepAtNs()));
    if (next == Timers.NONE) {
      return ms;
    }
    // Rounded up: a timer that is woken for too early would make the poll spin.
    long untilNext = Math.max(0, next - nowNs + 999_999) / 1_000_000;
    return ms < 0 ? untilNext : Math.min(ms, untilNext);
  }

  private void serve() {
    visits.serveRereads();
    for (Notes.Note note = notes.next(); note != null; note = notes.next()) {
      if (note.isChild()) {
        incoming.accept(note);
      } else if (note.c().isListening()) {
        incoming.hold(note);
      } else {
        outgoing.connected(note);
      }
    }
    served = notes.ready.take();
    if (slow.looksClosely(nowNs)) {
      visitTimed();
    } else {
      for (int i = 0; i < served; i++) {
        visits.visit(notes.ready.taken(i));
      }
    }
    visits.serveAgains();
  }

  private void visitTimed() {
    long from = clock.getAsLong();
    for (int i = 0; i < served; i++) {
      CoreConnection c = notes.ready.taken(i);
      visits.visit(c);
      long to = clock.getAsLong();
      slow.visited(c, to - from);
      from = to;
    }
  }

  @Override
  public void stop(Duration atMost) {
    checkOwner();
    stopping.begin(nowNs(), atMost);
  }

  @Override
  public boolean isStopping() {
    return stopping.isBegun();
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    checkOwner();
    if (inPoll) {
      closeAsked = true;
    } else {
      shutDown();
    }
  }

  private void shutDown() {
    // Handlers that run now may call anything but poll.
    inPoll = true;
    closeAsked = true;
    try {
      closing.all();
      locals.close(dispatcher);
      // What one of them opened in its close is ended too.
      closing.all();
    } finally {
      isClosed = true;
      inPoll = false;
      inbox.close();
      transport.close();
    }
  }

  void checkThread() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "called by thread '"
              + Thread.currentThread().getName()
              + "', but this manager belongs to thread '"
              + owner.getName()
              + "': hand the work over with mgr.execute(...) or mgr.wakeup(id, bytes)");
    }
  }

  void checkOwner() {
    checkThread();
    if (isClosed) {
      throw new IllegalStateException(
          "this manager, of thread '" + owner.getName() + "', is closed: create another");
    }
  }

  /** A new connection, in the list; its OPEN is the caller's to fire. */
  CoreConnection add(
      int flags,
      ConnState state,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData) {
    CoreConnection c = new CoreConnection(this, nextId(), flags, state, fn);
    c.fnData = fnData;
    c.pfn = pfn;
    c.pfnData = pfnData;
    enlist(c);
    return c;
  }

  long nextId() {
    return ++lastId;
  }

  void enlist(CoreConnection c) {
    connections.add(c);
    polling.review(c);
  }

  @Override
  public MgConnection listen(
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData,
      @Nullable MgTlsOptions tls) {
    checkOpening(url, fn);
    Schemes.check(url);
    TlsSide side = TlsStart.server(url, tls);
    return incoming.listen(url, fn, fnData, pfn, pfnData, side, tls);
  }

  @Override
  public MgConnection wrap(SocketChannel socket, MgHandler fn, @Nullable Object fnData) {
    checkOpening("a wrapped socket", fn);
    return incoming.wrap(socket, fn, fnData);
  }

  @Override
  public ByteChannel mkpipe(MgHandler fn, @Nullable Object fnData, boolean udp) {
    checkOpening("a pipe", fn);
    return pipes.make(fn, fnData, udp);
  }

  private void checkOpening(String what, MgHandler fn) {
    checkOwner();
    Objects.requireNonNull(fn, () -> what + " has no handler");
    if (closeAsked || stopping.isBegun()) {
      throw new IllegalStateException("this manager is ending: " + what + " cannot be opened");
    }
  }

  @Override
  public MgConnection connect(
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData,
      @Nullable MgTlsOptions tls) {
    checkOpening(url, fn);
    Schemes.check(url);
    TlsSide side = TlsStart.client(url, tls);
    return outgoing.connect(url, fn, fnData, pfn, pfnData, side, dnsTimeoutMs);
  }

  @Override
  public Iterable<MgConnection> connections() {
    checkOwner();
    return connections;
  }

  @Override
  public @Nullable MgConnection connection(long id) {
    checkOwner();
    return connections.get(id);
  }

  @Override
  public boolean wakeup(long id, byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    return inbox.post(
        () -> {
          CoreConnection c = connections.get(id);
          if (c != null && !c.state.isOver()) {
            MgStr data = new MgStr(bytes, 0, bytes.length);
            dispatcher.fire(c, MgEvent.WAKEUP, data);
            data.poison();
          }
        });
  }

  @Override
  public boolean execute(Runnable task) {
    return inbox.post(Objects.requireNonNull(task, "task"));
  }

  @Override
  public MgTimer timerAdd(long ms, int flags, Runnable fn) {
    checkOwner();
    return timers.add(ms, flags, fn, clock.getAsLong() - startNs);
  }

  @Override
  public long nowMs() {
    return nowNs() / 1_000_000;
  }

  @Override
  public void dns4(@Nullable String url) {
    checkOwner();
    dns.server4(url);
  }

  @Override
  public void dns6(@Nullable String url) {
    checkOwner();
    dns.server6(url);
  }

  @Override
  public void dnsTimeoutMs(long ms) {
    dnsTimeoutMs = new MgOptions(options).dnsTimeoutMs(ms).dnsTimeoutMs();
  }

  @Override
  public String transport() {
    return transportName;
  }

  @Override
  public MgOptions options() {
    return options;
  }

  @Override
  public MgStats stats() {
    checkOwner();
    return new MgStats(
        nowMs(),
        polls,
        busyNs,
        connections.size(),
        incoming.listeners(),
        incoming.accepted(),
        closing.count(),
        visits.bytesIn,
        visits.bytesOut,
        dispatcher.counts());
  }

  @Override
  public <T> T local(Class<T> key, Supplier<? extends T> make) {
    checkOwner();
    return locals.get(key, make);
  }

  @Override
  public @Nullable Object userData() {
    return userData;
  }

  @Override
  public void userData(@Nullable Object data) {
    userData = data;
  }
}
