package dev.mg.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FileRegion;
import io.netty.channel.nio.AbstractNioByteChannel;
import io.netty.channel.nio.NioIoOps;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A unix-domain connection that lives on after its peer's FIN. Netty's own channel closes itself
 * then, and what is still to be sent is lost: the option against that is there and has no effect.
 */
final class UnixChannel extends AbstractNioByteChannel {
  private final ChannelConfig config =
      new DefaultChannelConfig(this) {
        @Override
        protected void autoReadCleared() {
          clearReadPending();
        }
      };

  /** Nothing more can be read: a FIN, or a failure. */
  private boolean ended;

  UnixChannel(SocketChannel socket) {
    super(null, socket);
  }

  @Override
  protected SocketChannel javaChannel() {
    return (SocketChannel) super.javaChannel();
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isActive() {
    return javaChannel().isOpen() && javaChannel().isConnected();
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    try {
      return javaChannel().getLocalAddress();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    try {
      return javaChannel().getRemoteAddress();
    } catch (IOException e) {
      return null;
    }
  }

  // ---- connecting ----

  @Override
  protected void doBind(SocketAddress local) throws IOException {
    javaChannel().bind(local);
  }

  @Override
  protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local)
      throws IOException {
    try {
      if (local != null) {
        doBind(local);
      }
      boolean decided = javaChannel().connect(remote);
      if (!decided) {
        addAndSubmit(NioIoOps.CONNECT);
      }
      return decided;
    } catch (IOException e) {
      doClose();
      throw e;
    }
  }

  @Override
  protected void doFinishConnect() throws IOException {
    javaChannel().finishConnect();
  }

  @Override
  protected void doDisconnect() throws IOException {
    doClose();
  }

  @Override
  protected void doClose() throws IOException {
    javaChannel().close();
  }

  // ---- bytes ----

  /** With the end noted first, Netty tells the pipeline of it, and does not close. */
  @Override
  protected int doReadBytes(ByteBuf into) throws IOException {
    int room = into.writableBytes();
    unsafe().recvBufAllocHandle().attemptedBytesRead(room);
    try {
      int n = into.writeBytes(javaChannel(), room);
      ended = n < 0;
      return n;
    } catch (IOException e) {
      ended = true;
      throw e;
    }
  }

  @Override
  protected boolean isInputShutdown0() {
    return ended;
  }

  @Override
  protected int doWriteBytes(ByteBuf from) throws IOException {
    return from.readBytes(javaChannel(), from.readableBytes());
  }

  @Override
  protected long doWriteFileRegion(FileRegion region) throws IOException {
    return region.transferTo(javaChannel(), region.transferred());
  }

  // ---- half-close ----

  /** FIN. <b>On the loop's thread.</b> */
  ChannelFuture shutdownOutput() {
    ChannelPromise promise = newPromise();
    ((AbstractUnsafe) unsafe()).shutdownOutput(promise);
    return promise;
  }

  @Override
  protected void doShutdownOutput() throws IOException {
    javaChannel().shutdownOutput();
  }

  @Override
  protected ChannelFuture shutdownInput() {
    ended = true;
    try {
      javaChannel().shutdownInput();
      return newSucceededFuture();
    } catch (IOException e) {
      return newFailedFuture(e);
    }
  }
}
