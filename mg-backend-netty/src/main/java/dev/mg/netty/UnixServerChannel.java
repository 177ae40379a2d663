package dev.mg.netty;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.AbstractNioMessageChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unix-domain listener whose children are {@link UnixChannel}s, and which removes no file but its
 * own: Netty's removes what stands at its path when it closes, whosever it is by then.
 */
final class UnixServerChannel extends AbstractNioMessageChannel implements ServerChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  private final ChannelConfig config =
      new DefaultChannelConfig(this) {
        @Override
        protected void autoReadCleared() {
          clearReadPending();
        }
      };

  private final int backlog;
  private @Nullable BoundFile file;
  private boolean bound;

  UnixServerChannel(ServerSocketChannel socket, int backlog) {
    super(null, socket, SelectionKey.OP_ACCEPT);
    this.backlog = backlog;
  }

  @Override
  protected ServerSocketChannel javaChannel() {
    return (ServerSocketChannel) super.javaChannel();
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean isActive() {
    return bound && isOpen();
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
    return null;
  }

  @Override
  protected void doBind(SocketAddress local) throws IOException {
    javaChannel().bind(local, backlog);
    file = BoundFile.of(local);
    bound = true;
  }

  @Override
  protected void doClose() throws IOException {
    if (file != null) {
      file.remove();
    }
    javaChannel().close();
  }

  @Override
  protected int doReadMessages(List<Object> children) throws IOException {
    SocketChannel child = javaChannel().accept();
    if (child == null) {
      return 0;
    }
    children.add(new UnixChannel(this, child));
    return 1;
  }

  // ---- what a listener does not do ----

  @Override
  protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void doFinishConnect() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void doDisconnect() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected boolean doWriteMessage(Object message, ChannelOutboundBuffer in) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    throw new UnsupportedOperationException();
  }
}
