package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransportEvents;
import dev.mg.spi.sockets.PollGuard;
import dev.mg.spi.sockets.SocketHandle;
import dev.mg.spi.sockets.SocketTransport;
import dev.mg.spi.sockets.Sockets;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop of Netty's. <b>Owner thread only but {@link #wakeup}.</b>
 *
 * <p>Connections are channels of Netty's where there is a {@link MgNettyPipeline} to put handlers
 * into their pipelines; else, like listeners and datagram sockets always, handles in the loop.
 */
final class NettyTransport extends SocketTransport {
  private final PollGuard guard = new PollGuard(NettyTransportProvider.NAME);
  private final PolledLoop loop;

  final NettyChannels channels;
  final @Nullable MgNettyPipeline hook;

  /** The streams that may have something to report, each once, in the order it came. */
  private NettyStream[] ripe = new NettyStream[64];

  private int ripeCount;

  NettyTransport(MgOptions options, MgTransportEvents events) throws MgNetException {
    super(options, events);
    channels = new NettyChannels(options);
    hook = options.extension(MgNettyPipeline.class);
    try {
      loop = new PolledLoop();
    } catch (RuntimeException e) {
      throw NettyErrors.of("open a selector", e);
    }
  }

  EventLoop loop() {
    return loop;
  }

  boolean isClosed() {
    return guard.isClosed();
  }

  @Override
  protected void check(String call) {
    guard.check(call);
  }

  @Override
  protected IoRegistration watch(SocketHandle socket, int ops) throws IOException {
    Future<IoRegistration> made = loop.register(new WatchedSocket(socket));
    try {
      Futures.check(made);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
    IoRegistration registration = made.getNow();
    rewatch(registration, ops);
    return registration;
  }

  @Override
  protected void rewatch(Object watch, int ops) {
    ((IoRegistration) watch).submit(ops == 0 ? NioIoOps.NONE : NioIoOps.valueOf(ops));
  }

  /** FIN has left; RST and the descriptor's end wait for the loop, which runs before it waits. */
  @Override
  protected void unwatch(Object watch) {
    ((IoRegistration) watch).cancel();
  }

  @Override
  public MgStream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment) {
    if (hook == null) {
      return super.connect(remote, local, options, attachment);
    }
    guard.check("connect");
    NettyStream stream = new NettyStream(this, remote, attachment);
    stream.connect(local, options);
    return stream;
  }

  @Override
  protected MgStream accepted(SocketChannel socket, MgSocketOptions options, boolean tcp)
      throws IOException {
    if (hook == null) {
      return super.accepted(socket, options, tcp);
    }
    Sockets.accepted(socket, options);
    if (tcp) {
      Sockets.configureTcp(socket, options.noDelay(), options.keepAlive());
    }
    try {
      return NettyStream.accepted(this, NettyChannels.adopt(socket));
    } catch (ChannelException e) {
      throw new IOException(e);
    }
  }

  @Override
  protected MgStream wrapped(SocketChannel socket, @Nullable Object attachment) throws IOException {
    if (hook == null) {
      return super.wrapped(socket, attachment);
    }
    try {
      return NettyStream.adopted(this, socket, attachment);
    } catch (Exception e) {
      throw NettyErrors.of("wrap " + socket, e);
    }
  }

  @Override
  public int poll(long timeoutMs) {
    guard.enter();
    try {
      dropUnripe();
      loop.poll(ripeCount == 0 && !hasDecided() ? timeoutMs : 0);
      reportDecided();
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
    closeUnwatched();
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
