package dev.mg.netty;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.sockets.Reports;
import dev.mg.spi.sockets.SocketErrors;
import dev.mg.spi.sockets.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is a channel of Netty's, and the last handler of its pipeline, behind the
 * user's. <b>Owner thread only.</b>
 *
 * <p>Inbound, the handler holds what the pipeline delivers until the core reads it, and asks the
 * socket for more only when nothing is held. Outbound, one write at a time is on its way: the next
 * is taken when the kernel has all of the last, which bounds what a connection holds.
 */
final class NettyStream extends ChannelInboundHandlerAdapter implements MgStream {
  private enum State {
    CONNECTING,
    /** The outcome is there and the next poll reports it. */
    DECIDED,
    OPEN,
    FAILED,
    CLOSED
  }

  private final NettyTransport transport;
  private State state;
  private int interest;
  private @Nullable Object attachment;
  private @Nullable Channel channel;
  private @Nullable NettyOutbound out;
  private @Nullable ChannelHandlerContext context;
  private final @Nullable SocketAddress connectTo;

  private final HeldBytes held = new HeldBytes();

  /** Whether the socket may have been asked for more than what is held. */
  private boolean asked;

  /** No more bytes come. */
  private boolean ended;

  private @Nullable MgNetException failure;

  /** Whether writing alone has failed: bytes may still come. */
  private boolean failedWriting;

  /** Whether the transport's list of ripe streams has it. */
  boolean isRipe;

  /** To be connected. */
  NettyStream(NettyTransport transport, SocketAddress remote, @Nullable Object attachment) {
    this.transport = transport;
    this.attachment = attachment;
    connectTo = remote;
    state = State.CONNECTING;
  }

  private NettyStream(NettyTransport transport, Channel connected, @Nullable Object attachment) {
    this.transport = transport;
    this.attachment = attachment;
    channel = connected;
    out = new NettyOutbound(this, connected);
    connectTo = null;
    state = State.OPEN;
  }

  /** The stream of a listener's new child; if it cannot be set up its first read tells why. */
  static NettyStream accepted(NettyTransport transport, Channel child) {
    NettyStream stream = new NettyStream(transport, child, null);
    try {
      stream.register(child, true);
      // Asked for now, they are known ever after.
      child.localAddress();
      child.remoteAddress();
    } catch (Throwable t) {
      stream.fail(NettyErrors.of("accept " + SocketErrors.name(child.remoteAddress()), t));
      closeUnregistered(child);
    }
    return stream;
  }

  /** For a socket that is connected already, its options as they are. */
  static NettyStream adopted(
      NettyTransport transport, SocketChannel socket, @Nullable Object attachment)
      throws Exception {
    Channel channel = NettyChannels.adopt(socket);
    NettyStream stream = new NettyStream(transport, channel, attachment);
    stream.register(channel, false);
    // Asked for now, they are known ever after.
    channel.localAddress();
    channel.remoteAddress();
    return stream;
  }

  private void register(Channel unregistered, boolean accepted) throws Exception {
    transport.channels.setUp(unregistered);
    Objects.requireNonNull(transport.hook).init(unregistered.pipeline(), accepted);
    unregistered.pipeline().addLast(MgNettyPipeline.HANDLER, this);
    Futures.check(transport.loop().register(unregistered));
  }

  /** Starts the connect; its outcome, even one that is there at once, waits for the next poll. */
  void connect(@Nullable SocketAddress from, MgSocketOptions options) {
    SocketAddress to = connectTo;
    try {
      Channel client = NettyChannels.adopt(Sockets.connecting(to, from, options));
      channel = client;
      out = new NettyOutbound(this, client);
      register(client, false);
      client.connect(to).addListener(f -> decided(f.isSuccess() ? null : refused(to, f.cause())));
    } catch (Throwable t) {
      decided(refused(to, t));
      closeUnregistered(channel);
    }
  }

  private static MgNetException refused(@Nullable SocketAddress to, Throwable why) {
    return NettyErrors.of("connect to " + SocketErrors.name(to), why);
  }

  /** Without a loop a channel has no close but this; nothing else would find it later. */
  private static void closeUnregistered(@Nullable Channel failed) {
    if (failed != null && !failed.isRegistered()) {
      failed.unsafe().closeForcibly();
    }
  }

  private void decided(@Nullable MgNetException why) {
    if (state == State.CONNECTING) {
      state = State.DECIDED;
      failure = why;
      transport.ripen(this);
    }
  }

  // ---- the pipeline's side ----

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (transport.isClosed()) {
      held.release();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (state == State.CLOSED || msg instanceof ByteBuf empty && !empty.isReadable()) {
      ReferenceCountUtil.release(msg);
      return;
    }
    if (!(msg instanceof ByteBuf buf)) {
      ReferenceCountUtil.release(msg);
      fail(
          new MgNetException(
              MgNetException.Kind.OTHER,
              "a handler in the pipeline delivered a " + msg.getClass().getName() + ", no ByteBuf",
              null));
      return;
    }
    boolean isFirst = held.isEmpty();
    held.add(buf);
    transport.ripen(this);
    if (isFirst && (interest & READ) != 0) {
      // Mostly the core takes it at once: asking now leaves the selection key as it is.
      ask(ctx);
    }
  }

  /** What was read may have stayed in a handler, or have been nothing. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    pull();
  }

  /** Asks the socket for bytes if they are wanted and none are held. */
  private void pull() {
    ChannelHandlerContext ctx = context;
    if (ctx != null && held.isEmpty() && !ended && (interest & READ) != 0 && state == State.OPEN) {
      ask(ctx);
    }
  }

  private void ask(ChannelHandlerContext ctx) {
    asked = true;
    ctx.read();
  }

  /** Takes back what was asked if the core has left what is held: one buffer is enough. */
  void holdOff() {
    Channel open = channel;
    if (!held.isEmpty() && asked && open != null) {
      asked = false;
      // The way Netty's API has for it: clearing what was set drops a pending read.
      open.config().setAutoRead(true);
      open.config().setAutoRead(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    // The one of TCP, the other of unix-domain channels.
    if (event == ChannelInputShutdownEvent.INSTANCE
        || event == ChannelInputShutdownReadComplete.INSTANCE) {
      ended = true;
      transport.ripen(this);
    }
  }

  /** A handler closed the channel, which for the core is the end of what comes. */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended = true;
    transport.ripen(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    boolean writing = cause instanceof ChannelOutputShutdownException;
    failedWriting = writing && (failure == null || failedWriting);
    if (failure == null) {
      failure = NettyErrors.broken("connection with " + SocketErrors.name(remote()), cause);
    }
    transport.ripen(this);
  }

  /** Fails both ways. */
  void fail(MgNetException why) {
    failedWriting = false;
    if (failure == null) {
      failure = why;
    }
    transport.ripen(this);
  }

  /** What was under way has left. */
  void flushed() {
    transport.ripen(this);
  }

  // ---- the transport's side ----

  /** Whether a poll has something to report now. */
  boolean hasReport() {
    return state == State.DECIDED || ready() != 0;
  }

  void report(Reports reports) {
    if (state == State.DECIDED) {
      state = failure == null ? State.OPEN : State.FAILED;
      // Asked for now, it is known ever after.
      local();
      reports.connected(this, failure);
      return;
    }
    int ready = ready();
    if (ready != 0) {
      reports.ready(this, ready);
    }
  }

  private int ready() {
    if (state != State.OPEN) {
      return 0;
    }
    int ready = 0;
    if ((interest & READ) != 0 && (!held.isEmpty() || ended || failure != null && !failedWriting)) {
      ready |= READ;
    }
    if ((interest & WRITE) != 0 && (failure != null || out == null || out.isFlushed())) {
      ready |= WRITE;
    }
    return ready;
  }

  // ---- the core's side ----

  @Override
  public void interest(int ops) {
    if (ops != interest && state != State.CLOSED) {
      interest = ops;
      pull();
      if (ready() != 0) {
        transport.ripen(this);
      }
    }
  }

  @Override
  public int read(MgIobuf dst, int max) throws MgNetException {
    checkOpen();
    int n = held.moveTo(dst, max);
    if (n > 0) {
      pull();
      return n;
    }
    MgNetException why = failure;
    if (why != null && (ended || !failedWriting)) {
      throw why;
    }
    return ended ? -1 : 0;
  }

  @Override
  public int write(MgIobuf src, int max) throws MgNetException {
    ChannelHandlerContext ctx = contextToWrite();
    if (ctx == null) {
      return 0;
    }
    int n = Math.min(max, WRITE_BYTES);
    ByteBuf buf = ctx.alloc().directBuffer(n);
    buf.writeBytes(src.buf(), src.head(), n);
    send(ctx, buf);
    return n;
  }

  /** Null if nothing can be taken now: not connected yet, or the last write is under way. */
  private @Nullable ChannelHandlerContext contextToWrite() throws MgNetException {
    checkOpen();
    NettyOutbound pending = out;
    boolean isFree = pending == null || pending.push();
    MgNetException why = failure;
    if (why != null) {
      throw why;
    }
    ChannelHandlerContext ctx = context;
    if (ctx == null || state != State.OPEN || !isFree) {
      return null;
    }
    if (!ctx.channel().isOpen()) {
      throw new MgNetException(
          MgNetException.Kind.RESET, "a handler in the pipeline closed the channel", null);
    }
    return ctx;
  }

  private void send(ChannelHandlerContext ctx, Object message) throws MgNetException {
    ctx.writeAndFlush(message, ctx.voidPromise());
    MgNetException why = failure;
    if (why != null) {
      throw why;
    }
  }

  @Override
  public long unflushed() {
    NettyOutbound pending = out;
    return pending == null ? 0 : pending.unflushed();
  }

  @Override
  public void shutdownOutput() throws MgNetException {
    checkOpen();
    NettyOutbound pending = out;
    if (pending != null) {
      pending.shutdown();
    }
  }

  private void checkOpen() {
    if (state == State.CLOSED) {
      throw new IllegalStateException("use of a closed channel");
    }
  }

  @Override
  public void close(boolean reset) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    held.release();
    Channel open = channel;
    if (open == null || !open.isOpen()) {
      return;
    }
    if (reset) {
      lingerNot(open);
    }
    open.close();
    if (open.isOpen()) {
      // A handler kept the close to itself.
      open.unsafe().close(open.unsafe().voidPromise());
    }
  }

  private static void lingerNot(Channel open) {
    try {
      open.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // The peer's reset was first.
    }
  }

  @Override
  public @Nullable SocketAddress local() {
    Channel known = channel;
    boolean unknown = known == null || state == State.CONNECTING || state == State.FAILED;
    return unknown ? null : known.localAddress();
  }

  @Override
  public @Nullable SocketAddress remote() {
    Channel known = channel;
    return connectTo != null ? connectTo : known == null ? null : known.remoteAddress();
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public void attach(@Nullable Object newAttachment) {
    attachment = newAttachment;
  }
}
