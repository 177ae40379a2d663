package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop of Netty's. <b>Owner thread only but {@link #wakeup}.</b>
 *
 * <p>Connections are channels of Netty's where there is a {@link MgNettyPipeline} to put handlers
 * into their pipelines; else, like listeners and datagram sockets always, handles in the loop.
 */
final class NettyTransport implements MgTransport {
  private final PollGuard guard = new PollGuard(NettyTransportProvider.NAME);
  private final PolledLoop loop;

  final Reports reports;

  /**
   * Between the kernel and the heap, one for all sockets: used up within each call. It holds the
   * longest datagram that there is, four times over: none is cut.
   */
  final ByteBuffer scratch;

  final Unwatched unwatched = new Unwatched();

  /** Connects whose outcome was known when the call returned. */
  final ArrayDeque<SocketStream> decided = new ArrayDeque<>();

  final NettyChannels channels;
  final @Nullable MgNettyPipeline hook;

  /** The streams that may have something to report, each once, in the order it came. */
  private NettyStream[] ripe = new NettyStream[64];

  private int ripeCount;

  NettyTransport(MgOptions options, MgTransportEvents events) throws MgNetException {
    reports = new Reports(events);
    scratch = ByteBuffer.allocateDirect(Math.max(options.readBytes(), MgStream.WRITE_BYTES));
    channels = new NettyChannels(options);
    hook = options.extension(MgNettyPipeline.class);
    try {
      loop = new PolledLoop();
    } catch (RuntimeException e) {
      throw NettyErrors.of("open a selector", null, e);
    }
  }

  EventLoop loop() {
    return loop;
  }

  /** Puts a handle that is no channel into the loop. */
  IoRegistration register(IoHandle handle) throws Exception {
    Future<IoRegistration> made = loop.register(handle);
    Futures.check(made);
    return made.getNow();
  }

  boolean isClosed() {
    return guard.isClosed();
  }

  @Override
  public MgChannel listen(SocketAddress local, MgSocketOptions options, @Nullable Object attachment)
      throws MgNetException {
    guard.check("listen");
    return SocketListener.open(this, local, options, attachment);
  }

  @Override
  public MgStream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment) {
    guard.check("connect");
    if (hook == null) {
      return SocketStream.connect(this, remote, local, options, attachment);
    }
    NettyStream stream = new NettyStream(this, remote, attachment);
    stream.connect(local, options);
    return stream;
  }

  @Override
  public MgDatagram datagram(
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    guard.check("datagram");
    return NettyDatagram.open(this, local, remote, options, attachment);
  }

  @Override
  public MgStream wrap(SocketChannel socket, @Nullable Object attachment) throws MgNetException {
    guard.check("wrap");
    if (!socket.isConnected() || socket.isBlocking() || socket.isRegistered()) {
      throw new IllegalArgumentException(
          "a socket to be wrapped is connected, not blocking, and of no selector yet: " + socket);
    }
    if (hook == null) {
      return new SocketStream(this, socket, attachment);
    }
    try {
      return NettyStream.adopted(this, socket, attachment);
    } catch (Exception e) {
      throw NettyErrors.of("wrap " + socket, null, e);
    }
  }

  @Override
  public int poll(long timeoutMs) {
    guard.enter();
    try {
      dropUnripe();
      loop.poll(ripeCount == 0 && decided.isEmpty() ? timeoutMs : 0);
      while (!decided.isEmpty()) {
        decided.remove().report();
      }
      for (int i = 0; i < ripeCount; i++) {
        ripe[i].report(reports);
      }
    } finally {
      guard.leave();
    }
    return reports.end();
  }

  /** Has polls report {@code stream} as long as it has something to tell. */
  void ripen(NettyStream stream) {
    if (!stream.isRipe) {
      stream.isRipe = true;
      if (ripeCount == ripe.length) {
        ripe = Arrays.copyOf(ripe, 2 * ripeCount);
      }
      ripe[ripeCount++] = stream;
    }
  }

  private void dropUnripe() {
    int kept = 0;
    for (int i = 0; i < ripeCount; i++) {
      NettyStream stream = ripe[i];
      if (stream.hasReport()) {
        stream.holdOff();
        ripe[kept++] = stream;
      } else {
        stream.isRipe = false;
      }
    }
    Arrays.fill(ripe, kept, ripeCount, null);
    ripeCount = kept;
  }

  @Override
  public void wakeup() {
    if (!guard.isClosed()) {
      loop.wake();
    }
  }

  @Override
  public void close() {
    if (!guard.close()) {
      return;
    }
    Arrays.fill(ripe, 0, ripeCount, null);
    ripeCount = 0;
    decided.clear();
    unwatched.closeAll();
    boolean interrupted = Thread.interrupted();
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    while (!loop.isTerminated()) {
      loop.runNow();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
