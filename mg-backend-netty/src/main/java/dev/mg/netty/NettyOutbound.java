package dev.mg.netty;

import dev.mg.MgNetException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.nio.AbstractNioChannel;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * What a channel has taken and the kernel has not: how much it is, word of its end, and the FIN
 * behind it. <b>Owner thread only.</b>
 */
final class NettyOutbound implements ChannelFutureListener {
  private final NettyStream stream;
  private final Channel channel;

  /** Whether a marker follows what is under way, because somebody waits for its end. */
  private boolean marked;

  /** What Netty counts for the marker. */
  private int markerBytes;

  /** Whether a FIN follows what is under way. */
  private boolean shuttingDown;

  NettyOutbound(NettyStream stream, Channel channel) {
    this.stream = stream;
    this.channel = channel;
  }

  /** To the byte while a write is under way, with what Netty counts for its bookkeeping on top. */
  long unflushed() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null) {
      return 0;
    }
    long total = out.totalPendingWriteBytes() - (marked ? markerBytes : 0);
    // Netty counts a buffer whole until all of it has left.
    return total - out.currentProgress();
  }

  /**
   * Pushes what is under way, though no room was reported, which kernels do late: a write tells.
   *
   * @return whether all of it has left
   */
  boolean push() {
    if (unflushed() > 0 && channel.unsafe() instanceof AbstractNioChannel.NioUnsafe nio) {
      nio.forceFlush();
    }
    return unflushed() == 0;
  }

  /** Whether nothing is under way; if not, the stream is told when that is so. */
  boolean isFlushed() {
    if (unflushed() == 0) {
      return true;
    }
    mark();
    return false;
  }

  /**
   * Puts an empty buffer behind what is under way. Its promise tells when all has left, which the
   * void promises of the writes do not.
   */
  private void mark() {
    if (!marked) {
      long before = unflushed();
      channel.unsafe().write(Unpooled.EMPTY_BUFFER, channel.newPromise().addListener(this));
      markerBytes = (int) (unflushed() - before);
      marked = true;
      channel.unsafe().flush();
    }
  }

  /** The marker has left, or failed with all before it. */
  @Override
  public void operationComplete(ChannelFuture marker) {
    marked = false;
    if (shuttingDown && marker.isSuccess()) {
      try {
        sendFin();
      } catch (MgNetException e) {
        stream.fail(e);
      }
    }
    stream.flushed();
  }

  /** Sends a FIN behind what is under way. */
  void shutdown() throws MgNetException {
    shuttingDown = true;
    if (isFlushed()) {
      sendFin();
    }
  }

  private void sendFin() throws MgNetException {
    ChannelFuture fin =
        channel instanceof DuplexChannel duplex
            ? duplex.shutdownOutput()
            : channel instanceof UnixChannel unix ? unix.shutdownOutput() : null;
    if (fin != null) {
      Throwable cause = fin.cause();
      // Without a connection left the next read tells.
      if (cause instanceof IOException && !(cause instanceof ClosedChannelException)) {
        throw NettyErrors.broken("shut down output", cause);
      }
    }
  }
}
